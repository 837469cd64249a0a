#include "kernel/web/gateway/showroom.hpp"

#include <algorithm>

namespace hemicycle::web::gateway {
namespace {

constexpr std::uint32_t kWarning = 3;

Contracts contracts_of(const std::vector<Exhibit>& exhibits) {
  Contracts out;
  for (const auto& exhibit : exhibits) out.push_back(exhibit.contract);
  return out;
}

/// The layout's plugin gives the frame and its style sheets; the theme's come after, to win.
Frame frame_of(const Contracts& contracts, const Fittings& fittings) {
  Frame frame{.plugin = std::string(render::kKernel), .view = "layout", .stylesheets = {}, .scripts = {}};
  for (const auto& plugin : contracts)
    if (!plugin->layout.empty()) frame = {.plugin = plugin->name, .view = plugin->layout, .stylesheets = {}, .scripts = {}};
  frame.stylesheets = fittings.stylesheets(frame.plugin);
  const auto theme = fittings.stylesheets(kTheme);
  frame.stylesheets.insert(frame.stylesheets.end(), theme.begin(), theme.end());
  return frame;
}

}  // namespace

Showroom::Showroom(const Grounds& grounds, const std::vector<Exhibit>& exhibits, const Showroom* former, std::shared_ptr<const Fittings> fittings)
    : fittings_(fittings != nullptr ? std::move(fittings)
                                    : std::make_shared<const Fittings>(grounds.places, exhibits, former == nullptr ? nullptr : former->fittings_.get())),
      contracts_(contracts_of(exhibits)), router_(contracts_),
      closed_ways_(grounds.set_aside ? grounds.set_aside() : Contracts{}), cache_({.fixed_headers = grounds.places.fixed_headers}),
      premises_(grounds, contracts_, router_, closed_ways_, *fittings_, cache_, frame_of(contracts_, *fittings_)), gateway_(premises_) {
  for (const auto& file : fittings_->left_out()) grounds.log(kWarning, "asset left out: " + file);
  for (const auto& form : fittings_->unsaid()) grounds.log(kWarning, "the pack of words renames a term and not all its forms: " + form);
}

}  // namespace hemicycle::web::gateway
