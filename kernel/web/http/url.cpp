#include "kernel/web/http/url.hpp"

#include <array>
#include <cstddef>

#include "kernel/web/http/utf8.hpp"

namespace hemicycle::web::http {
namespace {

int hex_value(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool unreserved(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
}

}  // namespace

std::optional<std::string> percent_decode(std::string_view text, Plus plus) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '+' && plus == Plus::space) {
      out.push_back(' ');
    } else if (c != '%') {
      if (c == '\0') return std::nullopt;
      out.push_back(c);
    } else {
      if (text.size() - at < 3) return std::nullopt;
      const int high = hex_value(text[at + 1]);
      const int low = hex_value(text[at + 2]);
      if (high < 0 || low < 0 || (high == 0 && low == 0)) return std::nullopt;
      out.push_back(static_cast<char>(high * 16 + low));
      at += 2;
    }
  }
  if (!is_utf8(out)) return std::nullopt;
  return out;
}

std::optional<std::string> decode_path(std::string_view raw) {
  if (raw.empty() || raw.front() != '/') return std::nullopt;
  std::string path;
  path.reserve(raw.size());
  std::size_t begin = 1;
  while (true) {
    const auto slash = raw.find('/', begin);
    const auto segment = raw.substr(begin, slash == std::string_view::npos ? std::string_view::npos : slash - begin);
    const bool last = slash == std::string_view::npos;
    if (segment.empty() && !last) return std::nullopt;
    auto decoded = percent_decode(segment);
    if (!decoded || *decoded == "." || *decoded == "..") return std::nullopt;
    for (const char c : *decoded) {
      // A decoded separator or control character would mean something else to whoever reads the path after us.
      if (c == '/' || c == '\\' || static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return std::nullopt;
    }
    path.push_back('/');
    path.append(*decoded);
    if (last) return path;
    begin = slash + 1;
  }
}

std::string percent_encode(std::string_view text) {
  static constexpr std::array<char, 17> kDigits{"0123456789ABCDEF"};
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (unreserved(c)) {
      out.push_back(c);
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out.push_back('%');
    out.push_back(kDigits[byte >> 4U]);
    out.push_back(kDigits[byte & 15U]);
  }
  return out;
}

}  // namespace hemicycle::web::http
