#include "kernel/host/elf_manifest.hpp"

#include <hemicycle/entry.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "kernel/core/elf_sections.hpp"

namespace hemicycle::host {

std::string_view manifest_of(std::span<const std::byte> library) {
  try {
    const auto found = core::ElfSections(library, core::this_machine()).content(HMC_MANIFEST_SECTION, kLargestManifest);
    if (!found) throw NotAPlugin("no section " HMC_MANIFEST_SECTION ": this library is not a Hémicycle plugin");
    return *found;
  } catch (const core::NotALibrary& error) {
    throw NotAPlugin(error.what());
  }
}

std::string read_library(const std::filesystem::path& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  if (error) throw NotAPlugin("cannot be read: " + error.message());
  if (size > kLargestLibrary) throw NotAPlugin("has " + std::to_string(size) + " bytes; at most 268435456 are allowed");
  std::ifstream in(file, std::ios::binary);
  if (!in) throw NotAPlugin("cannot be read: " + std::string(std::strerror(errno)));
  std::string bytes(size, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(size));
  if (static_cast<std::uintmax_t>(in.gcount()) != size) throw NotAPlugin("could be read only in part");
  return bytes;
}

}  // namespace hemicycle::host
