// The plugins of this house: found, read, judged, opened; replaced, restarted and put aside while the others serve. Each with its state and why.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/core/bus.hpp"
#include "kernel/host/opening.hpp"
#include "kernel/host/resident.hpp"
#include "sdk/contract/model.hpp"

namespace hemicycle::host {

struct HouseOptions {
  std::vector<PluginFolder> folders;
  std::map<std::string, std::string, std::less<>> disabled{};  ///< plugin -> who said so
  OpeningOptions opening{};
  bool safe_mode = false;  ///< discover, load none
};

/// What reads is for any thread; what changes is for one: first the one that starts the house, then the steward's.
class House final {
 public:
  House(HouseOptions options, const core::Vocabularies& vocabularies, Openings openings);

  /// Reads every folder; runs no plugin code. What is wrong with one never keeps another out, unless it requires it.
  void discover();
  /// Migrates, loads and starts what stands, providers first, and attaches it to the bus.
  void open(core::Bus& bus);
  /// Refuses one that was found, before `open`: somebody else (its views, its catalogues) cannot take it.
  void refuse(std::string_view plugin, std::string reason);
  /// One that is part of the program and no library. Before `open`.
  void add_own(Resident resident);

  /// In the order of loading; those that do not stand come last.
  [[nodiscard]] std::vector<Resident> residents() const;
  [[nodiscard]] std::optional<Resident> find(std::string_view name) const;
  /// Contracts of all that are readable or attached.
  [[nodiscard]] std::vector<std::shared_ptr<const contract::Plugin>> contracts() const;
  /// Those too of plugins that somebody disabled: what they gave (roles of people) is still there.
  [[nodiscard]] std::vector<std::shared_ptr<const contract::Plugin>> known_contracts() const;

  // While the house serves. Each throws std::runtime_error with a sentence, and then everything is as it was.

  /// Reads a plugin's folder again, or for the first time, and judges what it finds beside the others. Nothing is changed.
  [[nodiscard]] Resident candidate(std::string_view name) const;
  /// Migrates, starts and attaches it in the place of the one of its name.
  void admit(Resident candidate, core::Bus& bus);
  /// Starts once more what died.
  void restart(std::string_view name, core::Bus& bus);
  /// Nobody serves it until it is admitted or restarted; a stand-in says why.
  void put_aside(std::string_view name, State state, const std::string& reason, core::Bus& bus);
  void threads_run() { opener_.threads_run(); }
  void keep_crumbs(Breadcrumbs& crumbs) { opener_.keep_crumbs(crumbs); }

 private:
  void read_folder(const PluginFolder& folder);
  void judge_alone(Resident& resident) const;
  void judge_together();
  void order_by_requirements();
  void open_one(Resident& resident, core::Bus& bus);
  void record(const Resident& resident);
  /// Who requires one that does not serve is degraded, and whole again when it does.
  void judge_dependants();
  [[nodiscard]] const Resident* at(std::string_view name) const;

  HouseOptions options_;
  const core::Vocabularies& vocabularies_;
  Opener opener_;
  mutable std::mutex mutex_;  // guards residents_ against readers; its own thread reads it without
  std::vector<Resident> residents_;
};

}  // namespace hemicycle::host
