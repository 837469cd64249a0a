#include "kernel/web/http/characters.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace hemicycle::web::http {
namespace {

constexpr std::uint8_t kToken = 1;
constexpr std::uint8_t kValue = 2;
constexpr std::uint8_t kTarget = 4;

// One table look-up per byte: these checks run over every byte of every head.
constexpr std::array<std::uint8_t, 256> make_classes() {
  std::array<std::uint8_t, 256> classes{};
  const std::string_view token_marks = "!#$%&'*+-.^_`|~";
  for (std::size_t byte = 0; byte < 256; ++byte) {
    const bool visible = byte > 0x20 && byte < 0x7F;
    const char c = static_cast<char>(byte);
    const bool alnum = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    std::uint8_t flags = 0;
    if (alnum || (visible && token_marks.find(c) != std::string_view::npos)) flags |= kToken;
    if (visible || byte == ' ' || byte == '\t' || byte >= 0x80) flags |= kValue;
    if (visible && c != '"' && c != '#' && c != '<' && c != '>' && c != '\\') flags |= kTarget;
    classes[byte] = flags;
  }
  return classes;
}

constexpr auto kClasses = make_classes();

bool has(char c, std::uint8_t flag) noexcept { return (kClasses[static_cast<unsigned char>(c)] & flag) != 0; }

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

}  // namespace

bool is_token_character(char c) noexcept { return has(c, kToken); }

bool is_token(std::string_view text) noexcept {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return has(c, kToken); });
}

bool is_field_value(std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(), [](char c) { return has(c, kValue); });
}

bool is_target_character(char c) noexcept { return has(c, kTarget); }

std::string_view trimmed(std::string_view text) noexcept {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool same_letters(std::string_view a, std::string_view b) noexcept {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

bool list_holds(std::string_view list, std::string_view token) noexcept {
  while (!list.empty()) {
    const auto comma = list.find(',');
    if (same_letters(trimmed(list.substr(0, comma)), token)) return true;
    if (comma == std::string_view::npos) return false;
    list.remove_prefix(comma + 1);
  }
  return false;
}

}  // namespace hemicycle::web::http
