#include "kernel/cli/notify.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <ctime>
#include <stdexcept>

namespace hemicycle::cli {
namespace {

/// sd_listen_fds(3): SD_LISTEN_FDS_START.
constexpr int kFirstInherited = 3;

std::string take(const char* name) {
  const char* value = std::getenv(name);
  std::string out = value == nullptr ? "" : value;
  ::unsetenv(name);
  return out;
}

std::optional<std::int64_t> number(const std::string& text) {
  std::int64_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return out;
}

/// The variables are inherited by whoever a wrapper starts; they are meant for the process that is named.
bool for_us(const std::string& pid) { return number(pid) == std::int64_t{::getpid()}; }

int socket_option(int descriptor, int option) {
  int value = 0;
  socklen_t size = sizeof(value);
  return ::getsockopt(descriptor, SOL_SOCKET, option, &value, &size) == 0 ? value : -1;
}

}  // namespace

ServiceManager ServiceManager::from_environment() {
  ServiceManager out;
  out.address_ = take("NOTIFY_SOCKET");
  const auto watched = take("WATCHDOG_PID");
  const auto period = number(take("WATCHDOG_USEC"));
  if (period && *period > 0 && (watched.empty() || for_us(watched))) out.watchdog_ = std::chrono::microseconds(*period);
  const bool ours = for_us(take("LISTEN_PID"));
  const auto passed = number(take("LISTEN_FDS")).value_or(0);
  ::unsetenv("LISTEN_FDNAMES");
  if (!ours || passed <= 0) return out;
  if (passed > 1)
    throw std::runtime_error(std::to_string(passed) + " sockets were passed to the server, which serves one: leave one ListenStream= in hemicycle.socket");
  const int family = socket_option(kFirstInherited, SO_DOMAIN);
  if (socket_option(kFirstInherited, SO_ACCEPTCONN) != 1 || (family != AF_INET && family != AF_INET6))
    throw std::runtime_error("what was passed to the server as its socket does not listen for TCP: say ListenStream=ADDRESS:PORT in hemicycle.socket");
  ::fcntl(kFirstInherited, F_SETFD, FD_CLOEXEC);
  out.socket_ = kFirstInherited;
  return out;
}

std::optional<std::uint16_t> ServiceManager::port() const noexcept {
  sockaddr_storage name{};
  socklen_t size = sizeof(name);
  if (!socket_ || ::getsockname(*socket_, reinterpret_cast<sockaddr*>(&name), &size) != 0) return std::nullopt;
  if (name.ss_family == AF_INET6) return ntohs(reinterpret_cast<const sockaddr_in6*>(&name)->sin6_port);
  return ntohs(reinterpret_cast<const sockaddr_in*>(&name)->sin_port);
}

void ServiceManager::ready(std::string_view status) const noexcept {
  try {
    tell("READY=1\nSTATUS=" + std::string(status));
  } catch (...) {
    tell("READY=1");
  }
}

void ServiceManager::reloading() const noexcept {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  try {
    tell("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(std::int64_t{now.tv_sec} * 1'000'000 + now.tv_nsec / 1000));
  } catch (...) {
    tell("RELOADING=1");
  }
}

void ServiceManager::tell(std::string_view state) const noexcept {
  sockaddr_un to{};
  if (address_.empty() || address_.size() >= sizeof(to.sun_path)) return;
  to.sun_family = AF_UNIX;
  std::copy(address_.begin(), address_.end(), std::begin(to.sun_path));
  if (address_.front() == '@') to.sun_path[0] = '\0';  // Linux's names without a file
  const int descriptor = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return;
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + address_.size());
  static_cast<void>(::sendto(descriptor, state.data(), state.size(), MSG_NOSIGNAL, reinterpret_cast<const sockaddr*>(&to), size));
  ::close(descriptor);
}

}  // namespace hemicycle::cli
