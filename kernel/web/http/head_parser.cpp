#include "kernel/web/http/head_parser.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "kernel/web/http/characters.hpp"

namespace hemicycle::web::http {
namespace {

constexpr std::size_t kAroundTarget = 32;  // method, version and spaces: slack before a line that has no end is refused

Method method_of(std::string_view name) noexcept {
  if (name == "GET") return Method::get;
  if (name == "HEAD") return Method::head;
  if (name == "POST") return Method::post;
  if (name == "OPTIONS") return Method::options;
  const bool known = name == "PUT" || name == "DELETE" || name == "PATCH" || name == "CONNECT" || name == "TRACE";
  return known ? Method::known : Method::unknown;
}

bool hex(char c) noexcept { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

/// Visible characters only, and each '%' followed by two hexadecimal digits that are not 00.
bool clean_target(std::string_view text) noexcept {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!is_target_character(text[at])) return false;
    if (text[at] != '%') continue;
    if (text.size() - at < 3 || !hex(text[at + 1]) || !hex(text[at + 2]) || text.substr(at + 1, 2) == "00") return false;
  }
  return true;
}

/// host[:port] of RFC 3986, registered names and addresses; no userinfo.
bool valid_authority(std::string_view text) noexcept {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || c == '_' || c == ':' ||
           c == '[' || c == ']';
  });
}

}  // namespace

HeadParser::HeadParser(HeadLimits limits) : limits_(limits) {
  limits_.bytes = std::min<std::size_t>(limits_.bytes, 60 * 1024);
  limits_.fields = std::min(limits_.fields, Head::kMostFields);
}

void HeadParser::reset() noexcept {
  head_.content_length_.reset();
  head_.chunked_ = false;
  head_.field_count_ = 0;
  head_.known_.fill(0);
  head_.authority_ = {};
  refusal_ = {};
  scanned_ = 0;
  line_begin_ = 0;
}

HeadParser::State HeadParser::refuse(unsigned status, std::string_view why) noexcept {
  if (refusal_.status == 0) refusal_ = {status, why};
  return State::refused;
}

HeadParser::State HeadParser::incomplete(std::size_t size) noexcept {
  scanned_ = size;
  if (line_begin_ == 0 && size > limits_.target + kAroundTarget) return refuse(414, "target_too_long");
  if (size > limits_.bytes) return refuse(431, "head_too_large");
  return State::more;
}

HeadParser::State HeadParser::feed(std::string_view all) noexcept {
  head_.base_ = all.data();
  while (true) {
    const auto* found = scanned_ < all.size() ? std::memchr(all.data() + scanned_, '\n', all.size() - scanned_) : nullptr;
    if (found == nullptr) return incomplete(all.size());
    const auto line_feed = static_cast<std::size_t>(static_cast<const char*>(found) - all.data());
    if (line_begin_ == 0 && line_feed > limits_.target + kAroundTarget) return refuse(414, "target_too_long");
    if (line_feed + 1 > limits_.bytes) return refuse(431, "head_too_large");
    if (line_feed == line_begin_ || all[line_feed - 1] != '\r') return refuse(400, "bare_line_feed");
    const auto begin = line_begin_;
    const auto end = line_feed - 1;
    line_begin_ = scanned_ = line_feed + 1;
    if (begin == 0) {
      if (!request_line(begin, end)) return refuse(400, "request_line");
    } else if (begin == end) {
      head_.size_ = line_begin_;
      return finish() ? State::done : State::refused;
    } else if (!field(begin, end)) {
      return refuse(400, "field");
    }
  }
}

bool HeadParser::request_line(std::size_t begin, std::size_t end) noexcept {
  const std::string_view line(head_.base_ + begin, end - begin);
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == std::string_view::npos || first == last || !is_token(line.substr(0, first))) return false;
  head_.method_name_ = {0, static_cast<std::uint16_t>(first)};
  head_.method_ = method_of(line.substr(0, first));
  const auto version = line.substr(last + 1);
  head_.http10_ = version == "HTTP/1.0";
  if (version != "HTTP/1.1" && !head_.http10_) {
    const bool other_minor = version.size() == 8 && version.starts_with("HTTP/1.");
    refuse(other_minor ? 505 : 400, "version");  // 400: also the HTTP/2 preface, "PRI * HTTP/2.0"
    return false;
  }
  if (last - first - 1 > limits_.target) {
    refuse(414, "target_too_long");
    return false;
  }
  if (target(begin + first + 1, begin + last)) return true;
  refuse(400, "target");
  return false;
}

bool HeadParser::target(std::size_t begin, std::size_t end) noexcept {
  const std::string_view text(head_.base_ + begin, end - begin);
  if (!clean_target(text)) return false;
  head_.target_ = {static_cast<std::uint16_t>(begin), static_cast<std::uint16_t>(end - begin)};
  if (text.starts_with('/')) return true;
  if (text == "*") return head_.method_ == Method::options;
  // CONNECT's authority form is answered 405 like the method itself.
  return absolute_target(begin, end) || head_.method_name() == "CONNECT";
}

bool HeadParser::absolute_target(std::size_t begin, std::size_t end) noexcept {
  const std::string_view text(head_.base_ + begin, end - begin);
  const auto scheme = text.find("://");
  if (scheme == std::string_view::npos) return false;
  if (!same_letters(text.substr(0, scheme), "http") && !same_letters(text.substr(0, scheme), "https")) return false;
  const auto slash = text.find('/', scheme + 3);
  if (slash == std::string_view::npos) return false;  // no path: nothing of ours is asked for
  const auto authority = text.substr(scheme + 3, slash - scheme - 3);
  if (!valid_authority(authority)) return false;
  head_.authority_ = {static_cast<std::uint16_t>(begin + scheme + 3), static_cast<std::uint16_t>(authority.size())};
  head_.target_ = {static_cast<std::uint16_t>(begin + slash), static_cast<std::uint16_t>(end - begin - slash)};
  return true;
}

bool HeadParser::field(std::size_t begin, std::size_t end) noexcept {
  const std::string_view line(head_.base_ + begin, end - begin);
  // A line that begins with space is obs-fold; a space before the colon fails as not a token (RFC 9112 §5.1, §5.2).
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) return false;
  const auto value = trimmed(line.substr(colon + 1));
  if (!is_field_value(value)) return false;
  if (head_.field_count_ == limits_.fields) {
    refuse(431, "too_many_fields");
    return false;
  }
  const auto value_at = value.empty() ? end : static_cast<std::size_t>(value.data() - head_.base_);
  auto& stored = head_.fields_[head_.field_count_];
  stored.name = {static_cast<std::uint16_t>(begin), static_cast<std::uint16_t>(colon)};
  stored.value = {static_cast<std::uint16_t>(value_at), static_cast<std::uint16_t>(value.size())};
  return remember(line.substr(0, colon), ++head_.field_count_);
}

bool HeadParser::remember(std::string_view name, std::size_t index) noexcept {
  struct Entry {
    std::string_view name;
    Known known;
    bool once;  // a second one would be framed, routed or signed differently by whoever reads the other
  };
  static constexpr std::array<Entry, 12> kEntries{{{"host", Known::host, true},
                                                   {"connection", Known::connection, false},
                                                   {"content-length", Known::content_length, true},
                                                   {"transfer-encoding", Known::transfer_encoding, true},
                                                   {"content-type", Known::content_type, true},
                                                   {"expect", Known::expect, true},
                                                   {"upgrade", Known::upgrade, false},
                                                   {"accept-encoding", Known::accept_encoding, false},
                                                   {"if-none-match", Known::if_none_match, false},
                                                   {"cookie", Known::cookie, false},
                                                   {"http2-settings", Known::http2_settings, false},
                                                   {"accept", Known::accept, false}}};
  for (const auto& entry : kEntries) {
    if (!same_letters(entry.name, name)) continue;
    auto& slot = head_.known_[static_cast<std::size_t>(entry.known)];
    if (slot == 0) {
      slot = static_cast<std::uint8_t>(index);
    } else if (entry.once) {
      refuse(400, "doubled_field");
      return false;
    }
    return true;
  }
  return true;
}

bool HeadParser::finish() noexcept {
  if (!hosts() || !framing()) return false;
  if (!head_.header(Known::http2_settings).empty() || list_holds(head_.header(Known::upgrade), "h2c")) {
    refuse(400, "h2c");
    return false;
  }
  if (const auto expect = head_.header(Known::expect); !expect.empty() && !same_letters(expect, "100-continue")) {
    refuse(417, "expectation");
    return false;
  }
  return true;
}

bool HeadParser::hosts() noexcept {
  const bool sent = head_.known_[static_cast<std::size_t>(Known::host)] != 0;
  const auto host = head_.header(Known::host);
  const bool missing = !sent && !head_.http10_;
  const bool wrong = sent && !valid_authority(host);
  const auto authority = head_.view(head_.authority_);
  const bool differs = !authority.empty() && sent && !same_letters(authority, host);
  if (missing || wrong || differs) refuse(400, "host");
  return refusal_.status == 0;
}

bool HeadParser::framing() noexcept {
  const bool coded = head_.known_[static_cast<std::size_t>(Known::transfer_encoding)] != 0;
  const bool sized = head_.known_[static_cast<std::size_t>(Known::content_length)] != 0;
  if (coded) {
    const bool chunked = same_letters(head_.header(Known::transfer_encoding), "chunked");
    if (sized || !chunked || head_.http10_) refuse(400, "framing");
    head_.chunked_ = true;
  } else if (sized) {
    const auto text = head_.header(Known::content_length);
    std::uint64_t length = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), length);
    const bool number = !text.empty() && text.size() <= 18 && error == std::errc{} && rest == text.data() + text.size();
    if (!number) refuse(400, "framing");
    head_.content_length_ = length;
  }
  const bool bodiless = head_.method_ == Method::get || head_.method_ == Method::head;
  if (refusal_.status == 0 && bodiless && head_.has_body()) refuse(400, "body_without_meaning");
  return refusal_.status == 0;
}

}  // namespace hemicycle::web::http
