// One plugin of the house as its records know it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/host/sealed_library.hpp"
#include "sdk/contract/model.hpp"

namespace hemicycle::host {

/// refused: never loaded, `reason` says why; failed: loading or starting it went wrong; disabled: somebody decided so; degraded: it runs, and
/// one that it requires does not; restarting: it died and will be started again; quarantined: it died too often.
enum class State { readable, disabled, refused, failed, running, degraded, restarting, quarantined };
[[nodiscard]] std::string_view name(State state);

struct PluginFolder {
  std::filesystem::path path;  ///< holds one folder per plugin: <name>/<name>.so
  bool own = true;             ///< came with the program; what lies elsewhere is somebody else's
  bool may_lack = false;       ///< a folder that is not there is an empty one
};

struct Resident {
  std::string name;
  std::filesystem::path folder, library;
  State state = State::readable;
  std::string reason{};
  std::shared_ptr<const contract::Plugin> contract{};
  std::shared_ptr<const SealedLibrary> sealed{};  ///< what is loaded, however often it is started
  std::string sha256{};
  bool own = true;
  contract::Isolation isolation = contract::Isolation::in_process;  ///< decided when it is opened
  std::string signed_by{};                                        ///< id of the key that vouches for it; empty = nobody does
  std::vector<std::string> not_applied{};                         ///< limits of its isolation that this machine could not apply
  int restarts = 0;
  std::uint64_t generation = 0;  ///< grows with each start, over all plugins
};

/// It serves, whole or in part.
[[nodiscard]] inline bool serves(const Resident& resident) { return resident.state == State::running || resident.state == State::degraded; }
/// Its contract is known to the bus, whether somebody serves it or a stand-in.
[[nodiscard]] inline bool attached(const Resident& resident) {
  return serves(resident) || resident.state == State::restarting || resident.state == State::quarantined;
}

/// Reads <folder>/<name>.so into sealed memory, and its contract; runs nothing of it. What is wrong is its state and reason.
[[nodiscard]] Resident read_resident(const std::filesystem::path& folder, bool own);

}  // namespace hemicycle::host
