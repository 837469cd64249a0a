// Writes JSON by appending to a string. The output is valid UTF-8 whatever it is given: broken bytes become U+FFFD.
#pragma once

#include <hemicycle/utf8.hpp>

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace hemicycle {

class JsonWriter final {
 public:
  /// Appends to `out`, which must outlive the writer.
  explicit JsonWriter(std::string& out) : out_(out) {}

  void begin_object() { open('{'); }
  void end_object() { close('}'); }
  void begin_array() { open('['); }
  void end_array() { close(']'); }

  void key(std::string_view name) {
    text(name);
    out_.push_back(':');
    comma_ = false;
  }
  void text(std::string_view value) {
    separate();
    out_.push_back('"');
    escape(value);
    out_.push_back('"');
  }
  void integer(std::int64_t value) { chars(value); }
  /// JSON has no infinity: std::domain_error.
  void number(double value) {
    if (!std::isfinite(value)) throw std::domain_error("a number that is not finite cannot be written as JSON");
    chars(value);
  }
  void boolean(bool value) {
    separate();
    out_.append(value ? "true" : "false");
  }
  /// JSON text that is already right.
  void raw(std::string_view json) {
    separate();
    out_.append(json);
  }

 private:
  void separate() {
    if (comma_) out_.push_back(',');
    comma_ = true;
  }
  void open(char bracket) {
    separate();
    out_.push_back(bracket);
    comma_ = false;
  }
  void close(char bracket) {
    out_.push_back(bracket);
    comma_ = true;
  }

  template <typename Number>
  void chars(Number value) {
    separate();
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    out_.append(digits.data(), end);
  }

  void escape(std::string_view value) {
    std::size_t done = 0;  // all before this is already in out_
    for (std::size_t at = 0; at < value.size();) {
      const auto byte = static_cast<unsigned char>(value[at]);
      if (byte >= 0x80) {
        if (const auto length = utf8_length(value.substr(at)); length != 0) {
          at += length;
          continue;
        }
      } else if (byte >= 0x20 && byte != '"' && byte != '\\') {
        ++at;
        continue;
      }
      out_.append(value, done, at - done);
      escape_one(byte);
      done = ++at;
    }
    out_.append(value, done);
  }

  void escape_one(unsigned char byte) {
    constexpr std::string_view digits = "0123456789abcdef";
    switch (byte) {
      case '"':
        out_.append("\\\"");
        return;
      case '\\':
        out_.append("\\\\");
        return;
      case '\n':
        out_.append("\\n");
        return;
      case '\r':
        out_.append("\\r");
        return;
      case '\t':
        out_.append("\\t");
        return;
      default:
        break;
    }
    if (byte >= 0x80) {
      out_.append("\xEF\xBF\xBD");
    } else {
      out_.append("\\u00").append(1, digits[byte >> 4U]).append(1, digits[byte & 0x0FU]);
    }
  }

  std::string& out_;
  bool comma_ = false;
};

}  // namespace hemicycle
