#pragma once

#include <memory>
#include <string>

#include "kernel/web/http/ready.hpp"

namespace hemicycle::web::http {

/// An answer made for one request. Content-Length, Date and Connection are the engine's. A header that could not be sent (a line break in
/// its value) turns the answer into a 500. A second header of one name (Set-Cookie) is sent as a second line.
struct Response {
  unsigned status = 200;
  Headers headers;
  SharedBytes body;  // shared and immutable: a large one may be sent to many at once; null: empty
  bool close = false;

  [[nodiscard]] static Response of(unsigned status, std::string_view content_type, std::string body_text);
};

/// "Not Found" for 404 (RFC 9110 §15); "Unknown" otherwise.
[[nodiscard]] std::string_view reason_phrase(unsigned status) noexcept;

}  // namespace hemicycle::web::http
