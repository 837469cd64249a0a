// What a reader's words find: each published article keeps its words, folded, parted by their first letter, so that a search reads a
// twentieth of the text and never an article's own pages.
#pragma once

#include "lists.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace publication {

/// The distinct words of two characters and more, by their first: 'c' → "-chat-climat-". A word is found by how it begins: "%-clim%".
[[nodiscard]] std::map<char, std::string> words_by_initial(std::string_view text);

/// What is asked for: the distinct folded words, the longest first (it finds the least), six at most. One letter alone ("l’eau") asks nothing.
[[nodiscard]] std::vector<std::string> asked_words(std::string_view text);

void enter_words(hemicycle::Store& store, const Record& record);
void leave_words(hemicycle::Store& store, std::string_view article);

/// Where a page begins: after this article in the order of dates, latest first.
struct Position {
  std::string date = "9999-99-99";
  std::string article;
};

/// Calls `each` for at most `count` articles that stand in the one or two lists and hold a beginning of each word, latest first; with the columns of
/// the lists. `words` is not empty. A rare word is found by one reading of its initial, frequent ones end the walk early: neither grows with the text.
void walk_found(const hemicycle::ReadStore& store, const std::vector<ListKey>& lists, const std::vector<std::string>& words, const Position& from,
                std::int64_t count, const std::function<void(const hemicycle::Row&)>& each);

}  // namespace publication
