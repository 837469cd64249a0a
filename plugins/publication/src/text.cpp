#include "text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace publication {
namespace {

constexpr std::size_t kSlugLength = 80;

/// U+00C0 to U+00FF, the Latin-1 letters, as ASCII; a blank separates.
constexpr std::array<std::string_view, 64> kLatin1 = {
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i", "d", "n", "o", "o", "o", "o",
    "o", "",  "o", "u", "u", "u", "u",  "y", "th", "ss", "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e",
    "i", "i", "i", "i", "d", "n", "o",  "o", "o", "o", "o", "",  "o", "u", "u", "u", "u", "y", "th", "y"};

/// The ASCII letters for the two-byte sequence that begins at `text[at]`; empty for what is no letter here.
std::string_view letters_of(std::string_view text, std::size_t at) {
  if (at + 1 >= text.size()) return {};
  const auto lead = static_cast<unsigned char>(text[at]);
  const auto trail = static_cast<unsigned char>(text[at + 1]);
  if (lead == 0xC3 && trail >= 0x80 && trail <= 0xBF) return kLatin1.at(trail - 0x80U);
  if (lead == 0xC5 && (trail == 0x92 || trail == 0x93)) return "oe";
  if (lead == 0xC5 && trail == 0xB8) return "y";
  return {};
}

std::size_t sequence_size(unsigned char lead) {
  if (lead >= 0xF0) return 4;
  if (lead >= 0xE0) return 3;
  return lead >= 0xC0 ? 2 : 1;
}

}  // namespace

std::string folded(std::string_view text) {
  std::string out;
  bool apart = false;
  const auto put = [&](std::string_view letters) {
    if (apart && !out.empty()) out.push_back('-');
    apart = false;
    out.append(letters);
  };
  for (std::size_t at = 0; at < text.size(); at += sequence_size(static_cast<unsigned char>(text[at]))) {
    const char c = text[at];
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if ((lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9')) {
      put({&lower, 1});
    } else if (const auto letters = letters_of(text, at); !letters.empty()) {
      put(letters);
    } else {
      apart = true;
    }
  }
  return out;
}

std::string slug_of(std::string_view title) {
  auto slug = folded(title);
  if (slug.size() > kSlugLength) {
    const auto word = slug.rfind('-', kSlugLength);
    slug.resize(word == std::string::npos || word < kSlugLength / 2 ? kSlugLength : word);
  }
  return slug.empty() ? "article" : slug;
}

std::size_t length_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blank = " \t\r\n";
  const auto from = text.find_first_not_of(blank);
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(blank) - from + 1);
}

}  // namespace publication
