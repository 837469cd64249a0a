#include "search.hpp"

#include "text.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace publication {
namespace {

using hemicycle::bind;
using hemicycle::Row;

constexpr std::size_t kMostWords = 6;  // as many as the statement of `walk_found` has places for

/// Calls `each` for every folded word of two characters and more.
template <typename Each>
void words_of(std::string_view text, Each&& each) {
  const auto line = folded(text);
  for (std::size_t from = 0; from < line.size();) {
    const auto end = std::min(line.find('-', from), line.size());
    if (end - from > 1) each(line.substr(from, end - from));
    from = end + 1;
  }
}

}  // namespace

std::map<char, std::string> words_by_initial(std::string_view text) {
  std::set<std::string> words;
  words_of(text, [&](std::string word) { words.insert(std::move(word)); });
  std::map<char, std::string> parts;
  for (const auto& word : words) {
    auto& part = parts.try_emplace(word.front(), "-").first->second;
    part.append(word).push_back('-');
  }
  return parts;
}

std::vector<std::string> asked_words(std::string_view text) {
  std::set<std::string> distinct;
  words_of(text, [&](std::string word) { distinct.insert(std::move(word)); });
  std::vector<std::string> words(distinct.begin(), distinct.end());
  std::stable_sort(words.begin(), words.end(), [](const auto& one, const auto& other) { return one.size() > other.size(); });
  if (words.size() > kMostWords) words.resize(kMostWords);
  return words;
}

void enter_words(hemicycle::Store& store, const Record& record) {
  for (const auto& [initial, words] : words_by_initial(record.title + " " + record.summary + " " + record.body)) {
    store.exec("INSERT INTO publication_words (initial, article, words) VALUES (:initial, :article, :words)",
               {bind("initial", std::string(1, initial)), bind("article", record.id), bind("words", words)});
  }
}

void leave_words(hemicycle::Store& store, std::string_view article) {
  store.exec("DELETE FROM publication_words WHERE article = :article", {bind("article", article)});
}

void walk_found(const hemicycle::ReadStore& store, const std::vector<ListKey>& lists, const std::vector<std::string>& words, const Position& from,
                std::int64_t count, const std::function<void(const Row&)>& each) {
  std::array<std::string, kMostWords> initials, begins;
  for (std::size_t i = 0; i < words.size() && i < kMostWords; ++i) initials.at(i) = words[i].substr(0, 1), begins.at(i) = "%-" + words[i] + "%";
  const auto& other = lists.size() > 1 ? lists[1] : ListKey();
  // The initial '' holds the words of what was published before there were initials.
  store.rows(
      "SELECT a.id, a.slug, a.title, a.summary, a.type, a.themes, a.date, a.date_precision, a.updated_at FROM publication_listing l "
      "JOIN publication_article a ON a.id = l.article WHERE l.kind = :kind AND l.value = :value AND (l.date, l.article) < (:date, :article) "
      "AND l.article IN (SELECT w.article FROM publication_words w WHERE w.initial IN (:i1, '') AND w.words LIKE :w1) "
      "AND (:other_kind = '' OR EXISTS (SELECT 1 FROM publication_listing x WHERE x.article = l.article AND x.kind = :other_kind AND x.value = :other_value)) "
      "AND (:w2 = '' OR EXISTS (SELECT 1 FROM publication_words w WHERE w.article = l.article AND w.initial IN (:i2, '') AND w.words LIKE :w2)) "
      "AND (:w3 = '' OR EXISTS (SELECT 1 FROM publication_words w WHERE w.article = l.article AND w.initial IN (:i3, '') AND w.words LIKE :w3)) "
      "AND (:w4 = '' OR EXISTS (SELECT 1 FROM publication_words w WHERE w.article = l.article AND w.initial IN (:i4, '') AND w.words LIKE :w4)) "
      "AND (:w5 = '' OR EXISTS (SELECT 1 FROM publication_words w WHERE w.article = l.article AND w.initial IN (:i5, '') AND w.words LIKE :w5)) "
      "AND (:w6 = '' OR EXISTS (SELECT 1 FROM publication_words w WHERE w.article = l.article AND w.initial IN (:i6, '') AND w.words LIKE :w6)) "
      "ORDER BY l.date DESC, l.article DESC LIMIT :count",
      {bind("kind", lists[0].kind), bind("value", lists[0].value), bind("other_kind", other.kind), bind("other_value", other.value), bind("date", from.date),
       bind("article", from.article), bind("i1", initials[0]), bind("w1", begins[0]), bind("i2", initials[1]), bind("w2", begins[1]), bind("i3", initials[2]),
       bind("w3", begins[2]), bind("i4", initials[3]), bind("w4", begins[3]), bind("i5", initials[4]), bind("w5", begins[4]), bind("i6", initials[5]),
       bind("w6", begins[5]), bind("count", count)},
      each);
}

}  // namespace publication
