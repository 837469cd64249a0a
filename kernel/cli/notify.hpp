// What a service manager says to a program that it starts, and what it wants to hear: systemd's protocol, without its library
// (sd_notify(3), sd_listen_fds(3), sd_watchdog_enabled(3)). Without such a manager nothing is said and nothing is inherited.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hemicycle::cli {

class ServiceManager final {
 public:
  /// Takes NOTIFY_SOCKET, WATCHDOG_* and LISTEN_* out of the environment, so that no child believes they are meant for it: before any thread.
  /// Throws std::runtime_error when what was passed is not one listening TCP socket.
  [[nodiscard]] static ServiceManager from_environment();

  /// The socket that listens for this program and outlives it; whoever takes it closes it.
  [[nodiscard]] std::optional<int> listening_socket() const noexcept { return socket_; }
  /// Where that socket listens.
  [[nodiscard]] std::optional<std::uint16_t> port() const noexcept;
  /// Within this time a keep-alive must come, or the program is killed and started again; zero: nobody waits for one.
  [[nodiscard]] std::chrono::microseconds watchdog() const noexcept { return watchdog_; }

  void ready(std::string_view status) const noexcept;
  void alive() const noexcept { tell("WATCHDOG=1"); }
  /// A reload begins; `ready` says when it is over.
  void reloading() const noexcept;
  void stopping() const noexcept { tell("STOPPING=1\nSTATUS=Finishing what was begun."); }

 private:
  ServiceManager() = default;
  /// Best effort, any thread: who listens is not our concern.
  void tell(std::string_view state) const noexcept;

  std::string address_;
  std::chrono::microseconds watchdog_{0};
  std::optional<int> socket_;
};

}  // namespace hemicycle::cli
