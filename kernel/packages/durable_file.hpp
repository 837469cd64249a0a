// Files that are whole after a power cut, and files that are read only when they are what they should be.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <string_view>

namespace hemicycle::packages {

/// A regular file of at most `largest` bytes, its links not followed. Throws Refused: not_found, invalid (link, device, too large), unavailable.
[[nodiscard]] std::string read_file(const std::filesystem::path& file, std::size_t largest);
/// A file that must not be there yet, synced. Throws Refused: denied when it is there.
void write_new(const std::filesystem::path& file, std::string_view bytes, ::mode_t mode);
/// Beside the old one first, then in its place: readers see the old or the new. Throws Refused (unavailable).
void replace_file(const std::filesystem::path& file, std::string_view bytes, ::mode_t mode);
/// The names in a folder are on the disk after it.
void sync_folder(const std::filesystem::path& folder);

}  // namespace hemicycle::packages
