// The views of the house, read and compiled once for each language; then only read: any thread may render.
//
//   Views views(catalogue, theme);
//   views.add(kKernel, house / "share/hemicycle");
//   views.add("club", house / "plugins/club");          // Refused names file, line and key
//   std::string html = views.render("club", "list", "fr", data, &app);
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "kernel/web/render/catalogue.hpp"
#include "kernel/web/render/values.hpp"
#include "kernel/web/render/view_source.hpp"

namespace hemicycle::web::render {

/// One view in one language. It is compiled when it is made, to tell what is wrong with it, and again when it is first rendered, to stay: most views
/// are never shown in most languages, and compiled they take forty times the room of their text (17 of the 23 MiB that a house had allocated).
class View final {
 public:
  View(std::string text, std::set<std::string, std::less<>> names);
  /// Whether a tag of the view, or of what it includes, has this name.
  [[nodiscard]] bool uses(std::string_view name) const { return names_.find(name) != names_.end(); }
  [[nodiscard]] const std::set<std::string, std::less<>>& names() const { return names_; }
  /// Names not found in `data` are looked up in `globals` (may be nullptr).
  [[nodiscard]] std::string render(const Data& data, const Data* globals) const;
  [[nodiscard]] const std::string& error() const { return error_; }

 private:
  using Template = kainjow::mustache::mustache;
  [[nodiscard]] static std::unique_ptr<Template> compile(const std::string& text);
  [[nodiscard]] Template& compiled() const;

  std::string text_, error_;
  std::set<std::string, std::less<>> names_;
  mutable std::once_flag once_;
  // kainjow's render is not const for the sake of lambdas and partials, which alone write to the template. Values here never hold
  // either and partials are put in beforehand, so rendering only reads, and threads share one template (views_test under TSan).
  mutable std::unique_ptr<Template> template_;
};

class Views final {
 public:
  explicit Views(const Catalogue& catalogue, std::optional<std::filesystem::path> theme = std::nullopt);

  /// Reads `<folder>/views/*.mustache`, and for each of them `<theme>/views/<plugin>/<view>.mustache` instead when it is there.
  /// The kernel's come first. Throws Refused; then nothing of this plugin was added.
  void add(std::string_view plugin, const std::filesystem::path& folder);

  /// The plugin's view, or else the kernel's of that name; nullptr when there is none. An unknown language gets French.
  [[nodiscard]] const View* find(std::string_view plugin, std::string_view view, std::string_view locale) const;
  /// Throws std::out_of_range when there is no such view: the contract reader has checked the names, so this is a bug.
  [[nodiscard]] std::string render(std::string_view plugin, std::string_view view, std::string_view locale, const Data& data,
                                   const Data* globals = nullptr) const;

 private:
  using Sources = std::map<std::string, ViewText, std::less<>>;
  [[nodiscard]] Sources read(std::string_view plugin, const std::filesystem::path& folder) const;

  const Catalogue& catalogue_;
  std::optional<std::filesystem::path> theme_;
  Sources kernel_;                                                            ///< kept as text: partials of every plugin
  std::map<std::string, std::map<std::string, View>, std::less<>> compiled_;  ///< "<plugin>/<view>" -> locale -> view
};

}  // namespace hemicycle::web::render
