// A plugin as the bus sees it, whatever holds it: a library in this process, or a worker process.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "kernel/core/outcome.hpp"

namespace hemicycle::core {

class CallContext;
struct Message;

/// Code of the `unavailable` that a plugin answers which is down: dead, being restarted, in quarantine.
inline constexpr std::string_view kPluginDown = "plugin_down";

/// Code of the `unavailable` of a query asked by another plugin that nobody provides: its plugin is not here, or was set aside.
inline constexpr std::string_view kNoProvider = "absent";

/// A setting that the plugin itself refused: "steps.2.days", and how the sentence "expected …, found …" goes on.
struct SettingRefusal {
  std::string path, expected, found;
};

class Instance {
 public:
  virtual ~Instance() = default;
  /// ok, or why it cannot serve. `settings` is the plugin's settings as JSON.
  [[nodiscard]] virtual Outcome start() = 0;
  /// What `start` refused, when it was a setting.
  [[nodiscard]] virtual std::optional<SettingRefusal> refused_setting() const { return std::nullopt; }
  /// Runs one message on this thread. Never throws; what the plugin did wrong is `internal`; one that died meanwhile is `unavailable`,
  /// kPluginDown; one that was ended because it outlived message.deadline is `deadline`.
  [[nodiscard]] virtual Outcome handle(CallContext& call, const Message& message) = 0;
  virtual void stop() = 0;
  /// False for what only stands in for a plugin that is down: deliveries wait for the plugin instead of being given up.
  [[nodiscard]] virtual bool serves() const { return true; }
  /// Somebody decided that the plugin does not run: those that ask it may do without.
  [[nodiscard]] virtual bool set_aside() const { return false; }
  /// Memory of its own process; 0 when it has none.
  [[nodiscard]] virtual std::uint64_t memory_bytes() const { return 0; }
};

}  // namespace hemicycle::core
