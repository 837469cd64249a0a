#include "kernel/web/render/qr.hpp"

#include <qrencode.h>

#include <memory>
#include <optional>
#include <span>

#include "kernel/web/render/local_path.hpp"

namespace hemicycle::web::render {

namespace {

/// ISO/IEC 18004, 9.1: readers may want four light modules on every side.
constexpr int kQuiet = 4;

struct FreeCode {
  void operator()(QRcode* code) const { QRcode_free(code); }
};

struct Drawing {
  int side = 0;      ///< modules, the quiet zone included
  std::string path;  ///< of SVG: a stroke of whole modules for each run of dark ones
};

std::optional<Drawing> draw(const std::string& address) {
  // Level M mends 15 %: a fold in the paper, a reflection of the lamp. Letters keep their case.
  const std::unique_ptr<QRcode, FreeCode> code(QRcode_encodeString(address.c_str(), 0, QR_ECLEVEL_M, QR_MODE_8, 1));
  if (!code) return std::nullopt;
  const auto width = static_cast<std::size_t>(code->width);
  const std::span modules(code->data, width * width);
  const auto dark = [&](std::size_t x, std::size_t y) { return x < width && (modules[y * width + x] & 1U) != 0; };
  Drawing out{.side = code->width + 2 * kQuiet, .path = {}};
  for (std::size_t y = 0; y < width; ++y) {
    for (std::size_t x = 0; x < width; ++x) {
      if (!dark(x, y)) continue;
      const auto begin = x;
      while (dark(x, y)) ++x;
      out.path += "M" + std::to_string(begin + kQuiet) + " " + std::to_string(y + kQuiet) + "h" + std::to_string(x - begin) + "v1h-" + std::to_string(x - begin) + "z";
    }
  }
  return out;
}

}  // namespace

std::string qr_html(const std::string& name, std::string_view path, const Reader& reader) {
  const auto* view = reader.views == nullptr ? nullptr : reader.views->find(reader.plugin, "qr", reader.locale);
  if (view == nullptr || !is_local_path(path)) return {};
  auto address = std::string(reader.base) + std::string(path);
  auto drawing = draw(address);
  if (!drawing) return {};
  auto data = Data(Data::type::object);
  put(data, "title", reader.catalogue.text(reader.plugin, "qr." + name + ".title", reader.locale));
  put(data, "address", std::move(address));
  put(data, "path", std::string(path));
  put(data, "side", std::to_string(drawing->side));
  put(data, "modules", std::move(drawing->path));
  return view->render(data, nullptr);
}

}  // namespace hemicycle::web::render
