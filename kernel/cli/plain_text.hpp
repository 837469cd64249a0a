// A rendered view for a terminal: words, headings, lists and tables, without the marks of HTML.
#pragma once

#include <string>
#include <string_view>

namespace hemicycle::cli {

/// Forms and scripts are left out, since nobody can fill them here. Ends with a line's end. Not a parser of the web's HTML: the renderer's own.
[[nodiscard]] std::string plain_text(std::string_view html);

}  // namespace hemicycle::cli
