#pragma once

#include <cstdint>
#include <string_view>

namespace hemicycle::web::http {

enum class Coding : std::uint8_t { identity, gzip, brotli };

/// Which codings an Accept-Encoding header allows (RFC 9110 §12.5.3) and how much it likes them, 0 to 1000. Any thread, no allocation.
struct AcceptedCodings {
  int identity = 1;  // least liked by default: allowed, but any coding asked for comes first
  int gzip = 0;
  int brotli = 0;
};
[[nodiscard]] AcceptedCodings read_accept_encoding(std::string_view header) noexcept;

/// Whether an If-None-Match header matches `etag` (quoted, strong), by weak comparison as RFC 9110 §13.1.2 asks, or is "*". Any thread.
[[nodiscard]] bool etag_matches(std::string_view if_none_match, std::string_view etag) noexcept;

}  // namespace hemicycle::web::http
