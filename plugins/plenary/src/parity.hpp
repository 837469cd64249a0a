// Parity of a list, as article L5211-10-1 of the Code général des collectivités territoriales asks of a council: women and men differ by one at most.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace plenary_plugin {

/// `rule` is "none", "balanced" or "alternating"; each civility "woman" or "man", in the order of the list.
[[nodiscard]] inline bool keeps_parity(std::string_view rule, const std::vector<std::string>& civilities) {
  if (rule == "none") return true;
  long women = 0, men = 0;
  for (std::size_t i = 0; i < civilities.size(); ++i) {
    if (rule == "alternating" && i > 0 && civilities[i] == civilities[i - 1]) return false;
    ++(civilities[i] == "woman" ? women : men);
  }
  return women - men <= 1 && men - women <= 1;
}

}  // namespace plenary_plugin
