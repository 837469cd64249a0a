// Counts failed sign-ins of one address, known or not: guessing a password is slow, and says nothing about who has an account.
#pragma once

#include <chrono>
#include <deque>
#include <mutex>
#include <string>
#include <unordered_map>

namespace accounts_plugin {

/// In memory only: a command that fails keeps nothing that it wrote, and a restart forgives. Any thread.
class SignInThrottle final {
 public:
  using Time = std::chrono::system_clock::time_point;

  /// Whether `email` failed `limit` times within the last minute.
  [[nodiscard]] bool closed(const std::string& email, Time now, std::size_t limit);
  void failed(const std::string& email, Time now);
  void succeeded(const std::string& email);

 private:
  // Forgets what is older than a minute, so that addresses made up by an attacker do not stay.
  void forget(Time now);

  std::mutex mutex_;
  std::unordered_map<std::string, std::deque<Time>> failures_;
};

}  // namespace accounts_plugin
