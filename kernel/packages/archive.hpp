// The outer form of a package: a tar archive, compressed once. What comes out of it is bytes under clean names, and nothing else.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

namespace hemicycle::packages {

/// Path in the package -> content. In memory, so that what is checked is what is written.
using Files = std::map<std::string, std::string>;

struct Limits {
  std::uint64_t total = 256ULL << 20U;  ///< bytes of all files together, and of the archive itself
  std::uint64_t entries = 10'000;
  std::uint64_t ratio = 50;             ///< bytes that one byte of the archive may become; libraries and texts stay below 15
  std::uint64_t slack = 2ULL << 20U;    ///< bytes that need no ratio: tar's own blocks of zeros
};

/// Throws Refused (invalid, not_found, unavailable). Refuses while it reads: nothing beyond a limit is ever in memory.
[[nodiscard]] Files read_archive(const std::filesystem::path& file, const Limits& limits = {});

/// The same files give the same bytes: sorted, without times, owners and modes of their own. Throws Refused (unavailable).
void write_archive(const std::filesystem::path& file, const Files& files);

}  // namespace hemicycle::packages
