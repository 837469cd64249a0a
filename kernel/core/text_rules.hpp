// What a string must look like: the formats of docs/contract.md, byte by byte. Pure functions; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace hemicycle::core {

/// One walk over the bytes tells all that the rules ask.
struct TextFacts {
  bool utf8 = true;         ///< well formed: no overlong form, no surrogate, nothing above U+10FFFF
  bool blank = true;        ///< nothing but white space
  bool line_break = false;  ///< \n, U+2028 or U+2029
  bool tab = false;
  bool control = false;  ///< a control character (C0, DEL, C1) other than \n and \t
  std::size_t code_points = 0;
};

[[nodiscard]] TextFacts examine(std::string_view text);

/// "\r\n" and a lone "\r" become "\n".
void normalise_line_ends(std::string& text);

[[nodiscard]] bool is_date(std::string_view text);        ///< "2026-04-08", a day that exists, year 1 and later
[[nodiscard]] bool is_date_time(std::string_view text);   ///< RFC 3339 in UTC, whole seconds: "2026-04-08T14:00:00Z"
[[nodiscard]] bool is_email(std::string_view text);       ///< the rule of HTML's <input type="email">
[[nodiscard]] bool is_uri(std::string_view text);         ///< http or https, a host, no user name, no space
[[nodiscard]] bool is_identifier(std::string_view text);  ///< [A-Za-z0-9._:-]{1,100}
[[nodiscard]] bool is_sha256(std::string_view text);      ///< 64 lower-case hexadecimal digits
[[nodiscard]] bool is_upload_type(std::string_view media_type);

}  // namespace hemicycle::core
