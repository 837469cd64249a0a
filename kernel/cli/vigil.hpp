// What the main thread does while others serve: it waits for signals, and keeps the service manager's watchdog quiet while the lanes answer.
#pragma once

#include <atomic>
#include <csignal>
#include <functional>
#include <memory>

#include "kernel/cli/log.hpp"
#include "kernel/cli/notify.hpp"
#include "kernel/core/bus.hpp"

namespace hemicycle::cli {

/// Asks the lanes for a sign of life: a read in the query lane, then a write of nothing in the command lane; one question at a time. A lane held up
/// answers late or never; one that is overloaded but moves answers. Any thread.
class Pulse final {
 public:
  explicit Pulse(core::Bus& bus) : bus_(bus) {}
  /// Asks, unless a question is under way.
  void ask();
  /// Whether the last question was answered since this was last called.
  [[nodiscard]] bool answered() noexcept { return state_->answered.exchange(false); }

 private:
  struct State {
    std::atomic<bool> under_way{false}, answered{false};
  };
  core::Bus& bus_;
  std::shared_ptr<State> state_ = std::make_shared<State>();  // shared: an answer may come after the one who asked is gone
};

/// SIGINT, SIGTERM and SIGHUP, held back for this thread and those that it will start; before the first of them.
[[nodiscard]] sigset_t hold_signals();

/// Returns when SIGTERM or SIGINT comes; SIGHUP calls `reload`. On the thread that held the signals.
void keep_vigil(const sigset_t& signals, const ServiceManager& manager, core::Bus& bus, const std::function<void()>& reload);

}  // namespace hemicycle::cli
