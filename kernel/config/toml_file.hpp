// A TOML file as JSON values, with the line of each. The only door to tomlplusplus.
#pragma once

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

namespace hemicycle::config {

struct TomlFile {
  std::filesystem::path path;
  nlohmann::json root;               ///< tables are objects; dates and times are text as written in ISO 8601
  std::map<std::string, int> lines;  ///< "web.port", "vocabularies.themes.0.id" -> line

  /// "hemicycle.toml:12": the line of the value, or of the nearest thing around it.
  [[nodiscard]] std::string where(std::string key) const;
};

/// Throws Refused: unreadable, not TOML (with the line).
[[nodiscard]] TomlFile read_toml(const std::filesystem::path& path);

}  // namespace hemicycle::config
