// A local path as a QR code of its public address, to be scanned from a wall or from paper (docs/contract.md, "Views").
#pragma once

#include <string>
#include <string_view>

#include "kernel/web/render/reply.hpp"

namespace hemicycle::web::render {

/// `path` beneath the reader's `base`, as the view `qr` shows it, under the words that the plugin's catalogue has for the field `name`. Empty when `path` is no
/// path of this house, when no code can hold the address, or when there are no views. Any thread.
[[nodiscard]] std::string qr_html(const std::string& name, std::string_view path, const Reader& reader);

}  // namespace hemicycle::web::render
