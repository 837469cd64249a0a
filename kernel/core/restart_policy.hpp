// When a plugin that died is started again, and when no more.
#pragma once

#include <chrono>
#include <deque>
#include <optional>

namespace hemicycle::core {

/// design/architecture.md §9: backoff from 0.2 s to 30 s, at most 3 restarts in 5 minutes, then quarantine. One thread.
class RestartPolicy final {
 public:
  using Instant = std::chrono::steady_clock::time_point;
  static constexpr std::chrono::minutes kWindow{5};
  static constexpr std::size_t kMostRestarts = 3;

  /// It died at `now`: how long to wait before it is started again, or nullopt: quarantine.
  [[nodiscard]] std::optional<std::chrono::milliseconds> died(Instant now);
  /// An administrator takes it out of quarantine: what was is forgotten.
  void forgive() { deaths_.clear(); }
  [[nodiscard]] std::size_t deaths() const { return deaths_.size(); }

 private:
  std::deque<Instant> deaths_;  // those of the last five minutes
};

}  // namespace hemicycle::core
