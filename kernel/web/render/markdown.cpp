#include "kernel/web/render/markdown.hpp"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <utility>
#include <vector>

#include "kernel/web/render/view_source.hpp"

namespace hemicycle::web::render {

namespace {

constexpr std::size_t kLongest = 512U << 10U;
constexpr int kDeepest = 60;
constexpr int kOptions = CMARK_OPT_DEFAULT | CMARK_OPT_VALIDATE_UTF8;

struct FreeMarkdown {
  void operator()(cmark_node* node) const { cmark_node_free(node); }
  void operator()(cmark_parser* parser) const { cmark_parser_free(parser); }
  void operator()(cmark_iter* iter) const { cmark_iter_free(iter); }
  void operator()(char* text) const { std::free(text); }  // NOLINT: cmark's allocator is malloc
};
template <typename T>
using Owned = std::unique_ptr<T, FreeMarkdown>;

/// cmark's registry of extensions is filled once; C++ makes the first caller do it and the others wait.
const std::array<cmark_syntax_extension*, 4>& extensions() {
  static const auto found = [] {
    cmark_gfm_core_extensions_ensure_registered();
    return std::array{cmark_find_syntax_extension("table"), cmark_find_syntax_extension("strikethrough"),
                      cmark_find_syntax_extension("autolink"), cmark_find_syntax_extension("tagfilter")};
  }();
  return found;
}

/// Shown as written: nothing of the text is lost, nothing of it is interpreted.
std::string plain(std::string_view text) { return "<pre>" + escape(text.substr(0, kLongest)) + "</pre>\n"; }

bool allowed(std::string_view url) {
  const auto colon = url.find_first_of(":/?#");
  if (colon == std::string_view::npos || url[colon] != ':') return true;  // relative
  std::string scheme(url.substr(0, colon));
  std::transform(scheme.begin(), scheme.end(), scheme.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return scheme == "http" || scheme == "https" || scheme == "mailto" || scheme == "tel";
}

/// Puts a node's children in its place: in a paragraph where the place is for blocks.
void unwrap(cmark_node* node) {
  if (cmark_node_get_type(node) == CMARK_NODE_HEADING && cmark_node_first_child(node)) {
    auto* paragraph = cmark_node_new(CMARK_NODE_PARAGRAPH);
    while (auto* child = cmark_node_first_child(node)) cmark_node_append_child(paragraph, child);
    cmark_node_insert_before(node, paragraph);
  }
  while (auto* child = cmark_node_first_child(node))
    if (!cmark_node_insert_before(node, child)) cmark_node_free(child);
  cmark_node_unlink(node);
  cmark_node_free(node);
}

/// What the tree holds that must change, gathered first: an iterator does not survive changes around it.
struct Found {
  std::vector<cmark_node*> headings, unsafe, nameless;
  bool too_deep = false;
};

bool has_words(cmark_node* node) {
  const Owned<cmark_iter> iter(cmark_iter_new(node));
  for (auto event = cmark_iter_next(iter.get()); event != CMARK_EVENT_DONE; event = cmark_iter_next(iter.get())) {
    const auto type = cmark_node_get_type(cmark_iter_get_node(iter.get()));
    if (type != CMARK_NODE_TEXT && type != CMARK_NODE_CODE) continue;
    const char* words = cmark_node_get_literal(cmark_iter_get_node(iter.get()));
    if (words && std::string_view(words).find_first_not_of(" \t\n") != std::string_view::npos) return true;
  }
  return false;
}

Found look(cmark_node* document) {
  Found found;
  int depth = 0;
  const Owned<cmark_iter> iter(cmark_iter_new(document));
  for (auto event = cmark_iter_next(iter.get()); event != CMARK_EVENT_DONE; event = cmark_iter_next(iter.get())) {
    auto* node = cmark_iter_get_node(iter.get());
    const auto type = cmark_node_get_type(node);
    if (event == CMARK_EVENT_EXIT) {
      --depth;
      continue;
    }
    if (++depth > kDeepest) {
      found.too_deep = true;
      return found;
    }
    if (type == CMARK_NODE_HEADING) found.headings.push_back(node);
    if (type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE) {
      const char* url = cmark_node_get_url(node);
      if (!url || !*url || !allowed(url))
        found.unsafe.push_back(node);
      else if (type == CMARK_NODE_LINK)
        found.nameless.push_back(node);
    }
    // cmark gives these no exit event (its S_is_leaf).
    if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE || type == CMARK_NODE_CODE_BLOCK || type == CMARK_NODE_SOFTBREAK ||
        type == CMARK_NODE_LINEBREAK || type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE ||
        type == CMARK_NODE_THEMATIC_BREAK)
      --depth;
  }
  return found;
}

void change(const Found& found) {
  int previous = 1;
  for (auto* heading : found.headings) {
    if (!has_words(heading)) {
      unwrap(heading);
      continue;
    }
    previous = std::min(std::max(cmark_node_get_heading_level(heading), 2), previous + 1);
    cmark_node_set_heading_level(heading, previous);
  }
  // A link without words would be a link that nobody can name: its address becomes its words.
  for (auto* link : found.nameless) {
    if (has_words(link)) continue;
    auto* words = cmark_node_new(CMARK_NODE_TEXT);
    cmark_node_set_literal(words, cmark_node_get_url(link));
    cmark_node_append_child(link, words);
  }
  for (auto* node : found.unsafe) unwrap(node);
}

/// Turns cmark's XHTML into the HTML5 of the house. Each pattern begins with "<" or holds a bare quote, which cmark escapes in text and
/// in attributes alike, so a match is always a tag that cmark itself wrote.
std::string finish(std::string_view html) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kChanges{{
      {"<a href=\"http://", "<a rel=\"nofollow noopener\" href=\"http://"},
      {"<a href=\"https://", "<a rel=\"nofollow noopener\" href=\"https://"},
      {"<a href=\"//", "<a rel=\"nofollow noopener\" href=\"//"},
      {"<th align=\"", "<th scope=\"col\" class=\""},
      {"<th>", "<th scope=\"col\">"},
      {"<td align=\"", "<td class=\""},
      {"<!-- raw HTML omitted -->", ""},
      {"<br />", "<br>"},
      {"<hr />", "<hr>"},
  }};
  std::string out;
  out.reserve(html.size() + html.size() / 8);
  bool image = false;
  for (std::size_t at = 0; at < html.size();) {
    const auto stop = std::min(html.find_first_of(image ? " <" : "<", at), html.size());
    out.append(html.substr(at, stop - at));
    at = stop;
    if (at == html.size()) break;
    const auto rest = html.substr(at);
    if (image && rest.starts_with(" />")) {
      out += '>';
      at += 3;
      image = false;
      continue;
    }
    const auto* found = std::find_if(kChanges.begin(), kChanges.end(), [&](const auto& change) { return rest.starts_with(change.first); });
    if (found != kChanges.end()) {
      out += found->second;
      at += found->first.size();
      continue;
    }
    if (rest.starts_with("<img ")) image = true;
    out += html[at++];
  }
  return out;
}

}  // namespace

std::string markdown_html(std::string_view markdown) {
  if (markdown.size() > kLongest) return plain(markdown);
  const auto& known = extensions();
  const Owned<cmark_parser> parser(cmark_parser_new(kOptions));
  for (auto* extension : known) cmark_parser_attach_syntax_extension(parser.get(), extension);
  cmark_parser_feed(parser.get(), markdown.data(), markdown.size());
  const Owned<cmark_node> document(cmark_parser_finish(parser.get()));
  if (!document) return plain(markdown);
  const auto found = look(document.get());
  if (found.too_deep) return plain(markdown);
  change(found);
  const Owned<char> html(cmark_render_html(document.get(), kOptions, cmark_parser_get_syntax_extensions(parser.get())));
  return finish(html.get());
}

}  // namespace hemicycle::web::render
