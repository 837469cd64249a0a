#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kernel/web/http/negotiate.hpp"

namespace hemicycle::web::http {

using Headers = std::vector<std::pair<std::string, std::string>>;
using SharedBytes = std::shared_ptr<const std::string>;

/// A response ready to be sent. `bytes` is everything after the Date header: header lines, the blank line, the body. The engine
/// puts the status line, Date and Connection in front, since these change while the bytes are kept.
struct Ready {
  unsigned status = 200;
  SharedBytes bytes;
  std::size_t head_size = 0;  // of the header lines and the blank line: what a HEAD request gets
  bool head_only = false;
};

/// A page in all the forms in which it may be asked for; immutable once made, shared by threads.
class ReadyPage {
 public:
  /// `headers` without Content-Length, Content-Encoding, ETag, Vary, Date or Connection, which are written here. `fixed_headers`: whole
  /// header lines ended by CRLF, appended as they are. Compresses text types (design/architecture.md §7). Throws std::invalid_argument when
  /// a header could not be sent.
  ReadyPage(unsigned status, const Headers& headers, std::string_view body, std::string_view fixed_headers);

  /// The variant for a request. A matching If-None-Match gives the 304 (only for a 200 page). Any thread, no allocation.
  [[nodiscard]] Ready choose(std::string_view accept_encoding, std::string_view if_none_match, bool is_head) const noexcept;

  /// The bytes that all variants hold together.
  [[nodiscard]] std::size_t size() const noexcept;

 private:
  struct Variant {
    std::string etag;
    SharedBytes bytes;
    std::size_t head_size = 0;
    SharedBytes not_modified;
  };
  [[nodiscard]] Variant make_variant(const Headers& headers, std::string_view body, Coding coding, std::string_view fixed) const;
  [[nodiscard]] const Variant& variant_for(std::string_view accept_encoding) const noexcept;

  unsigned status_;
  bool negotiated_ = false;  // true when there are several variants: then Vary is sent
  std::string tag_;
  Variant identity_;
  Variant gzip_;    // without bytes when it would not be smaller
  Variant brotli_;  // same
};

/// "sha256 of the bytes, first 96 bits, base64url": what ETags and asset names are made of. Any thread.
[[nodiscard]] std::string content_tag(std::string_view bytes);

/// Appends "Name: value\r\n"; throws std::invalid_argument for a name that is not a token or a value with a control character.
void append_header(std::string& out, std::string_view name, std::string_view value);

}  // namespace hemicycle::web::http
