#include "kernel/web/render/local_path.hpp"

#include <algorithm>

namespace hemicycle::web::render {

bool is_local_path(std::string_view path) {
  if (path.empty() || path.front() != '/' || path.starts_with("//") || path.find('\\') != std::string_view::npos) return false;
  return std::none_of(path.begin(), path.end(), [](char c) { return static_cast<unsigned char>(c) < 0x21 || c == 0x7f; });
}

}  // namespace hemicycle::web::render
