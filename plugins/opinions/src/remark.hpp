// Comments on passages, which follow their passage when the text changes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "opinions.hpp"

namespace opinions_plugin {

/// Finds each open comment's place in the new text: its own words, the paragraph most like its own, or none.
void move_remarks(const std::string& deliverable, std::string_view body, Command& command);

/// The comments that nobody has dealt with yet, by their place in the text.
[[nodiscard]] Result<std::vector<contract::PassageRemark>> remarks_of(const std::string& deliverable, std::string_view body, bool resolvable,
                                                                     const Query& query);

}  // namespace opinions_plugin
