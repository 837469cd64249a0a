#include "kernel/core/text_rules.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>

namespace hemicycle::core {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_alphanumeric(char c) { return is_digit(c) || is_letter(c); }

/// Code point at `at`, which moves behind it; 0xFFFFFFFF when the bytes are not UTF-8 (RFC 3629 §4).
std::uint32_t decode(std::string_view text, std::size_t& at) {
  constexpr std::uint32_t kBad = 0xFFFFFFFF;
  const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
  const auto lead = byte(at);
  const std::size_t size = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
  if (size == 0 || at + size > text.size()) return kBad;
  auto point = lead & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return kBad;
    point = point << 6 | (byte(at + i) & 0x3F);
  }
  at += size;
  const bool overlong = (size == 3 && point < 0x800) || (size == 4 && point < 0x10000);
  const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
  return overlong || surrogate || point > 0x10FFFF ? kBad : point;
}

bool is_space(std::uint32_t point) {
  return point == 0x85 || point == 0xA0 || point == 0x1680 || (point >= 0x2000 && point <= 0x200B) || point == 0x2028 || point == 0x2029 ||
         point == 0x202F || point == 0x205F || point == 0x3000 || point == 0xFEFF;
}

void examine_wide(std::string_view text, std::size_t& at, TextFacts& facts) {
  const auto point = decode(text, at);
  if (point == 0xFFFFFFFF) {
    facts.utf8 = false;
    at = text.size();
    return;
  }
  if (point < 0xA0) facts.control = true;
  if (point == 0x2028 || point == 0x2029) facts.line_break = true;
  if (!is_space(point)) facts.blank = false;
}

/// "2026-04-08" as a number; -1 when a digit is missing.
int digits(std::string_view text) {
  int out = 0;
  for (const char c : text) {
    if (!is_digit(c)) return -1;
    out = out * 10 + (c - '0');
  }
  return out;
}

bool is_host_label(std::string_view label) {
  return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
         std::all_of(label.begin(), label.end(), [](char c) { return is_alphanumeric(c) || c == '-'; });
}

bool is_port(std::string_view text) {
  const auto value = text.size() <= 5 ? digits(text) : -1;
  return value >= 1 && value <= 65'535;
}

}  // namespace

TextFacts examine(std::string_view text) {
  TextFacts facts;
  for (std::size_t at = 0; at < text.size(); ++facts.code_points) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte >= 0x80) {
      examine_wide(text, at, facts);
      continue;
    }
    ++at;
    if (byte > 0x20 && byte != 0x7F)
      facts.blank = false;
    else if (byte == '\n')
      facts.line_break = true;
    else if (byte == '\t')
      facts.tab = true;
    else if (byte != ' ')
      facts.control = true;
  }
  return facts;
}

void normalise_line_ends(std::string& text) {
  const auto first = text.find('\r');
  if (first == std::string::npos) return;
  std::size_t to = first;
  for (std::size_t from = first; from < text.size(); ++from) {
    if (text[from] == '\r' && from + 1 < text.size() && text[from + 1] == '\n') continue;
    text[to++] = text[from] == '\r' ? '\n' : text[from];
  }
  text.resize(to);
}

bool is_date(std::string_view text) {
  using namespace std::chrono;
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const auto y = digits(text.substr(0, 4)), m = digits(text.substr(5, 2)), d = digits(text.substr(8, 2));
  if (y < 1 || m < 1 || d < 1) return false;
  return year_month_day(year(y), month(static_cast<unsigned>(m)), day(static_cast<unsigned>(d))).ok();
}

bool is_date_time(std::string_view text) {
  if (text.size() != 20 || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[19] != 'Z' || !is_date(text.substr(0, 10)))
    return false;
  const auto h = digits(text.substr(11, 2)), m = digits(text.substr(14, 2)), s = digits(text.substr(17, 2));
  return h >= 0 && h < 24 && m >= 0 && m < 60 && s >= 0 && s < 60;
}

bool is_email(std::string_view text) {
  const auto sign = text.find('@');
  if (sign == std::string_view::npos || sign == 0 || sign > 64 || text.size() > 254) return false;
  const auto local = [](char c) {
    return is_alphanumeric(c) || std::string_view(".!#$%&'*+/=?^_`{|}~-").find(c) != std::string_view::npos;
  };
  if (!std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(sign), local)) return false;
  auto domain = text.substr(sign + 1);
  for (auto dot = domain.find('.'); dot != std::string_view::npos; dot = domain.find('.')) {
    if (!is_host_label(domain.substr(0, dot))) return false;
    domain.remove_prefix(dot + 1);
  }
  return is_host_label(domain);
}

bool is_uri(std::string_view text) {
  const auto scheme = text.substr(0, text.find(':'));
  const auto same = [&](std::string_view known) {
    return std::equal(scheme.begin(), scheme.end(), known.begin(), known.end(), [](char a, char b) { return (a | 0x20) == b; });
  };
  if (!same("http") && !same("https")) return false;
  auto rest = text.substr(scheme.size());
  if (!rest.starts_with("://")) return false;
  rest.remove_prefix(3);
  const auto facts = examine(text);
  if (!facts.utf8 || facts.control || facts.tab || facts.line_break || text.find_first_of(" \"<>\\^`{|}") != std::string_view::npos)
    return false;
  const auto authority = rest.substr(0, rest.find_first_of("/?#"));
  if (authority.find('@') != std::string_view::npos) return false;  // "https://bank.example@evil.example" deceives readers
  const bool ipv6 = authority.starts_with('[');
  const auto host_end = ipv6 ? authority.find(']') : authority.find(':');
  if (ipv6 && host_end == std::string_view::npos) return false;
  const auto host = authority.substr(0, ipv6 ? host_end + 1 : host_end);
  const auto port = authority.substr(host.size());
  return host.size() > (ipv6 ? 2U : 0U) && (port.empty() || (port.front() == ':' && is_port(port.substr(1))));
}

bool is_identifier(std::string_view text) {
  return !text.empty() && text.size() <= 100 &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_alphanumeric(c) || c == '.' || c == '_' || c == ':' || c == '-'; });
}

bool is_sha256(std::string_view text) {
  return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); });
}

bool is_upload_type(std::string_view media_type) {
  // docs/contract.md, "upload": PDF, OpenDocument, OOXML, two images, two texts.
  static constexpr std::array<std::string_view, 11> kTypes{"application/pdf",
                                                           "application/vnd.oasis.opendocument.text",
                                                           "application/vnd.oasis.opendocument.spreadsheet",
                                                           "application/vnd.oasis.opendocument.presentation",
                                                           "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                                                           "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                                                           "application/vnd.openxmlformats-officedocument.presentationml.presentation",
                                                           "image/png",
                                                           "image/jpeg",
                                                           "text/plain",
                                                           "text/csv"};
  return std::find(kTypes.begin(), kTypes.end(), media_type) != kTypes.end();
}

}  // namespace hemicycle::core
