// The fields of a body: numbers as they lie in memory, bytes behind their length.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

namespace hemicycle::wire {

/// Appends to a buffer that its owner uses again and again.
class Writer final {
 public:
  explicit Writer(std::string& buffer) : buffer_(buffer) {}

  template <typename Number>
  Writer& number(Number value) {
    static_assert(std::is_arithmetic_v<Number> || std::is_enum_v<Number>);
    buffer_.append(reinterpret_cast<const char*>(&value), sizeof value);
    return *this;
  }
  /// Of at most 4 GiB; a frame is refused long before that.
  Writer& text(std::string_view bytes) {
    number(static_cast<std::uint32_t>(bytes.size()));
    buffer_.append(bytes);
    return *this;
  }
  [[nodiscard]] std::size_t size() const { return buffer_.size(); }
  /// Writes over a number that was written at `position` before its value was known.
  template <typename Number>
  void amend(std::size_t position, Number value) {
    std::memcpy(buffer_.data() + position, &value, sizeof value);
  }
  /// Fields that were written elsewhere.
  void append(std::string_view fields) { buffer_.append(fields); }

 private:
  std::string& buffer_;
};

/// Never reads past the end: after the first field that is not there all others are 0 or empty, and `wrong` says so.
class Reader final {
 public:
  static constexpr std::string_view kCut = "a field of a frame is cut";
  explicit Reader(std::string_view body) : rest_(body) {}

  template <typename Number>
  [[nodiscard]] Number number() {
    static_assert(std::is_arithmetic_v<Number> || std::is_enum_v<Number>);
    Number value{};
    if (rest_.size() < sizeof value) return refuse(kCut), value;
    std::memcpy(&value, rest_.data(), sizeof value);
    rest_.remove_prefix(sizeof value);
    return value;
  }
  /// Borrowed from the body.
  [[nodiscard]] std::string_view text() {
    const auto size = number<std::uint32_t>();
    if (rest_.size() < size) return refuse(kCut), std::string_view{};
    const auto bytes = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return bytes;
  }
  [[nodiscard]] bool sound() const { return wrong_.empty(); }
  /// Bytes not read yet.
  [[nodiscard]] std::string_view rest() const { return rest_; }
  void refuse(std::string_view sentence) {
    if (wrong_.empty()) wrong_ = sentence;
    rest_ = {};
  }
  /// What is wrong once every field was read; empty = nothing.
  [[nodiscard]] std::string_view wrong() const {
    if (!wrong_.empty()) return wrong_;
    return rest_.empty() ? std::string_view{} : "bytes follow the last field of a frame";
  }

 private:
  std::string_view rest_;
  std::string_view wrong_;  ///< a literal
};

}  // namespace hemicycle::wire
