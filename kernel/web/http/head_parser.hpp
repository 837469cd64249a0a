#pragma once

#include <cstddef>
#include <string_view>

#include "kernel/web/http/head.hpp"

namespace hemicycle::web::http {

/// Why a request is refused before anyone handles it: the status, and a word for logs, tests and the gateway's error page.
struct Refusal {
  unsigned status = 0;
  std::string_view why;  // a string literal
};

struct HeadLimits {
  std::size_t bytes = 16 * 1024;  // at most 60 KiB: views are 16 bits wide
  std::size_t target = 8 * 1024;
  std::size_t fields = Head::kMostFields;
};

/// Reads a request's head strictly (acceptance L5, L6; RFC 9112): whatever two readers could frame differently is refused, which is what
/// keeps a proxy in front and this server in step. Works in place, allocates nothing, looks at each byte once however slowly they come.
class HeadParser final {
 public:
  explicit HeadParser(HeadLimits limits);

  enum class State { more, done, refused };
  /// `all`: every byte received since the head's first; the address may differ from call to call, the bytes not.
  State feed(std::string_view all) noexcept;
  /// Valid after `done`, until reset; refers to the bytes last fed.
  [[nodiscard]] const Head& head() const noexcept { return head_; }
  [[nodiscard]] Refusal refusal() const noexcept { return refusal_; }
  void reset() noexcept;

 private:
  State refuse(unsigned status, std::string_view why) noexcept;
  State incomplete(std::size_t size) noexcept;
  bool request_line(std::size_t begin, std::size_t end) noexcept;
  bool target(std::size_t begin, std::size_t end) noexcept;
  bool absolute_target(std::size_t begin, std::size_t end) noexcept;
  bool field(std::size_t begin, std::size_t end) noexcept;
  bool remember(std::string_view name, std::size_t index) noexcept;
  bool finish() noexcept;
  bool framing() noexcept;
  bool hosts() noexcept;

  HeadLimits limits_;
  Head head_;
  Refusal refusal_;
  std::size_t scanned_ = 0;  // no LF before this
  std::size_t line_begin_ = 0;
};

}  // namespace hemicycle::web::http
