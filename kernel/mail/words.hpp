// Text as the headers and bodies of messages may hold it: seven bits, short lines (RFC 2045, RFC 2047, RFC 5322).
#pragma once

#include <string>
#include <string_view>

namespace hemicycle::mail {

/// A header field, folded, ended by CRLF. `text` is UTF-8 without control characters: what is not plain becomes encoded-words (RFC 2047) of at
/// most 75 octets, none of which splits a character.
[[nodiscard]] std::string header(std::string_view name, std::string_view text);
/// The same for one address with a name in front: `From: =?utf-8?B?…?= <a@b.example>`.
[[nodiscard]] std::string address_header(std::string_view name, std::string_view shown, std::string_view address);

/// Quoted-printable (RFC 2045, 6.7): lines of at most 76 octets ended by CRLF; `text` has lines ended by "\n".
[[nodiscard]] std::string quoted_printable(std::string_view text);
/// Base64 in lines of 76 octets ended by CRLF.
[[nodiscard]] std::string base64_lines(std::string_view bytes);

}  // namespace hemicycle::mail
