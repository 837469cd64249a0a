#include "kernel/web/render/terms.hpp"

#include <algorithm>

namespace hemicycle::web::render {

namespace {

constexpr std::string_view kOpen = "[[", kClose = "]]";

bool is_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

bool renames(const Texts& pack, std::string_view term) {
  const auto prefix = std::string(term) + ".";
  return std::any_of(pack.begin(), pack.end(), [&](const auto& entry) { return entry.first.starts_with(prefix); });
}

/// The letters that begin French words: ASCII, and those of Latin-1 that UTF-8 writes as C3 80 (À) to C3 9E, and C3 A0 (à) to C3 BE.
unsigned second_byte(std::string_view text) { return text.size() > 1 && text[0] == '\xC3' ? static_cast<unsigned char>(text[1]) : 0U; }

bool is_capital(std::string_view text) {
  return !text.empty() && ((text.front() >= 'A' && text.front() <= 'Z') || (second_byte(text) >= 0x80U && second_byte(text) <= 0x9EU));
}

std::string capital(std::string text) {
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z')
    text.front() = static_cast<char>(text.front() - 'a' + 'A');
  else if (second_byte(text) >= 0xA0U && second_byte(text) <= 0xBEU)
    text[1] = static_cast<char>(second_byte(text) - 0x20U);
  return text;
}

}  // namespace

std::string say_terms(std::string_view text, const Texts& pack, const std::string& where, std::set<std::string>& lacking) {
  std::string out;
  for (std::size_t at = 0;;) {
    const auto open = text.find(kOpen, at);
    out += text.substr(at, open - at);
    if (open == std::string_view::npos) return out;
    const auto close = text.find(kClose, open);
    const auto mark = close == std::string_view::npos ? std::string_view() : text.substr(open + kOpen.size(), close - open - kOpen.size());
    const auto dot = mark.find('.'), bar = mark.find('|');
    if (dot == std::string_view::npos || bar == std::string_view::npos || dot > bar || !is_name(mark.substr(0, dot)) || !is_name(mark.substr(dot + 1, bar - dot - 1)))
      throw Refused(where + ": a term is written [[term.form|words]], as in [[group.to_the|au groupe]]");
    const auto name = mark.substr(0, bar), own = mark.substr(bar + 1);
    if (const auto said = pack.find(name); said != pack.end()) {
      // A suffix that agrees may be nothing at all, and catalogues drop empty texts: "-" says it.
      if (said->second != "-") out += is_capital(own) ? capital(said->second) : said->second;
    } else {
      out += own;
      if (renames(pack, mark.substr(0, dot))) lacking.insert(std::string(name) + " (" + std::string(own) + ")");
    }
    at = close + kClose.size();
  }
}

}  // namespace hemicycle::web::render
