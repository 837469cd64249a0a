// The plugins of this house: found, read, judged, loaded, started; each with its state and the reason for it.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/core/bus.hpp"
#include "sdk/contract/model.hpp"

namespace hemicycle::host {

/// refused: never loaded, `reason` says why; failed: loading or starting it went wrong; disabled: the configuration says so.
enum class State { readable, disabled, refused, failed, running };
[[nodiscard]] std::string_view name(State state);

struct Resident {
  std::string name;
  std::filesystem::path folder, library;
  State state = State::readable;
  std::string reason{};
  std::shared_ptr<const contract::Plugin> contract{};
  std::string sha256{};
};

struct HouseOptions {
  std::vector<std::filesystem::path> folders;   ///< each holds one folder per plugin: <name>/<name>.so
  std::set<std::string, std::less<>> disabled;
  std::filesystem::path cache;                  ///< where libraries are loaded from, under the name of their hash
  bool safe_mode = false;                       ///< discover, load none
  std::filesystem::path installed{};            ///< the one of `folders` that holds signed packages
  /// For each plugin there: the sha256 that its library must have. Throws std::exception with a sentence when nobody answers for it.
  std::function<std::string(const std::filesystem::path& plugin)> vouch{};
};

/// What the house needs from others to open a plugin. Each throws std::exception with a sentence for the operator.
struct Openings {
  std::function<std::string(const contract::Plugin&)> settings;                                    ///< JSON, checked
  std::function<void(const contract::Plugin&, const std::filesystem::path& migrations)> migrate;
  std::function<void(std::string_view plugin, std::uint32_t level, std::string_view text)> log;
};

/// One thread, before the lanes start.
class House final {
 public:
  House(HouseOptions options, const core::Vocabularies& vocabularies, Openings openings);

  /// Reads every folder; runs no plugin code. What is wrong with one never keeps another out, unless it requires it.
  void discover();
  /// Migrates, loads and starts what stands, providers first, and attaches it to the bus.
  void open(core::Bus& bus);

  /// Refuses one that was found, before `open`: somebody else (its views, its catalogues) cannot take it.
  void refuse(std::string_view plugin, std::string reason);

  /// In the order of loading; those that do not stand come last.
  [[nodiscard]] const std::vector<Resident>& residents() const { return residents_; }
  [[nodiscard]] const Resident* find(std::string_view name) const;
  /// Contracts of all that are readable or running.
  [[nodiscard]] std::vector<std::shared_ptr<const contract::Plugin>> contracts() const;

 private:
  void read_folder(const std::filesystem::path& folder);
  void read_plugin(const std::filesystem::path& folder);
  void judge_together();
  void order_by_requirements();
  void open_one(Resident& resident, core::Bus& bus);
  [[nodiscard]] std::filesystem::path shelve(const Resident& resident) const;

  HouseOptions options_;
  const core::Vocabularies& vocabularies_;
  std::map<std::string, std::string, std::less<>> vocabularies_json_;
  Openings openings_;
  std::vector<Resident> residents_;
};

}  // namespace hemicycle::host
