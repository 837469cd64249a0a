#include "kernel/web/render/view_source.hpp"

#include <algorithm>

#include "kernel/web/render/catalogue_file.hpp"

namespace hemicycle::web::render {

namespace {

constexpr std::size_t kDeepestPartial = 16;
constexpr auto kNone = std::string_view::npos;

[[noreturn]] void refuse(const std::string& file, int line, const std::string& reason) {
  throw Refused(file + ":" + std::to_string(line) + ": " + reason);
}

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == kNone) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

std::string shown(const Tag& tag) {
  const std::string name(tag.name);
  if (tag.kind == '{') return "{{{" + name + "}}}";
  return "{{" + (tag.kind == ' ' ? std::string() : std::string(1, tag.kind)) + name + "}}";
}

bool valid_name(std::string_view name) {
  return name == "." || (!name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
         }));
}

/// Follows HTML up to each tag of the view: in which values it may stand.
class Place {
 public:
  explicit Place(std::string_view text) : text_(text) {}

  /// Whether the view's tag stands, without quotes, as the value of an attribute. Call for the tags in order.
  [[nodiscard]] bool unquoted_value(const Tag& tag) {
    for (; at_ < tag.begin; ++at_) step();
    at_ = tag.end;
    return inside_ && quote_ == 0 && tag.begin > 0 && text_[tag.begin - 1] == '=';
  }

 private:
  void step() {
    const char c = text_[at_];
    const char next = at_ + 1 < text_.size() ? text_[at_ + 1] : ' ';
    if (quote_ != 0)
      quote_ = c == quote_ ? '\0' : quote_;
    else if (inside_ && (c == '"' || c == '\''))
      quote_ = c;
    else if (inside_ && c == '>')
      inside_ = false;
    else if (c == '<' && ((next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z')))
      inside_ = true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool inside_ = false;
  char quote_ = 0;
};

class Expander {
 public:
  Expander(const Expansion& with, std::set<std::string, std::less<>>& names) : with_(with), names_(names) {}

  void put(const ViewText& view, std::string& out) {
    if (std::find(open_.begin(), open_.end(), view.file) != open_.end() || open_.size() >= kDeepestPartial)
      throw Refused(view.file + " includes itself through its partials");
    open_.push_back(view.file);
    const auto found = tags(view.text, view.file);
    check_tags(view.text, found, view.file);
    std::size_t at = 0;
    for (std::size_t i = 0; i < found.size(); ++i) {
      const auto& tag = found[i];
      out.append(view.text, at, tag.begin - at);
      at = tag.end;
      if (tag.kind == '#' && tag.name == "t") {
        const auto& close = found[++i];  // check_tags held: the next tag closes it
        out += words(trimmed(std::string_view(view.text).substr(tag.end, close.begin - tag.end)), tag, view.file);
        at = close.end;
      } else if (tag.kind == '>') {
        const auto partial = with_.partial(std::string(tag.name));
        if (!partial)
          refuse(view.file, tag.line,
                 "no view is named '" + std::string(tag.name) + "' here: add views/" + std::string(tag.name) + ".mustache");
        put(*partial, out);
      } else if (tag.kind != '!') {
        use(tag.name);
        out += shown(tag);
      }
    }
    out.append(view.text, at);
    open_.pop_back();
  }

 private:
  [[nodiscard]] std::string words(std::string_view key, const Tag& tag, const std::string& file) const {
    const auto* text = with_.text(key);
    if (!text) refuse(file, tag.line, "the catalogue has no text for the key '" + std::string(key) + "': add it to locales/fr.po");
    auto out = escape(*text);
    for (auto brace = out.find('{'); brace != std::string::npos; brace = out.find('{', brace)) out.replace(brace, 1, "&#123;");
    return out;
  }

  void use(std::string_view name) {
    for (std::size_t at = 0; at <= name.size();) {
      const auto dot = std::min(name.find('.', at), name.size());
      names_.emplace(name.substr(at, dot - at));
      at = dot + 1;
    }
  }

  const Expansion& with_;
  std::set<std::string, std::less<>>& names_;
  std::vector<std::string> open_;
};

}  // namespace

std::vector<Tag> tags(std::string_view text, const std::string& file) {
  std::vector<Tag> out;
  int line = 1;
  for (std::size_t at = 0;;) {
    const auto open = text.find("{{", at);
    if (open == kNone) return out;
    line += static_cast<int>(
        std::count(text.begin() + static_cast<std::ptrdiff_t>(at), text.begin() + static_cast<std::ptrdiff_t>(open), '\n'));
    const bool raw = text.substr(open).starts_with("{{{");
    const auto inside = open + (raw ? 3 : 2);
    const auto close = text.find(raw ? "}}}" : "}}", inside);
    if (close == kNone) refuse(file, line, "a tag is opened by {{ and not closed");
    Tag tag{.kind = raw ? '{' : ' ',
            .name = trimmed(text.substr(inside, close - inside)),
            .begin = open,
            .end = close + (raw ? 3 : 2),
            .line = line};
    if (tag.name.starts_with('=')) refuse(file, line, "delimiters cannot be changed");
    if (!raw && !tag.name.empty() && std::string_view("#^/>!&").find(tag.name.front()) != kNone) {
      tag.kind = tag.name.front() == '&' ? '{' : tag.name.front();
      tag.name = trimmed(tag.name.substr(1));
    }
    if (tag.kind != '!' && !valid_name(tag.name)) refuse(file, line, "'" + std::string(tag.name) + "' is not a name");
    line += static_cast<int>(
        std::count(text.begin() + static_cast<std::ptrdiff_t>(open), text.begin() + static_cast<std::ptrdiff_t>(tag.end), '\n'));
    at = tag.end;
    out.push_back(tag);
  }
}

void check_tags(std::string_view text, const std::vector<Tag>& tags, const std::string& file) {
  std::vector<const Tag*> open;
  Place place(text);
  for (std::size_t i = 0; i < tags.size(); ++i) {
    const auto& tag = tags[i];
    if (tag.kind == '{' && !tag.name.ends_with("_html"))
      refuse(file, tag.line, shown(tag) + " would show a value unescaped: only names that end in _html may be raw");
    if (place.unquoted_value(tag) && (tag.kind == '{' || tag.kind == ' '))
      refuse(file, tag.line, shown(tag) + " stands in an attribute without quotes: write =\"" + shown(tag) + "\"");
    if (tag.kind == '#' || tag.kind == '^') {
      open.push_back(&tag);
      if (tag.name == "t" && (tag.kind == '^' || i + 1 == tags.size() || tags[i + 1].kind != '/' || tags[i + 1].name != "t"))
        refuse(file, tag.line, "{{#t}} holds the key of a text and nothing else");
    }
    if (tag.kind != '/') continue;
    if (open.empty()) refuse(file, tag.line, shown(tag) + " closes a section that was not opened");
    if (open.back()->name != tag.name)
      refuse(file, tag.line,
             shown(tag) + " stands where " + shown(*open.back()) + " of line " + std::to_string(open.back()->line) + " should be closed");
    open.pop_back();
  }
  if (!open.empty()) refuse(file, open.back()->line, shown(*open.back()) + " is not closed");
}

std::string expand(const ViewText& view, const Expansion& with, std::set<std::string, std::less<>>& names) {
  std::string out;
  Expander(with, names).put(view, out);
  return out;
}

std::string escape(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace hemicycle::web::render
