// What a plugin is made of, for whoever has to know which hole reaches them: CycloneDX 1.5, JSON (https://cyclonedx.org/docs/1.5/json/).
#pragma once

#include <filesystem>
#include <set>
#include <string>

namespace hemicycle::packages {

inline constexpr const char* kDpkg = "/var/lib/dpkg";

/// Name and version of the plugin; each soname that its libraries need; and, where the package database in `dpkg` knows it, the Debian package
/// that holds it, with its version. Without times and numbers of its own: the same machine gives the same bytes.
[[nodiscard]] std::string sbom(const std::string& name, const std::string& version, const std::set<std::string>& sonames, const std::filesystem::path& dpkg = kDpkg);

}  // namespace hemicycle::packages
