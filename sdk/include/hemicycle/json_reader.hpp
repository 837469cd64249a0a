// Reads JSON piece by piece, straight into the members that want it. The host has checked the text against the contract;
// this reader still survives any bytes: JsonError, never worse.
#pragma once

#include <hemicycle/utf8.hpp>

#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <locale>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace hemicycle {

class JsonError : public std::runtime_error {
 public:
  JsonError(std::size_t at, const std::string& expected)
      : std::runtime_error("JSON, byte " + std::to_string(at) + ": expected " + expected) {}
};

class JsonReader final {
 public:
  /// Borrows `text`.
  explicit JsonReader(std::string_view text) : text_(text) {}

  /// Calls `member(key)` for each member, which must read or skip its value. `key` is valid until then.
  template <typename Member>
  void object(Member&& member) {
    enter('{', "an object");
    if (!take('}')) {
      std::string scratch;
      do {
        space();
        const auto name = key(scratch);
        expect(':', "':'");
        member(name);
      } while (take(','));
      expect('}', "',' or '}'");
    }
    --depth_;
  }

  /// Calls `item()` for each item, which must read or skip it.
  template <typename Item>
  void array(Item&& item) {
    enter('[', "an array");
    if (!take(']')) {
      do item();
      while (take(','));
      expect(']', "',' or ']'");
    }
    --depth_;
  }

  void text(std::string& out) {
    out.clear();
    const auto plain = run("a string");
    out.assign(plain);
    if (text_[at_ - 1] != '"') rest(out);
  }

  [[nodiscard]] std::int64_t integer() {
    space();
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), value);
    if (error != std::errc{}) fail("an integer");
    at_ = static_cast<std::size_t>(end - text_.data());
    if (at_ < text_.size() && (text_[at_] == '.' || text_[at_] == 'e' || text_[at_] == 'E')) fail("an integer");
    return value;
  }

  [[nodiscard]] double number() {
    const auto digits = number_text();
    double value = 0;
#if defined(__cpp_lib_to_chars)
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || end != digits.data() + digits.size()) fail("a number");
#else  // libc++ before 20 reads no floating point here; the C functions would follow the process's locale
    std::istringstream stream{std::string(digits)};
    stream.imbue(std::locale::classic());
    if (!(stream >> value) || stream.peek() != std::char_traits<char>::eof()) fail("a number");
#endif
    return value;
  }

  [[nodiscard]] bool boolean() {
    if (word("true")) return true;
    if (word("false")) return false;
    fail("true or false");
  }

  /// True, and taken, when the value is null.
  [[nodiscard]] bool null() { return word("null"); }

  /// Passes over one value.
  void skip() {
    std::string scratch;
    switch (peek()) {
      case '{':
        return object([this](std::string_view) { skip(); });
      case '[':
        return array([this] { skip(); });
      case '"':
        return text(scratch);
      case 't':
      case 'f':
        return static_cast<void>(boolean());
      case 'n':
        if (null()) return;
        fail("a value");
      default:
        static_cast<void>(number());
    }
  }

  /// Nothing but white space may follow.
  void finish() {
    space();
    if (at_ != text_.size()) fail("the end");
  }

 private:
  static constexpr int kDepth = 64;  // the contract promises 32

  [[noreturn]] void fail(const char* expected) const { throw JsonError(at_, expected); }

  void space() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t')) ++at_;
  }
  [[nodiscard]] char peek() {
    space();
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  [[nodiscard]] bool take(char wanted) {
    if (at_ >= text_.size() || peek() != wanted) return false;
    ++at_;
    return true;
  }
  void expect(char wanted, const char* name) {
    if (!take(wanted)) fail(name);
  }
  void enter(char bracket, const char* name) {
    expect(bracket, name);
    if (++depth_ > kDepth) fail("at most 64 levels");
  }
  [[nodiscard]] bool word(std::string_view name) {
    space();
    if (text_.substr(at_, name.size()) != name) return false;
    at_ += name.size();
    return true;
  }

  /// The next quote or backslash. A loop: find_first_of calls memchr for every character.
  [[nodiscard]] std::size_t stop() const {
    for (auto at = at_; at < text_.size(); ++at) {
      if (text_[at] == '"' || text_[at] == '\\') return at;
    }
    return std::string_view::npos;
  }

  /// A string up to its end or its first backslash, which is passed too.
  [[nodiscard]] std::string_view run(const char* name) {
    expect('"', name);
    const auto from = at_;
    const auto end = stop();
    if (end == std::string_view::npos) fail("the end of the string");
    at_ = end + 1;
    return text_.substr(from, end - from);
  }
  [[nodiscard]] std::string_view key(std::string& scratch) {
    const auto plain = run("a name");
    if (text_[at_ - 1] == '"') return plain;
    scratch.assign(plain);
    rest(scratch);
    return scratch;
  }

  /// What follows a first backslash.
  void rest(std::string& out) {
    for (;;) {
      escape(out);
      const auto end = stop();
      if (end == std::string_view::npos) fail("the end of the string");
      out.append(text_, at_, end - at_);
      at_ = end + 1;
      if (text_[end] == '"') return;
    }
  }

  void escape(std::string& out) {
    if (at_ >= text_.size()) fail("an escape");
    switch (text_[at_++]) {
      case '"':
        return out.push_back('"');
      case '\\':
        return out.push_back('\\');
      case '/':
        return out.push_back('/');
      case 'b':
        return out.push_back('\b');
      case 'f':
        return out.push_back('\f');
      case 'n':
        return out.push_back('\n');
      case 'r':
        return out.push_back('\r');
      case 't':
        return out.push_back('\t');
      case 'u':
        break;
      default:
        fail("an escape");
    }
    auto point = unit();
    if (point >= 0xD800 && point <= 0xDBFF && text_.substr(at_, 2) == "\\u") {
      const auto before = at_;
      at_ += 2;
      const auto low = unit();
      if (low >= 0xDC00 && low <= 0xDFFF) {
        point = 0x10000 + ((point - 0xD800) << 10U) + (low - 0xDC00);
      } else {
        at_ = before;
      }
    }
    append_utf8(out, point);
  }

  [[nodiscard]] std::uint32_t unit() {
    std::uint32_t value = 0;
    const auto digits = text_.substr(at_, 4);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (error != std::errc{} || end != digits.data() + 4) fail("four hexadecimal digits");
    at_ += 4;
    return value;
  }

  [[nodiscard]] std::string_view number_text() {
    space();
    const auto from = at_;
    const auto end = text_.find_first_not_of("+-.0123456789eE", at_);
    at_ = end == std::string_view::npos ? text_.size() : end;
    if (at_ == from || !(text_[from] == '-' || (text_[from] >= '0' && text_[from] <= '9'))) fail("a number");
    return text_.substr(from, at_ - from);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace hemicycle
