// The text of a view before it is compiled: its tags are checked, its texts and partials put in.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace hemicycle::web::render {

/// One `{{tag}}`. `kind`: ' ' variable, '{' raw, '#' section, '^' inverted, '/' end, '>' partial, '!' comment.
struct Tag {
  char kind = ' ';
  std::string_view name;
  std::size_t begin = 0, end = 0;  ///< bytes of the whole tag, braces included
  int line = 1;
};

/// Throws Refused ("file:line: reason") when a tag is not closed, is empty, or changes delimiters.
[[nodiscard]] std::vector<Tag> tags(std::string_view text, const std::string& file);

/// Holds when every section is closed in order, raw tags show names ending in "_html" alone, no value stands in an attribute
/// without quotes, and `{{#t}}` holds a key and nothing else. Throws Refused.
void check_tags(std::string_view text, const std::vector<Tag>& tags, const std::string& file);

struct ViewText {
  std::string text, file;
};

struct Expansion {
  /// A partial by name, or nothing.
  std::function<std::optional<ViewText>(const std::string& name)> partial;
  /// The text of a key, not yet escaped, or nothing.
  std::function<const std::string*(std::string_view key)> text;
};

/// The view without `{{#t}}`, partials and comments. Adds each name that its tags use to `names` (of "app.path" both parts).
/// Throws Refused naming file, line and key or partial when one is unknown, and when partials include each other in a circle.
[[nodiscard]] std::string expand(const ViewText& view, const Expansion& with, std::set<std::string, std::less<>>& names);

[[nodiscard]] std::string escape(std::string_view text);

}  // namespace hemicycle::web::render
