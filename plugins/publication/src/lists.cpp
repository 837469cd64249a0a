#include "lists.hpp"

#include "search.hpp"
#include "text.hpp"

#include <set>
#include <utility>
#include <vector>

namespace publication {
namespace {

using hemicycle::bind;

void enter(hemicycle::Store& store, const Record& record, std::string_view kind, std::string_view value, std::string_view label) {
  store.exec("INSERT INTO publication_listing (kind, value, date, article) VALUES (:kind, :value, :date, :article)",
             {bind("kind", kind), bind("value", value), bind("date", record.date), bind("article", record.id)});
  if (store.exec("UPDATE publication_facet SET articles = articles + 1 WHERE kind = :kind AND value = :value",
                 {bind("kind", kind), bind("value", value)}) > 0) {
    return;
  }
  store.exec("INSERT INTO publication_facet (kind, value, label, articles) VALUES (:kind, :value, :label, 1)",
             {bind("kind", kind), bind("value", value), bind("label", label)});
}

}  // namespace

ListKey combined(const std::optional<std::string>& theme, const std::optional<std::string>& type, const std::optional<std::string>& year) {
  ListKey key;
  const auto add = [&](std::string_view kind, const std::optional<std::string>& value) {
    if (!value) return;
    if (!key.kind.empty()) key.kind.push_back('+'), key.value.push_back('+');
    key.kind.append(kind), key.value.append(*value);
  };
  add("theme", theme), add("type", type), add("year", year);
  if (key.kind.empty()) key.kind = "all";
  return key;
}

void enter_lists(hemicycle::Store& store, const Record& record) {
  using Part = std::optional<std::string>;
  std::vector<Part> themes = {std::nullopt};
  for (const auto& theme : std::set<std::string>(record.themes.begin(), record.themes.end())) themes.emplace_back(theme);
  for (const auto& theme : themes) {
    for (const auto& type : {Part(), Part(record.type)}) {
      for (const auto& year : {Part(), Part(record.date.substr(0, 4))}) {
        const auto key = combined(theme, type, year);
        enter(store, record, key.kind, key.value, key.value);
      }
    }
  }
  std::set<std::string> entered;  // two spellings of one keyword are one list
  for (const auto& keyword : record.keywords) {
    const auto value = folded(keyword);
    if (!value.empty() && entered.insert(value).second) enter(store, record, "keyword", value, keyword);
  }
  enter_words(store, record);
}

void leave_lists(hemicycle::Store& store, std::string_view article) {
  std::vector<std::pair<std::string, std::string>> lists;
  store.rows("SELECT kind, value FROM publication_listing WHERE article = :article", {bind("article", article)},
             [&](const hemicycle::Row& row) { lists.emplace_back(row.text(0), row.text(1)); });
  for (const auto& [kind, value] : lists) {
    store.exec("UPDATE publication_facet SET articles = articles - 1 WHERE kind = :kind AND value = :value",
               {bind("kind", kind), bind("value", value)});
  }
  leave_words(store, article);
  store.exec("DELETE FROM publication_listing WHERE article = :article", {bind("article", article)});
}

}  // namespace publication
