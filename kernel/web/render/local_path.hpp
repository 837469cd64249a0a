// Which addresses stay in the house.
#pragma once

#include <string_view>

namespace hemicycle::web::render {

/// Whether `path` stays in this house: "/x", never "//x", "/\x" or "https://x".
[[nodiscard]] bool is_local_path(std::string_view path);

}  // namespace hemicycle::web::render
