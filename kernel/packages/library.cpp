#include "kernel/packages/library.hpp"

#include <hemicycle/entry.h>

#include <algorithm>
#include <span>

#include "kernel/core/elf_sections.hpp"
#include "kernel/packages/refused.hpp"

namespace hemicycle::packages {
namespace {

constexpr std::string_view kEntryPrefix = "hmc_plugin_entry_v", kEntry = "hmc_plugin_entry_v1";
constexpr std::size_t kLargestManifest = 1U << 20U;

void must_speak_our_abi(const core::ElfSections& library, const std::string& path) {
  const auto entries = library.exports(kEntryPrefix);
  if (std::find(entries.begin(), entries.end(), kEntry) != entries.end()) return;
  if (entries.empty()) refuse_invalid(path + " has no function " + std::string(kEntry) + ": it is not a plugin");
  refuse_invalid(path + " is built for version " + entries.front().substr(kEntryPrefix.size(), 20) + " of the plugin ABI; this house speaks version 1");
}

}  // namespace

Library read_library(std::string_view bytes, const std::string& path) {
  try {
    const core::ElfSections library(std::as_bytes(std::span(bytes)));
    const auto manifest = library.content(HMC_MANIFEST_SECTION, kLargestManifest);
    if (!manifest) refuse_invalid(path + " has no section " HMC_MANIFEST_SECTION ": it is not a plugin");
    const auto architecture = core::machine_name(library.machine());
    if (architecture.empty()) refuse_invalid(path + " is built for a machine that has no name here (ELF machine " + std::to_string(library.machine()) + ")");
    must_speak_our_abi(library, path);
    return {.architecture = std::string(architecture), .manifest = std::string(*manifest), .needed = library.needed()};
  } catch (const core::NotALibrary& error) {
    refuse_invalid(path + ": " + error.what());
  }
}

}  // namespace hemicycle::packages
