// What is read from the plugins' folders in order to show them: texts, views, assets. Immutable once made: any thread.
#pragma once

#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "kernel/web/gateway/exhibit.hpp"
#include "kernel/web/http/static_files.hpp"
#include "kernel/web/render/catalogue.hpp"
#include "kernel/web/render/views.hpp"

namespace hemicycle::web::gateway {

/// A plugin that cannot be shown: its texts, views or assets are wrong. `what()` is a sentence that names the file.
class Unfit final : public std::runtime_error {
 public:
  Unfit(std::string plugin, const std::string& why) : std::runtime_error(why), plugin_(std::move(plugin)) {}
  [[nodiscard]] const std::string& plugin() const { return plugin_; }

 private:
  std::string plugin_;
};

/// Where the kernel's own texts and views lie (`share`), the texts of the profile (`pack`) and the council's theme, which wins (each empty = none).
struct FittingPlaces {
  std::filesystem::path share, pack{}, theme;
  std::string fixed_headers;  ///< of every asset's answer
};

class Fittings final {
 public:
  /// What to do with one that is unfit: the rest is made without it. To refuse the whole, throw.
  using Refuse = std::function<void(const Unfit&)>;
  [[noreturn]] static void refuse_all(const Unfit& unfit) { throw unfit; }

  /// Reads everything. `former`'s assets are answered for some time yet under their old addresses, since pages that browsers have open ask for
  /// them; nothing of `former` is kept alive but those bytes. Throws render::Refused when the kernel's own part or the theme is wrong.
  Fittings(const FittingPlaces& places, const std::vector<Exhibit>& exhibits, const Fittings* former = nullptr, const Refuse& refuse = refuse_all);
  Fittings(const Fittings&) = delete;
  Fittings& operator=(const Fittings&) = delete;

  [[nodiscard]] const render::Catalogue& catalogue() const { return catalogue_; }
  [[nodiscard]] const render::Views& views() const { return *views_; }
  [[nodiscard]] const http::StaticFiles& assets() const { return assets_; }
  /// Addresses of an owner's style sheets, by name; of `theme` those of the theme.
  [[nodiscard]] std::vector<std::string> stylesheets(std::string_view owner) const;
  /// Files that lie among the assets and are not served, each with its plugin.
  [[nodiscard]] const std::vector<std::string>& left_out() const { return left_out_; }
  /// Forms that the pack of words leaves out of a term that it renames (render/terms.hpp).
  [[nodiscard]] const std::vector<std::string>& unsaid() const { return unsaid_; }

 private:
  void add_assets(const std::string& owner, const std::filesystem::path& folder);

  render::Catalogue catalogue_;
  std::unique_ptr<render::Views> views_;  ///< refers to the catalogue
  http::StaticFiles assets_;
  std::vector<std::string> left_out_;
  std::vector<std::string> unsaid_;
};

inline constexpr std::string_view kTheme = "theme";

}  // namespace hemicycle::web::gateway
