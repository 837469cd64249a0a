// The lists in which a published article stands, and how many each holds, with the words by which it is found. Changed in the transaction of the article.
#pragma once

#include "record.hpp"

namespace publication {

struct ListKey {
  std::string kind, value;
};

/// The one list that holds what has all the parts given ("theme+year", "climat+2020"); the list of all without any.
[[nodiscard]] ListKey combined(const std::optional<std::string>& theme, const std::optional<std::string>& type,
                               const std::optional<std::string>& year);

void enter_lists(hemicycle::Store& store, const Record& record);
void leave_lists(hemicycle::Store& store, std::string_view article);

}  // namespace publication
