#include "kernel/core/restart_policy.hpp"

#include <algorithm>

namespace hemicycle::core {

std::optional<std::chrono::milliseconds> RestartPolicy::died(Instant now) {
  while (!deaths_.empty() && now - deaths_.front() >= kWindow) deaths_.pop_front();
  deaths_.push_back(now);
  if (deaths_.size() > kMostRestarts) return std::nullopt;
  return std::min(std::chrono::milliseconds(200) * (1 << (deaths_.size() - 1)), std::chrono::milliseconds(30'000));
}

}  // namespace hemicycle::core
