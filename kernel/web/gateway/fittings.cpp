#include "kernel/web/gateway/fittings.hpp"

#include <algorithm>
#include <optional>
#include <set>

namespace hemicycle::web::gateway {

namespace fs = std::filesystem;

Fittings::Fittings(const FittingPlaces& places, const std::vector<Exhibit>& exhibits, const Fittings* former, const Refuse& refuse)
    : assets_(places.fixed_headers, former == nullptr ? nullptr : &former->assets_) {
  std::set<std::string> unfit;
  const auto each = [&](const auto& take) {
    for (const auto& exhibit : exhibits) {
      if (unfit.contains(exhibit.name)) continue;
      try {
        take(exhibit);
      } catch (const std::exception& error) {
        unfit.insert(exhibit.name);
        refuse(Unfit(exhibit.name, error.what()));
      }
    }
  };
  // All texts before the first view: views are compiled with the texts in their place, and the theme's replace those of the plugins.
  catalogue_.add(render::kKernel, places.share);
  each([&](const Exhibit& exhibit) { catalogue_.add(exhibit.name, exhibit.folder); });
  if (!places.pack.empty()) catalogue_.add_theme(places.pack);
  if (!places.theme.empty()) catalogue_.add_theme(places.theme);
  unsaid_ = catalogue_.say_terms();
  views_ = std::make_unique<render::Views>(catalogue_, places.theme.empty() ? std::nullopt : std::optional(places.theme));
  views_->add(render::kKernel, places.share);
  each([&](const Exhibit& exhibit) { views_->add(exhibit.name, exhibit.folder); });
  add_assets(std::string(render::kKernel), places.share / "assets");
  each([&](const Exhibit& exhibit) { add_assets(exhibit.name, exhibit.folder / "assets"); });
  if (!places.theme.empty()) add_assets(std::string(kTheme), places.theme / "assets");
}

void Fittings::add_assets(const std::string& owner, const fs::path& folder) {
  if (!fs::exists(folder)) return;
  for (const auto& file : assets_.add_folder(owner, folder)) left_out_.push_back(owner + ": " + file.filename().string());
}

std::vector<std::string> Fittings::stylesheets(std::string_view owner) const {
  std::vector<std::string> out;
  for (const auto& [name, url] : assets_.of(owner))
    if (name.ends_with(".css") && name.find('/') == std::string::npos) out.push_back(url);
  return out;
}

}  // namespace hemicycle::web::gateway
