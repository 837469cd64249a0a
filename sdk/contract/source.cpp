#include <algorithm>
#include <charconv>
#include <limits>
#include <set>

#include "sdk/contract/reading.hpp"

namespace hemicycle::contract {

namespace {

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

}  // namespace

bool is_snake_case(std::string_view name) {
  if (name.empty() || name.size() > 60 || !is_lower(name.front()) || name.back() == '_') return false;
  if (name.find("__") != std::string_view::npos) return false;  // reserved in C++
  return std::all_of(name.begin(), name.end(), [](char c) { return is_lower(c) || is_digit(c) || c == '_'; });
}

bool is_pascal_case(std::string_view name) {
  if (name.empty() || name.size() > 60 || !is_upper(name.front())) return false;
  return std::all_of(name.begin(), name.end(), [](char c) { return is_lower(c) || is_upper(c) || is_digit(c); });
}

bool is_cpp_keyword(std::string_view name) {
  // Words of C++20 that are snake_case; `hemicycle` and `std` are namespaces of what is generated.
  static const std::set<std::string_view> kWords{"alignas",
                                                 "alignof",
                                                 "and",
                                                 "and_eq",
                                                 "asm",
                                                 "auto",
                                                 "bitand",
                                                 "bitor",
                                                 "bool",
                                                 "break",
                                                 "case",
                                                 "catch",
                                                 "char",
                                                 "class",
                                                 "co_await",
                                                 "co_return",
                                                 "co_yield",
                                                 "compl",
                                                 "concept",
                                                 "const",
                                                 "const_cast",
                                                 "consteval",
                                                 "constexpr",
                                                 "constinit",
                                                 "continue",
                                                 "decltype",
                                                 "default",
                                                 "delete",
                                                 "do",
                                                 "double",
                                                 "dynamic_cast",
                                                 "else",
                                                 "enum",
                                                 "explicit",
                                                 "export",
                                                 "extern",
                                                 "false",
                                                 "float",
                                                 "for",
                                                 "friend",
                                                 "goto",
                                                 "hemicycle",
                                                 "if",
                                                 "inline",
                                                 "int",
                                                 "long",
                                                 "mutable",
                                                 "namespace",
                                                 "new",
                                                 "noexcept",
                                                 "not",
                                                 "not_eq",
                                                 "nullptr",
                                                 "operator",
                                                 "or",
                                                 "or_eq",
                                                 "private",
                                                 "protected",
                                                 "public",
                                                 "register",
                                                 "reinterpret_cast",
                                                 "requires",
                                                 "return",
                                                 "short",
                                                 "signed",
                                                 "sizeof",
                                                 "static",
                                                 "static_assert",
                                                 "static_cast",
                                                 "std",
                                                 "struct",
                                                 "switch",
                                                 "template",
                                                 "this",
                                                 "thread_local",
                                                 "throw",
                                                 "true",
                                                 "try",
                                                 "typedef",
                                                 "typeid",
                                                 "typename",
                                                 "union",
                                                 "unsigned",
                                                 "using",
                                                 "virtual",
                                                 "void",
                                                 "volatile",
                                                 "while",
                                                 "xor",
                                                 "xor_eq"};
  return kWords.contains(name);
}

std::string pascal_case(std::string_view snake) {
  std::string out;
  bool up = true;
  for (const char c : snake) {
    if (c != '_') out += up && is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c;
    up = c == '_';
  }
  return out;
}

bool is_full_name(std::string_view name) {
  const auto dot = name.find('.');
  return dot != std::string_view::npos && is_snake_case(name.substr(0, dot)) && is_snake_case(name.substr(dot + 1));
}

std::string in_quotes(std::string_view name) { return "'" + std::string(name) + "'"; }

std::optional<std::int64_t> parse_period(std::string_view text) {
  std::int64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc() || count <= 0 || text.front() == '-') return std::nullopt;
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  const std::int64_t seconds = unit == "s" ? 1 : unit == "min" ? 60 : unit == "h" ? 3'600 : unit == "d" ? 86'400 : 0;
  if (seconds == 0 || count > 366LL * 86'400 / seconds) return std::nullopt;  // a year fits in 64 bits of nanoseconds
  return count * seconds * 1'000'000'000;
}

std::optional<std::vector<std::string>> template_names(std::string_view text) {
  std::vector<std::string> names;
  for (std::size_t at = 0; (at = text.find_first_of("{}", at)) != std::string_view::npos;) {
    const auto close = text.find('}', at);
    if (text[at] == '}' || close == std::string_view::npos) return std::nullopt;
    const auto name = text.substr(at + 1, close - at - 1);
    if (!is_snake_case(name)) return std::nullopt;
    names.emplace_back(name);
    at = close + 1;
  }
  return names;
}

void Source::expect(const Node& node, Node::Kind kind, const std::string& what) const {
  if (node.kind == kind) return;
  Node wanted;
  wanted.kind = kind;
  refuse(node, what + " is " + std::string(node.kind_name()) + "; expected " + std::string(wanted.kind_name()));
}

void Source::object(const Node& node, const std::string& what, std::initializer_list<std::string_view> keys) const {
  expect(node, Node::Kind::object, what);
  for (std::size_t i = 0; i < node.keys.size(); ++i) {
    if (std::find(keys.begin(), keys.end(), node.keys[i]) != keys.end()) continue;
    std::string known;
    for (const auto key : keys) known.append(known.empty() ? "" : ", ").append(key);
    refuse(node.items[i], "unknown key " + in_quotes(node.keys[i]) + " in " + what + "; known: " + known);
  }
}

const std::string& Source::text(const Node& node, const std::string& what) const {
  expect(node, Node::Kind::text, what);
  if (node.text.empty()) refuse(node, what + " is empty");
  return node.text;
}

std::string Source::text_of(const Node& object, std::string_view key, const std::string& what) const {
  const auto* node = object.find(key);
  return node ? text(*node, in_quotes(key) + " of " + what) : std::string();
}

bool Source::truth_of(const Node& object, std::string_view key, const std::string& what) const {
  const auto* node = object.find(key);
  if (!node) return false;
  expect(*node, Node::Kind::boolean, in_quotes(key) + " of " + what);
  return node->truth;
}

std::int64_t Source::integer_of(const Node& object, std::string_view key, const std::string& what, std::int64_t otherwise) const {
  const auto* node = object.find(key);
  if (!node) return otherwise;
  expect(*node, Node::Kind::integer, in_quotes(key) + " of " + what);
  if (node->integer < 0 || node->integer > std::numeric_limits<int>::max())
    refuse(*node, in_quotes(key) + " of " + what + " is out of range");
  return node->integer;
}

const Node& Source::required(const Node& object, std::string_view key, const std::string& what) const {
  if (const auto* node = object.find(key)) return *node;
  refuse(object, what + " has no " + in_quotes(key));
}

std::vector<std::string> Source::texts_of(const Node& object, std::string_view key, const std::string& what) const {
  std::vector<std::string> out;
  const auto* node = object.find(key);
  if (!node) return out;
  const auto here = in_quotes(key) + " of " + what;
  expect(*node, Node::Kind::array, here);
  for (const auto& item : node->items) {
    const auto& value = text(item, "an item of " + here);
    if (std::find(out.begin(), out.end(), value) != out.end()) refuse(item, in_quotes(value) + " stands twice in " + here);
    out.push_back(value);
  }
  return out;
}

void Source::snake(const Node& at, std::string_view name, const std::string& what) const {
  if (!is_snake_case(name)) refuse(at, what + " " + in_quotes(name) + " is not snake_case");
}

void Source::cpp_name(const Node& at, std::string_view name, const std::string& what) const {
  snake(at, name, what);
  if (is_cpp_keyword(name))
    refuse(at, what + " " + in_quotes(name) + " is a word of C++, in which the contract is generated; choose another");
}

}  // namespace hemicycle::contract
