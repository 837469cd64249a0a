// What has a place in a package, and under which name.
#pragma once

#include <string>
#include <string_view>

namespace hemicycle::packages {

inline constexpr std::string_view kManifestFile = "plugin.json", kSbomFile = "sbom.cdx.json", kDigestsFile = "digests", kSignatureFile = "digests.minisig";

/// Why nothing may lie at this path in a package; empty when it may. Names are ASCII letters, digits and "._+@-": what looks alike on one
/// file system must not be two files on another.
[[nodiscard]] std::string misplaced(std::string_view path);

/// "lib/x86_64/club.so"
[[nodiscard]] std::string library_place(std::string_view architecture, std::string_view plugin);
/// The architecture of such a path; empty for any other.
[[nodiscard]] std::string_view architecture_of(std::string_view path);

/// A path from outside for a sentence: at most 80 characters, everything that is not printable ASCII as '?'.
[[nodiscard]] std::string shown(std::string_view path);
[[nodiscard]] std::string lower_case(std::string_view path);

}  // namespace hemicycle::packages
