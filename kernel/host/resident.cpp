#include "kernel/host/resident.hpp"

#include <array>

#include "kernel/host/elf_manifest.hpp"

namespace hemicycle::host {

std::string_view name(State state) {
  static constexpr std::array<std::string_view, 8> kNames{"readable", "disabled", "refused", "failed", "running", "degraded", "restarting", "quarantined"};
  return kNames.at(static_cast<std::size_t>(state));
}

Resident read_resident(const std::filesystem::path& folder, bool own) {
  Resident resident{.name = folder.filename().string(), .folder = folder, .library = folder / (folder.filename().string() + ".so"), .own = own};
  try {
    std::error_code error;
    if (!std::filesystem::is_directory(folder, error)) throw NotAPlugin("is not a folder; a plugin lies in <name>/<name>.so");
    if (!std::filesystem::exists(resident.library, error)) throw NotAPlugin("holds no " + resident.library.filename().string());
    resident.sealed = std::make_shared<const SealedLibrary>(SealedLibrary::read(resident.library));
    resident.sha256 = resident.sealed->sha256();
    const auto manifest = manifest_of(resident.sealed->bytes());
    auto contract = contract::read(manifest, resident.library.string() + "(plugin.json)", folder / "views");
    if (contract.name != resident.name)
      throw NotAPlugin("its contract is named '" + contract.name + "'; the folder and the library must bear that name");
    resident.contract = std::make_shared<const contract::Plugin>(std::move(contract));
  } catch (const std::exception& error) {
    resident.state = State::refused;
    resident.reason = error.what();
  }
  return resident;
}

}  // namespace hemicycle::host
