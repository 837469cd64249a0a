#include "passage.hpp"

#include <algorithm>
#include <map>

namespace opinions_plugin {
namespace {

// Half of the words in common: with fewer, a comment would more often stand beside a paragraph that it never spoke of.
constexpr double kSameParagraph = 0.5;

bool blank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }
bool mark(char c) { return c == '*' || c == '_' || c == '`'; }

/// A text as it is compared: single blanks, no emphasis marks, one kind of apostrophe; and where each byte came from.
struct Plain {
  std::string text;
  std::vector<std::size_t> from;

  explicit Plain(std::string_view raw) {
    text.reserve(raw.size());
    from.reserve(raw.size());
    for (std::size_t at = 0; at < raw.size();) {
      const auto rest = raw.substr(at);
      if (rest.substr(0, 3) == "\xE2\x80\x99") put('\'', at), at += 3;
      else if (rest.substr(0, 3) == "\xE2\x80\xAF") put(' ', at), at += 3;
      else if (rest.substr(0, 2) == "\xC2\xA0") put(' ', at), at += 2;
      else if (mark(raw[at])) ++at;
      else put(blank(raw[at]) ? ' ' : raw[at], at), ++at;
    }
    while (!text.empty() && text.back() == ' ') text.pop_back(), from.pop_back();
  }

 private:
  void put(char c, std::size_t at) {
    if (c == ' ' && (text.empty() || text.back() == ' ')) return;
    text.push_back(c);
    from.push_back(at);
  }
};

/// How many bytes the character that begins at `at` takes in the raw text.
std::size_t width(std::string_view raw, std::size_t at) {
  std::size_t bytes = 1;
  while (at + bytes < raw.size() && (static_cast<unsigned char>(raw[at + bytes]) & 0xC0U) == 0x80U) ++bytes;
  return bytes;
}

std::map<std::string, std::size_t> counted_words(std::string_view text) {
  std::map<std::string, std::size_t> words;
  std::string word;
  const auto end_word = [&] {
    if (!word.empty()) ++words[word];
    word.clear();
  };
  for (const char c : Plain(text).text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool letter = byte >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (letter) word.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
    else end_word();
  }
  end_word();
  return words;
}

}  // namespace

std::vector<std::string> paragraphs(std::string_view text) {
  std::vector<std::string> found;
  std::string current;
  const auto end_paragraph = [&] {
    while (!current.empty() && blank(current.back())) current.pop_back();
    if (!current.empty()) found.push_back(std::move(current));
    current.clear();
  };
  for (std::size_t at = 0; at <= text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    const auto line = text.substr(at, end - at);
    if (std::all_of(line.begin(), line.end(), blank)) end_paragraph();
    else current.append(line).push_back('\n');
    at = end + 1;
  }
  end_paragraph();
  return found;
}

std::vector<Span> places_of(std::string_view passage, std::string_view text) {
  const Plain wanted(passage), whole(text);
  std::vector<Span> found;
  if (wanted.text.empty()) return found;
  for (auto at = whole.text.find(wanted.text); at != std::string::npos; at = whole.text.find(wanted.text, at + 1)) {
    const auto last = whole.from[at + wanted.text.size() - 1];
    found.push_back({whole.from[at], last + width(text, last)});
  }
  return found;
}

double likeness(std::string_view one, std::string_view other) {
  const auto left = counted_words(one), right = counted_words(other);
  std::size_t shared = 0, all = 0;
  for (const auto& [word, count] : left) {
    all += count;
    if (const auto there = right.find(word); there != right.end()) shared += std::min(count, there->second);
  }
  for (const auto& [word, count] : right) all += count;
  return all == 0 ? 0 : 2.0 * static_cast<double>(shared) / static_cast<double>(all);
}

Anchor anchor_of(std::string_view quote, std::string_view paragraph, const std::vector<std::string>& in) {
  Anchor best;
  double best_likeness = -1;
  for (std::size_t i = 0; i < in.size(); ++i) {
    const auto kind = places_of(quote, in[i]).empty() ? Anchor::Kind::moved : Anchor::Kind::exact;
    const auto alike = likeness(paragraph, in[i]);
    if (kind == Anchor::Kind::moved && alike < kSameParagraph) continue;
    const bool better = best.kind == Anchor::Kind::lost || (kind == best.kind ? alike > best_likeness : kind == Anchor::Kind::exact);
    if (!better) continue;
    best = {kind, i};
    best_likeness = alike;
  }
  return best;
}

}  // namespace opinions_plugin
