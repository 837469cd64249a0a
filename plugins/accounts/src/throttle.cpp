#include "throttle.hpp"

namespace accounts_plugin {
namespace {
constexpr auto kWindow = std::chrono::minutes(1);
constexpr std::size_t kMostAddresses = 10'000;  // about 2 MiB; beyond it the oldest minute is swept
}  // namespace

bool SignInThrottle::closed(const std::string& email, Time now, std::size_t limit) {
  const std::scoped_lock lock(mutex_);
  const auto found = failures_.find(email);
  if (found == failures_.end()) return false;
  auto& times = found->second;
  while (!times.empty() && times.front() + kWindow <= now) times.pop_front();
  if (times.empty()) failures_.erase(found);
  return failures_.contains(email) && failures_.at(email).size() >= limit;
}

void SignInThrottle::failed(const std::string& email, Time now) {
  const std::scoped_lock lock(mutex_);
  if (failures_.size() >= kMostAddresses) forget(now);
  if (failures_.size() >= kMostAddresses) failures_.clear();
  failures_[email].push_back(now);
}

void SignInThrottle::succeeded(const std::string& email) {
  const std::scoped_lock lock(mutex_);
  failures_.erase(email);
}

void SignInThrottle::forget(Time now) {
  std::erase_if(failures_, [now](const auto& entry) { return entry.second.empty() || entry.second.back() + kWindow <= now; });
}

}  // namespace accounts_plugin
