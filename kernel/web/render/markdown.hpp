// Markdown to HTML that may stand in any page: the only maker of `_html` values from what people write.
#pragma once

#include <string>
#include <string_view>

namespace hemicycle::web::render {

/// CommonMark with tables, strikethrough and bare links. Raw HTML is dropped; a link or image whose address is not http, https, mailto,
/// tel or relative loses it and keeps its words. Headings begin at h2 and never skip a level, so the page's h1 stays the only one.
/// Links out of the house carry rel="nofollow noopener". Text nested deeper than 60 blocks, or longer than 512 KiB, is shown as it was
/// written. Never throws for any input; invalid UTF-8 becomes U+FFFD. Any thread.
[[nodiscard]] std::string markdown_html(std::string_view markdown);

}  // namespace hemicycle::web::render
