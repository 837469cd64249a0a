// Makes a package from the folder of a plugin as it stands in a house: <name>/<name>.so, views/, migrations/, locales/*.mo, assets/.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "kernel/packages/minisign.hpp"

namespace hemicycle::packages {

struct Packed {
  std::string name, version;
  std::string trusted_comment;
  std::size_t files = 0;
};

/// Libraries for other machines lie in <folder>/lib/<architecture>/<name>.so; an own sbom.cdx.json there is kept, else one is made.
/// Throws Refused: invalid when the folder is no plugin, when a file has no place in a package or when a view is missing.
Packed pack(const std::filesystem::path& folder, const std::filesystem::path& file, const SigningKey& key);

}  // namespace hemicycle::packages
