#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hemicycle::web::http {

/// Percent-decodes. Nothing for a '%' without two hexadecimal digits, a %00, or bytes that are not UTF-8 once decoded.
/// `Plus::space` follows application/x-www-form-urlencoded (queries and forms), never paths. Any thread.
enum class Plus { literal, space };
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text, Plus plus = Plus::literal);

/// The decoded path of a request, or nothing when two readers could understand it differently: a segment "." or "..",
/// an empty segment ("//"), an encoded slash or backslash, a control character. A final "/" is kept. Any thread.
[[nodiscard]] std::optional<std::string> decode_path(std::string_view raw);

/// Everything but RFC 3986 unreserved characters becomes %XX: safe in a path segment and in a query value. Any thread.
[[nodiscard]] std::string percent_encode(std::string_view text);

}  // namespace hemicycle::web::http
