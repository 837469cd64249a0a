// What changed between two texts: paragraph by paragraph, and within a paragraph word by word.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "opinions.contract.hpp"

namespace opinions_plugin {

/// The words of `before` and `after`, in runs that are "same", "deleted" or "inserted". Joined without the deleted ones they are `after`.
[[nodiscard]] std::vector<opinions::Run> compare_words(std::string_view before, std::string_view after);

/// Paragraphs that are "unchanged", "added", "removed" or "reworded"; a paragraph that became another one of the same subject is reworded.
[[nodiscard]] std::vector<opinions::Block> compare_texts(std::string_view before, std::string_view after);

}  // namespace opinions_plugin
