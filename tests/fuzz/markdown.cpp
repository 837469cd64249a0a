// What anybody may write: the HTML that comes out holds no script, no handler and no heading of the page's own level.
#include <cstdint>
#include <string>

#include "kernel/web/render/markdown.hpp"
#include "tests/fuzz/must_hold.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto html = hemicycle::web::render::markdown_html({reinterpret_cast<const char*>(data), size});
  // Text is escaped, so "<" only begins a tag that the renderer wrote itself.
  for (const auto* forbidden : {"<script", "<iframe", "<style", "<h1", "<svg", "<object", "<form", "<!--",
                                "href=\"javascript:", "href=\"data:", "src=\"data:", "src=\"javascript:"})
    hemicycle::fuzz::must_hold(html.find(forbidden) == std::string::npos);
  return 0;
}
