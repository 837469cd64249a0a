// The clock that a test turns.
#pragma once

#include <atomic>

#include "kernel/core/clock.hpp"

namespace hemicycle::testing {

/// Wall time stands still until it is turned. Steady time is the machine's: it only measures how long a call takes.
class VirtualClock final : public core::Clock {
 public:
  explicit VirtualClock(std::int64_t begins_ns) : now_(begins_ns) {}
  [[nodiscard]] std::int64_t now_ns() const override { return now_; }
  [[nodiscard]] std::chrono::steady_clock::time_point steady() const override { return std::chrono::steady_clock::now(); }
  void set(std::int64_t now_ns) { now_ = now_ns; }

 private:
  std::atomic<std::int64_t> now_;
};

}  // namespace hemicycle::testing
