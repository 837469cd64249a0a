#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hemicycle::web::http {

struct MultipartLimits {
  std::size_t parts = 100;
  std::size_t part_head_bytes = 4096;
  std::size_t file_name_bytes = 200;
};

struct Part {
  std::string name;                      // UTF-8, not empty
  std::optional<std::string> file_name;  // there for a file; last path component only, printable UTF-8
  std::string content_type;              // as sent, lower case not forced; empty when not sent
  std::string_view data;                 // lives as long as the body that was parsed
};

struct Multipart {
  std::vector<Part> parts;
  std::string_view refusal;  // empty when the body was well formed; else which rule it broke, for logs and tests
  [[nodiscard]] bool ok() const noexcept { return refusal.empty(); }
};

/// The boundary of a multipart/form-data Content-Type, 1 to 70 characters of RFC 2046 §5.1.1; nothing when it is another type. Any thread.
[[nodiscard]] std::optional<std::string> multipart_boundary(std::string_view content_type);

/// Parses multipart/form-data (RFC 7578) as browsers write it and nothing looser: no preamble, no epilogue, CRLF line ends, each part
/// named, no nested multipart, no content-transfer-encoding. Any thread.
[[nodiscard]] Multipart parse_multipart(std::string_view body, std::string_view boundary, const MultipartLimits& limits = {});

/// What may be kept of a file name that a stranger chose: the last component, without control characters or leading dots, cut at
/// `bytes`; "file" when nothing is left. Any thread.
[[nodiscard]] std::string safe_file_name(std::string_view name, std::size_t bytes = 200);

}  // namespace hemicycle::web::http
