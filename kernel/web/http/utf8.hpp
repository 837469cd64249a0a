#pragma once

#include <string_view>

namespace hemicycle::web::http {

/// Whether the bytes are UTF-8 as RFC 3629 has it: no overlong form, no surrogate, nothing past U+10FFFF. Any thread.
[[nodiscard]] bool is_utf8(std::string_view text) noexcept;

/// The longest prefix of at most `bytes` bytes that does not cut a character in two. `text` must be UTF-8. Any thread.
[[nodiscard]] std::string_view utf8_prefix(std::string_view text, std::size_t bytes) noexcept;

}  // namespace hemicycle::web::http
