#include "sdk/contractc/spelling.hpp"

#include <algorithm>
#include <array>

#include "sdk/contract/reading.hpp"

namespace hemicycle::contractc {

std::string pascal(std::string_view snake) { return contract::pascal_case(snake); }

std::string identifier(std::string_view name) {
  std::string out(name);
  if (contract::is_cpp_keyword(name)) out.push_back('_');
  return out;
}

std::string method(std::string_view verb) {
  constexpr std::array<std::string_view, 4> taken = {"settings", "configure", "dispatch", "wrong_setting"};
  auto out = identifier(verb);
  if (std::find(taken.begin(), taken.end(), verb) != taken.end()) out.push_back('_');
  return out;
}

std::string_view verb_of(std::string_view full_name) { return full_name.substr(full_name.find('.') + 1); }
std::string_view plugin_of(std::string_view full_name) { return full_name.substr(0, full_name.find('.')); }

std::string literal(std::string_view text) {
  std::string out = "\"";
  for (const char character : text) {
    const auto byte = static_cast<unsigned char>(character);
    if (character == '"' || character == '\\') {
      out.append(1, '\\').append(1, character);
    } else if (byte < 0x20 || byte == 0x7F ||
               character == '?') {  // three octal digits at most, so the next character cannot join; '?' begins a trigraph
      const auto digit = [&](unsigned shift) { return static_cast<char>('0' + ((byte >> shift) & 7U)); };
      out.append(1, '\\').append(1, digit(6)).append(1, digit(3)).append(1, digit(0));
    } else {
      out.push_back(character);
    }
  }
  return out.append(1, '"');
}

std::string comment(std::string_view indent, std::string_view summary) {
  if (summary.empty()) return {};
  std::string line(summary);
  std::replace_if(
      line.begin(), line.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  if (line.back() == '\\') line.push_back('.');  // would swallow the next line
  return std::string(indent).append("/// ").append(line).append("\n");
}

}  // namespace hemicycle::contractc
