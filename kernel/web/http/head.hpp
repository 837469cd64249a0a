#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hemicycle::web::http {

/// GET, HEAD, POST and OPTIONS reach the handler; `known` (PUT, DELETE, PATCH, CONNECT, TRACE) is answered 405, `unknown` 501.
enum class Method : std::uint8_t { get, head, post, options, known, unknown };

/// Fields found without a search, since each request needs them.
enum class Known : std::uint8_t {
  host,
  connection,
  content_length,
  transfer_encoding,
  content_type,
  expect,
  upgrade,
  accept_encoding,
  if_none_match,
  cookie,
  http2_settings,
  accept,
  count
};

/// A request's head. Its views point into bytes that it does not own: those of the connection's buffer during Handler::cached and
/// body_limit, those of the Request afterwards. A plain value of about 1 KB.
class Head {
 public:
  [[nodiscard]] Method method() const noexcept { return method_; }
  [[nodiscard]] std::string_view method_name() const noexcept { return view(method_name_); }
  /// Origin form, as sent: "/travaux?page=2". For an absolute-form target the scheme and authority are left out.
  [[nodiscard]] std::string_view target() const noexcept { return view(target_); }
  [[nodiscard]] std::string_view raw_path() const noexcept { return target().substr(0, target().find('?')); }
  /// What follows the '?', not decoded; empty when there is none.
  [[nodiscard]] std::string_view query() const noexcept;
  [[nodiscard]] bool http10() const noexcept { return http10_; }
  [[nodiscard]] bool keep_alive() const noexcept;
  [[nodiscard]] std::optional<std::uint64_t> content_length() const noexcept { return content_length_; }
  [[nodiscard]] bool chunked() const noexcept { return chunked_; }
  [[nodiscard]] bool has_body() const noexcept { return chunked_ || content_length_.value_or(0) > 0; }

  /// The first field's value; empty when absent. For names outside `Known`: a search without case.
  [[nodiscard]] std::string_view header(Known name) const noexcept;
  [[nodiscard]] std::string_view header(std::string_view name) const noexcept;
  /// All fields of that name as one list, in order (RFC 9110 §5.3).
  [[nodiscard]] std::string joined(std::string_view name) const;

  /// All the bytes of the head, its blank line included.
  [[nodiscard]] std::string_view bytes() const noexcept { return {base_, size_}; }
  /// Points the views at a copy of the same bytes.
  void move_to(const char* base) noexcept { base_ = base; }

  static constexpr std::size_t kMostFields = 100;  // acceptance L5

 private:
  friend class HeadParser;
  struct Span {
    std::uint16_t at = 0;
    std::uint16_t size = 0;
  };
  struct Field {
    Span name;
    Span value;
  };
  [[nodiscard]] std::string_view view(Span span) const noexcept { return {base_ + span.at, span.size}; }

  const char* base_ = nullptr;
  std::size_t size_ = 0;
  Method method_ = Method::unknown;
  bool http10_ = false;
  bool chunked_ = false;
  std::optional<std::uint64_t> content_length_;
  Span method_name_;
  Span target_;
  Span authority_;  // of an absolute-form target
  std::uint8_t field_count_ = 0;
  std::array<std::uint8_t, static_cast<std::size_t>(Known::count)> known_{};  // index + 1 of the field
  std::array<Field, kMostFields> fields_;                                     // the first field_count_ are set
};

}  // namespace hemicycle::web::http
