#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hemicycle::web::http {

using FormFields = std::vector<std::pair<std::string, std::string>>;

/// Reads a query string or an application/x-www-form-urlencoded body, in order, repeated names kept. Nothing when it has
/// more than `max_fields` fields, an invalid percent sequence, a NUL or bytes that are not UTF-8. Any thread.
[[nodiscard]] std::optional<FormFields> parse_urlencoded(std::string_view text, std::size_t max_fields = 1000);

/// The reverse: "a=1&b=deux%20mots". Any thread.
[[nodiscard]] std::string write_urlencoded(const FormFields& fields);

}  // namespace hemicycle::web::http
