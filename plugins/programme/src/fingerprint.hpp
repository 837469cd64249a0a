// SHA-256 of a text, so that a printed sheet can be compared with the register.
#pragma once

#include <string>
#include <string_view>

namespace programme_plugin {

/// 64 hexadecimal digits.
[[nodiscard]] std::string fingerprint(std::string_view text);

}  // namespace programme_plugin
