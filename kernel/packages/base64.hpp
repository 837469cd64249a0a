// Base64 as minisign writes it: RFC 4648 §4, padded, on one line.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hemicycle::packages {

/// As OpenSSL takes bytes.
[[nodiscard]] inline const unsigned char* unsigned_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

[[nodiscard]] std::string to_base64(std::string_view bytes);
/// nullopt for anything that to_base64 would not have written: one spelling for one value.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

}  // namespace hemicycle::packages
