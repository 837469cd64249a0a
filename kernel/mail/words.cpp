#include "kernel/mail/words.hpp"

#include <algorithm>
#include <vector>

namespace hemicycle::mail {
namespace {

constexpr std::size_t kLine = 76;       // RFC 2045: octets before the line's end
constexpr std::size_t kFold = 78;       // RFC 5322, 2.1.1: what a line of a header should not exceed
constexpr std::size_t kWordBytes = 42;  // their base64 is 56 octets; with "=?utf-8?B?" and "?=" a word has 68, of 75 allowed

std::string base64(std::string_view bytes) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const auto have = std::min<std::size_t>(3, bytes.size() - at);
    unsigned group = 0;
    for (std::size_t i = 0; i < 3; ++i) group = group << 8U | (i < have ? static_cast<unsigned char>(bytes[at + i]) : 0U);
    for (std::size_t i = 0; i < 4; ++i) out += i <= have ? kDigits[group >> (18U - 6U * i) & 0x3FU] : '=';
  }
  return out;
}

/// Printable ASCII that begins no encoded-word.
bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; }) && text.find("=?") == std::string_view::npos;
}

/// Pieces of at most kWordBytes that end where a character ends.
std::vector<std::string_view> pieces(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    auto end = std::min(kWordBytes, text.size());
    while (end < text.size() && end > 1 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    out.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return out;
}

/// Words that may be parted by a line's end and a space.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> out;
  const auto longest = [](std::string_view all) {
    std::size_t most = 0, run = 0;
    for (const char c : all) most = std::max(most, run = c == ' ' ? 0 : run + 1);
    return most;
  };
  if (!is_plain(text) || longest(text) > kFold - 20) {
    for (const auto piece : pieces(text)) out.push_back("=?utf-8?B?" + base64(piece) + "?=");
    return out;
  }
  while (!text.empty()) {
    const auto end = std::min(text.find(' ', 1), text.size());
    out.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
    if (!text.empty()) text.remove_prefix(1);
  }
  return out;
}

std::string folded(std::string_view name, const std::vector<std::string>& words) {
  std::string out = std::string(name) + ":";
  auto length = out.size();
  for (const auto& word : words) {
    if (length + 1 + word.size() > kFold && length > name.size() + 1) {
      out += "\r\n";
      length = 0;
    }
    out += ' ';
    out += word;
    length += 1 + word.size();
  }
  return out += "\r\n";
}

/// A name as a quoted string (RFC 5322, 3.2.4); encoded-words may not stand in one.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out += '"';
}

}  // namespace

std::string header(std::string_view name, std::string_view text) { return folded(name, words_of(text)); }

std::string address_header(std::string_view name, std::string_view shown, std::string_view address) {
  std::vector<std::string> words;
  if (!shown.empty()) words = is_plain(shown) && shown.size() < kFold - 20 ? std::vector<std::string>{quoted(shown)} : words_of(shown);
  words.push_back("<" + std::string(address) + ">");
  return folded(name, words);
}

std::string quoted_printable(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  std::size_t length = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte == '\n') {
      out += "\r\n";
      length = 0;
      continue;
    }
    const bool ends_line = at + 1 == text.size() || text[at + 1] == '\n';
    const bool blank = byte == ' ' || byte == '\t';
    // A dot that begins a line is doubled on the way (RFC 5321, 4.5.2) and a "From " is altered by some mailboxes: both are written out.
    const bool literal = (byte > 0x20 && byte < 0x7f && byte != '=' && !(length == 0 && (byte == '.' || byte == 'F'))) || (blank && !ends_line);
    const std::size_t size = literal ? 1 : 3;
    if (length + size > kLine - 1) {
      out += "=\r\n";
      length = 0;
    }
    if (literal)
      out += static_cast<char>(byte);
    else
      out.append("=").append(1, kHex[byte >> 4U]).append(1, kHex[byte & 0xFU]);
    length += size;
  }
  if (length > 0) out += "\r\n";
  return out;
}

std::string base64_lines(std::string_view bytes) {
  const auto all = base64(bytes);
  std::string out;
  for (std::size_t at = 0; at < all.size(); at += kLine) out.append(all, at, kLine).append("\r\n");
  return out;
}

}  // namespace hemicycle::mail
