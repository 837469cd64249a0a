// The contract that a library carries in its ELF section, read from the file: what is refused has run nothing.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace hemicycle::host {

/// Why a file is not a plugin, for a person: "not an ELF file", "section .hmc.manifest ends beyond the file" …
class NotAPlugin : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Sections above this are refused (hemicycle/entry.h).
inline constexpr std::size_t kLargestManifest = 1U << 20U;
/// Libraries above this are refused before they are read.
inline constexpr std::size_t kLargestLibrary = 256U << 20U;

/// The bytes of section .hmc.manifest of a 64-bit little-endian shared object for this machine. Every offset is checked against the
/// file: hostile sizes are refused, never followed. Throws NotAPlugin.
[[nodiscard]] std::string_view manifest_of(std::span<const std::byte> library);

/// The whole file. Throws NotAPlugin when it cannot be read or is too large.
[[nodiscard]] std::string read_library(const std::filesystem::path& file);

}  // namespace hemicycle::host
