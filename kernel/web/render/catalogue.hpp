// What people read, by plugin, key and language. Filled before serving, then only read: any thread.
//
//   Catalogue catalogue;
//   catalogue.add(kKernel, house / "share/hemicycle");
//   catalogue.add("club", house / "plugins/club");
//   catalogue.add_theme(theme);
//   catalogue.text("club", "page.list.title", "fr");
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/web/render/catalogue_file.hpp"

namespace hemicycle::web::render {

inline constexpr std::string_view kKernel = "kernel";   ///< the owner of the kernel's own texts and views
inline constexpr std::string_view kFirstLocale = "fr";  ///< every key exists in it

class Catalogue final {
 public:
  /// Reads `<folder>/locales/<language>.mo`, or `.po` where there is no `.mo`. A folder without locales adds nothing. Throws Refused.
  void add(std::string_view plugin, const std::filesystem::path& folder);
  /// Texts of `<theme>/locales/<plugin>/<language>.po` (or `.mo`) replace those of the plugins. Call after `add`. Throws Refused.
  void add_theme(const std::filesystem::path& theme);
  /// Puts the packs' words, or the texts' own, in the place of the terms that texts mark (terms.hpp). Call once, after the last theme. What a pack leaves out of a
  /// term that it renames reads as its text has it, and is returned: file, form and reading. Throws Refused.
  std::vector<std::string> say_terms();

  /// The text of exactly this plugin and language, or nullptr. Lives as long as the catalogue.
  [[nodiscard]] const std::string* find(std::string_view plugin, std::string_view key, std::string_view locale) const;
  /// The plugin's text in `locale`, then in French, then the kernel's in the same order; nullptr when nobody has it.
  [[nodiscard]] const std::string* lookup(std::string_view plugin, std::string_view key, std::string_view locale) const;
  /// The same; the key itself when nobody has it.
  [[nodiscard]] std::string text(std::string_view plugin, std::string_view key, std::string_view locale) const;
  [[nodiscard]] std::string kernel(std::string_view key, std::string_view locale) const { return text(kKernel, key, locale); }
  /// Languages for which anything was read, French first.
  [[nodiscard]] std::vector<std::string> locales() const;

 private:
  void read_folder(std::string_view plugin, const std::filesystem::path& locales);

  std::map<std::string, std::map<std::string, Texts, std::less<>>, std::less<>> plugins_;
};

}  // namespace hemicycle::web::render
