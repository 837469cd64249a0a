#pragma once

#include <string>
#include <string_view>

namespace newcomer {

/// "  A   title " -> "A title": two titles that read alike are one.
inline std::string tidy(std::string_view title) {
  std::string out;
  for (const char c : title) {
    if (c != ' ') out += c;
    else if (!out.empty() && out.back() != ' ') out += c;
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

}  // namespace newcomer
