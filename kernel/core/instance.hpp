// A plugin as the bus sees it, whatever holds it: a library in this process today, a worker process later.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "kernel/core/outcome.hpp"

namespace hemicycle::core {

class CallContext;
struct Message;

class Instance {
 public:
  virtual ~Instance() = default;
  /// ok, or why it cannot serve. `settings` is the plugin's settings as JSON.
  [[nodiscard]] virtual Outcome start() = 0;
  /// Runs one message on this thread. Never throws; what the plugin did wrong is `internal`.
  [[nodiscard]] virtual Outcome handle(CallContext& call, const Message& message) = 0;
  virtual void stop() = 0;
};

}  // namespace hemicycle::core
