#pragma once

#include <string_view>

namespace hemicycle::web::http {

/// RFC 9110 §5.6.2 tchar.
[[nodiscard]] bool is_token_character(char c) noexcept;
/// One or more tchar.
[[nodiscard]] bool is_token(std::string_view text) noexcept;
/// RFC 9110 §5.5: visible characters, space, tab and obs-text; no NUL, CR, LF or other control.
[[nodiscard]] bool is_field_value(std::string_view text) noexcept;
/// What may stand in a request target: visible ASCII but '"', '#', '<', '>' and '\', which proxies rewrite each in its way.
[[nodiscard]] bool is_target_character(char c) noexcept;
/// Without spaces and tabs at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text) noexcept;
/// ASCII letters compared without case.
[[nodiscard]] bool same_letters(std::string_view a, std::string_view b) noexcept;
/// Whether a comma-separated list (RFC 9110 §5.6.1) holds `token`, without case.
[[nodiscard]] bool list_holds(std::string_view list, std::string_view token) noexcept;

}  // namespace hemicycle::web::http
