#include "kernel/web/render/catalogue.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "kernel/web/render/terms.hpp"

namespace hemicycle::web::render {

void Catalogue::read_folder(std::string_view plugin, const std::filesystem::path& locales) {
  std::error_code error;
  if (!std::filesystem::is_directory(locales, error)) return;
  std::map<std::string, std::filesystem::path> files;  // .mo before .po: "m" sorts first, and emplace keeps the first
  std::set<std::filesystem::path> entries;
  for (const auto& entry : std::filesystem::directory_iterator(locales, error)) entries.insert(entry.path());
  if (error) throw Refused(locales.string() + " cannot be read: " + error.message());
  for (const auto& path : entries) {
    if (path.extension() == ".mo" || path.extension() == ".po") files.emplace(path.stem().string(), path);
  }
  for (const auto& [locale, path] : files) {
    const auto content = file_content(path);
    auto texts = path.extension() == ".mo" ? read_mo(content, path.string()) : read_po(content, path.string());
    auto& kept = plugins_[std::string(plugin)][locale];
    std::set<std::string> none;
    for (auto& [key, text] : texts) {
      static_cast<void>(render::say_terms(text, {}, path.string() + ": " + key, none));  // a mark that is not whole refuses who wrote it
      kept.insert_or_assign(key, std::move(text));
    }
  }
}

void Catalogue::add(std::string_view plugin, const std::filesystem::path& folder) { read_folder(plugin, folder / "locales"); }

void Catalogue::add_theme(const std::filesystem::path& theme) {
  std::error_code error;
  const auto root = theme / "locales";
  if (!std::filesystem::is_directory(root, error)) return;
  for (const auto& entry : std::filesystem::directory_iterator(root)) read_folder(entry.path().filename().string(), entry.path());
}

std::vector<std::string> Catalogue::say_terms() {
  const auto packs = std::exchange(plugins_[std::string(kTerms)], {});
  std::map<std::string, std::set<std::string>> lacking;
  for (auto& [plugin, locales] : plugins_)
    for (auto& [locale, texts] : locales) {
      const auto pack = packs.find(locale);
      for (auto& [key, text] : texts)
        if (text.find("[[") != std::string::npos)
          text = render::say_terms(text, pack == packs.end() ? Texts{} : pack->second, plugin + ", " + locale + ", " + key, lacking[locale]);
    }
  std::vector<std::string> out;
  for (const auto& [locale, forms] : lacking)
    for (const auto& form : forms) out.push_back("locales/terms/" + locale + ".po: " + form);
  return out;
}

const std::string* Catalogue::find(std::string_view plugin, std::string_view key, std::string_view locale) const {
  const auto owner = plugins_.find(plugin);
  if (owner == plugins_.end()) return nullptr;
  const auto texts = owner->second.find(locale);
  if (texts == owner->second.end()) return nullptr;
  const auto found = texts->second.find(key);
  return found == texts->second.end() ? nullptr : &found->second;
}

const std::string* Catalogue::lookup(std::string_view plugin, std::string_view key, std::string_view locale) const {
  for (const auto owner : {plugin, kKernel}) {
    for (const auto language : {locale, kFirstLocale}) {
      if (const auto* text = find(owner, key, language)) return text;
    }
  }
  return nullptr;
}

std::string Catalogue::text(std::string_view plugin, std::string_view key, std::string_view locale) const {
  const auto* found = lookup(plugin, key, locale);
  return found ? *found : std::string(key);
}

std::vector<std::string> Catalogue::locales() const {
  std::set<std::string> found;
  for (const auto& [plugin, texts] : plugins_) {
    for (const auto& [locale, content] : texts) found.insert(locale);
  }
  std::vector<std::string> out(found.begin(), found.end());
  std::stable_partition(out.begin(), out.end(), [](const std::string& locale) { return locale == kFirstLocale; });
  return out;
}

}  // namespace hemicycle::web::render
