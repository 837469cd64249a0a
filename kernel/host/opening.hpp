// From a resident to a running instance: where it runs, what it is given, who learns of its end.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "kernel/core/instance.hpp"
#include "kernel/core/vocabulary.hpp"
#include "kernel/host/abi_call.hpp"
#include "kernel/host/resident.hpp"

namespace hemicycle::host {

class Breadcrumbs;

/// What the house needs from others to open a plugin. Those that throw give std::exception with a sentence for the operator.
struct Openings {
  std::function<std::string(const contract::Plugin&)> settings;                                    ///< JSON, checked; throws
  std::function<void(const contract::Plugin&, const std::filesystem::path& migrations)> migrate;  ///< throws; migrates nothing when it does
  std::function<void(std::string_view plugin, std::uint32_t level, std::string_view text)> log;   ///< any thread
  /// The whole sentence about a setting that the plugin refused. Empty function = without the file and its line.
  std::function<std::string(const contract::Plugin&, const core::SettingRefusal&)> refusal{};
  /// Where it runs, at least as strict as its contract asks. Empty function = as its contract asks.
  std::function<contract::Isolation(const Resident&)> isolation{};
  /// Whether what lies in its folder is what somebody trusted signed; fills in signed_by, or throws. Empty function = nobody asks.
  std::function<void(Resident&)> vouch{};
  /// A generation of it died: its process ended. Any thread; must return at once.
  std::function<void(const std::string& plugin, std::uint64_t generation, const std::string& why)> died{};
  /// Takes an instance that nobody calls any more, on the thread that released it last. Empty function = it is destroyed there.
  std::function<void(std::unique_ptr<core::Instance>)> retire{};
};

struct OpeningOptions {
  std::filesystem::path cache;          ///< keeps which libraries were tried well
  std::filesystem::path worker;         ///< the program hemicycle-worker
  int channels = 4;                     ///< calls at once in one worker
  std::uint64_t worker_memory = 0;      ///< bytes of private memory of one worker; 0 = the worker's own limit
  Breadcrumbs* crumbs = nullptr;        ///< where plugins in this process leave their names; may be null
  bool threads_run = false;             ///< other threads run in this process: nothing is forked any more
};

/// Each member is for one thread at a time. Borrows the vocabularies.
class Opener final {
 public:
  Opener(OpeningOptions options, const core::Vocabularies& vocabularies, Openings openings);

  /// Tries the library first where nothing of the house can break, then starts it where it shall run. Writes isolation, not_applied and
  /// generation into `resident`. Throws std::exception: then nothing of it runs; SettingRefused when it was a setting.
  [[nodiscard]] std::shared_ptr<core::Instance> open(Resident& resident);
  void threads_run() { options_.threads_run = true; }
  /// Before the first is opened; outlives this.
  void keep_crumbs(Breadcrumbs& crumbs) { options_.crumbs = &crumbs; }
  [[nodiscard]] const Openings& openings() const { return openings_; }

 private:
  [[nodiscard]] std::unique_ptr<PluginHost> host_for(const Resident& resident, const std::string& settings) const;
  [[nodiscard]] std::unique_ptr<core::Instance> in_process(const Resident& resident, const std::string& settings) const;
  [[nodiscard]] std::unique_ptr<core::Instance> in_worker(Resident& resident, const std::string& settings, contract::Isolation isolation);
  void try_first(const Resident& resident, const std::string& settings);
  void start(core::Instance& instance, const Resident& resident) const;

  OpeningOptions options_;
  const core::Vocabularies& vocabularies_;
  std::map<std::string, std::string, std::less<>> vocabularies_json_;
  Openings openings_;
  std::uint64_t last_generation_ = 0;
};

}  // namespace hemicycle::host
