#include "difference.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "passage.hpp"

namespace opinions_plugin {
namespace {

using Pairs = std::vector<std::pair<std::size_t, std::size_t>>;

// Above these cells of a table, comparing costs more than it tells: 4 million are 16 MB and about 10 ms.
constexpr std::size_t kCells = 4'000'000;
constexpr std::size_t kLikenessCells = 4'000;
constexpr double kReworded = 0.4;

/// What both have in the same order, as pairs of positions: the longest common subsequence.
template <typename Item>
Pairs in_common(const std::vector<Item>& one, const std::vector<Item>& other) {
  Pairs head, tail;
  std::size_t from = 0, to = one.size(), other_to = other.size();
  while (from < to && from < other_to && one[from] == other[from]) head.emplace_back(from, from), ++from;
  while (to > from && other_to > from && one[to - 1] == other[other_to - 1]) tail.emplace_back(--to, --other_to);
  const auto rows = to - from, columns = other_to - from;
  if (rows > 0 && columns > 0 && rows <= kCells / columns) {
    std::vector<std::uint32_t> longest((rows + 1) * (columns + 1), 0);
    const auto cell = [&](std::size_t r, std::size_t c) -> std::uint32_t& { return longest[r * (columns + 1) + c]; };
    for (std::size_t r = rows; r-- > 0;)
      for (std::size_t c = columns; c-- > 0;)
        cell(r, c) = one[from + r] == other[from + c] ? cell(r + 1, c + 1) + 1 : std::max(cell(r + 1, c), cell(r, c + 1));
    for (std::size_t r = 0, c = 0; r < rows && c < columns;) {
      if (one[from + r] == other[from + c]) head.emplace_back(from + r++, from + c++);
      else if (cell(r + 1, c) >= cell(r, c + 1)) ++r;
      else ++c;
    }
  }
  head.insert(head.end(), tail.rbegin(), tail.rend());
  return head;
}

/// A word, and the same with the blanks after it: joining those gives the text again.
struct Word {
  std::string_view word, whole;
  friend bool operator==(const Word& one, const Word& other) { return one.word == other.word; }
};

std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> words;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find_first_of(" \n\t", at), text.size());
    const auto next = std::min(text.find_first_not_of(" \n\t", end), text.size());
    words.push_back({text.substr(at, end - at), text.substr(at, next - at)});
    at = next;
  }
  return words;
}

void add(std::vector<opinions::Run>& runs, std::string_view change, std::string_view text) {
  if (text.empty()) return;
  if (!runs.empty() && runs.back().change == change) runs.back().text.append(text);
  else runs.push_back({.change = std::string(change), .text = std::string(text)});
}

/// Which removed paragraph became which added one: in order, the pairs that are most alike altogether.
Pairs reworded(const std::vector<std::string>& before, Span removed, const std::vector<std::string>& after, Span added) {
  const auto rows = removed.end - removed.begin, columns = added.end - added.begin;
  Pairs pairs;
  if (rows == 0 || columns == 0 || rows > kLikenessCells / columns) return pairs;
  std::vector<double> alike(rows * columns), best((rows + 1) * (columns + 1), 0);
  const auto at = [&](std::size_t r, std::size_t c) -> double& { return best[r * (columns + 1) + c]; };
  for (std::size_t r = rows; r-- > 0;)
    for (std::size_t c = columns; c-- > 0;) {
      const auto same = likeness(before[removed.begin + r], after[added.begin + c]);
      alike[r * columns + c] = same >= kReworded ? same : 0;
      at(r, c) = std::max({at(r + 1, c), at(r, c + 1), at(r + 1, c + 1) + alike[r * columns + c]});
    }
  for (std::size_t r = 0, c = 0; r < rows && c < columns;) {
    const auto same = alike[r * columns + c];
    if (same > 0 && at(r, c) == at(r + 1, c + 1) + same) pairs.emplace_back(removed.begin + r++, added.begin + c++);
    else if (at(r, c) == at(r + 1, c)) ++r;
    else ++c;
  }
  return pairs;
}

opinions::Block whole(std::string_view paragraph, std::string_view change, const std::string& text) {
  return {.paragraph = std::string(paragraph), .runs = {{.change = std::string(change), .text = text}}};
}

}  // namespace

std::vector<opinions::Run> compare_words(std::string_view before, std::string_view after) {
  const auto old_words = words_of(before), new_words = words_of(after);
  std::vector<opinions::Run> runs;
  std::size_t old_at = 0, new_at = 0;
  const auto up_to = [&](std::size_t old_end, std::size_t new_end) {
    for (; old_at < old_end; ++old_at) add(runs, "deleted", old_words[old_at].whole);
    for (; new_at < new_end; ++new_at) add(runs, "inserted", new_words[new_at].whole);
  };
  for (const auto& [old_index, new_index] : in_common(old_words, new_words)) {
    up_to(old_index, new_index);
    add(runs, "same", new_words[new_at].whole);
    ++old_at, ++new_at;
  }
  up_to(old_words.size(), new_words.size());
  return runs;
}

std::vector<opinions::Block> compare_texts(std::string_view before, std::string_view after) {
  const auto old_text = paragraphs(before), new_text = paragraphs(after);
  std::vector<opinions::Block> blocks;
  std::size_t old_at = 0, new_at = 0;
  const auto replace = [&](std::size_t old_end, std::size_t new_end) {
    for (; old_at < old_end; ++old_at) blocks.push_back(whole("removed", "deleted", old_text[old_at]));
    for (; new_at < new_end; ++new_at) blocks.push_back(whole("added", "inserted", new_text[new_at]));
  };
  const auto up_to = [&](std::size_t old_end, std::size_t new_end) {
    for (const auto& [old_index, new_index] : reworded(old_text, {old_at, old_end}, new_text, {new_at, new_end})) {
      replace(old_index, new_index);
      blocks.push_back({.paragraph = "reworded", .runs = compare_words(old_text[old_at++], new_text[new_at++])});
    }
    replace(old_end, new_end);
  };
  for (const auto& [old_index, new_index] : in_common(old_text, new_text)) {
    up_to(old_index, new_index);
    blocks.push_back(whole("unchanged", "same", old_text[old_at]));
    ++old_at, ++new_at;
  }
  up_to(old_text.size(), new_text.size());
  return blocks;
}

}  // namespace opinions_plugin
