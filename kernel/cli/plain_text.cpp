#include "kernel/cli/plain_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace hemicycle::cli {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kEntities{
    {{"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"nbsp", "\u00a0"}, {"apos", "'"}}};

/// What stands between & and ; as text.
std::string entity(std::string_view name) {
  for (const auto& [known, text] : kEntities)
    if (name == known) return std::string(text);
  unsigned code = 0;
  if (name.size() > 1 && name[0] == '#' && std::from_chars(name.data() + 1, name.data() + name.size(), code).ec == std::errc() && code < 0x80)
    return std::string(1, static_cast<char>(code));
  return "&" + std::string(name) + ";";
}

std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

class Page {
 public:
  void text(std::string_view words) {
    if (hidden_ > 0) return;
    for (std::size_t at = 0; at < words.size(); ++at) {
      const char c = words[at];
      if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
        gap_ = true;
        continue;
      }
      if (std::exchange(gap_, false) && !line_.empty() && line_.back() != ' ') line_ += ' ';
      const auto end = c == '&' ? words.find(';', at) : std::string_view::npos;
      if (end != std::string_view::npos && end - at < 10) {
        line_ += entity(words.substr(at + 1, end - at - 1));
        at = end;
      } else {
        line_ += c;
      }
    }
  }

  void tag(std::string_view name, bool closes) {
    if (name == "form" || name == "script" || name == "style") hidden_ += closes ? -1 : 1;
    if (hidden_ > 0) return;
    if (name == "h1" || name == "h2" || name == "h3") return heading(name, closes);
    if (name == "p" || name == "ul" || name == "ol" || name == "dl" || name == "table" || name == "caption" || name == "section" || name == "article" || name == "div") return block();
    if (name == "li") return closes ? end_line() : item();
    if (name == "br" || name == "tr" || name == "dt" || name == "dd") end_line();
    if ((name == "td" || name == "th") && !closes && !line_.empty()) line_ += " | ";
  }

  std::string take() {
    end_line();
    while (out_.ends_with("\n\n")) out_.pop_back();
    return std::move(out_);
  }

 private:
  void heading(std::string_view name, bool closes) {
    if (!closes) return block();
    const auto length = width(line_);
    end_line();
    if (name != "h3") out_ += std::string(length, name == "h1" ? '=' : '-') + "\n";
    blank();
  }
  void block() {
    end_line();
    blank();
  }
  void item() {
    end_line();
    line_ = "- ";
    gap_ = false;
  }
  void blank() {
    if (!out_.empty() && !out_.ends_with("\n\n")) out_ += '\n';
  }
  void end_line() {
    gap_ = false;
    while (line_.ends_with(' ')) line_.pop_back();
    if (!line_.empty() && line_ != "-") out_ += line_ + "\n";
    line_.clear();
  }

  std::string out_, line_;
  bool gap_ = false;
  int hidden_ = 0;
};

}  // namespace

std::string plain_text(std::string_view html) {
  Page page;
  while (!html.empty()) {
    const auto open = html.find('<');
    page.text(html.substr(0, open));
    if (open == std::string_view::npos) break;
    const auto close = html.find('>', open);
    if (close == std::string_view::npos) break;
    auto name = html.substr(open + 1, close - open - 1);
    const bool closes = name.starts_with('/');
    if (closes) name.remove_prefix(1);
    page.tag(name.substr(0, name.find_first_of(" /\n")), closes);
    html.remove_prefix(close + 1);
  }
  return page.take();
}

}  // namespace hemicycle::cli
