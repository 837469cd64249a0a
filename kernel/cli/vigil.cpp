#include "kernel/cli/vigil.hpp"

#include <pthread.h>

#include <cerrno>
#include <chrono>

namespace hemicycle::cli {

void Pulse::ask() {
  if (state_->under_way.exchange(true)) return;
  const auto state = state_;
  const auto nothing = [](core::Connection&) { return core::Outcome(); };
  bus_.read(nothing, [&bus = bus_, state, nothing](const core::Outcome&) {
    // Full, stopping or out of disk, the lane that says so is alive.
    bus.write(nothing, [state](const core::Outcome&) {
      state->answered = true;
      state->under_way = false;
    });
  });
}

sigset_t hold_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

void keep_vigil(const sigset_t& signals, const ServiceManager& manager, core::Bus& bus, const std::function<void()>& reload) {
  // Four chances within the manager's patience: an answer that comes within half of it is in time.
  const auto period = manager.watchdog() / 4;
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(period);
  const timespec patience{.tv_sec = seconds.count(), .tv_nsec = static_cast<long>((period - seconds).count()) * 1000};
  Pulse pulse(bus);
  while (true) {
    if (period.count() > 0) {
      if (pulse.answered()) manager.alive();
      pulse.ask();
    }
    const int signal = sigtimedwait(&signals, nullptr, period.count() > 0 ? &patience : nullptr);
    if (signal == SIGTERM || signal == SIGINT) return;
    if (signal == SIGHUP) reload();
  }
}

}  // namespace hemicycle::cli
