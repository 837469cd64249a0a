#include "kernel/cli/notify.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <functional>
#include <stdexcept>
#include <string>

using hemicycle::cli::ServiceManager;
using namespace std::chrono_literals;

namespace {

/// What a service manager hears: a datagram socket in Linux's names without a file.
class Ear {
 public:
  Ear() : socket_(::socket(AF_UNIX, SOCK_DGRAM, 0)), name_("hemicycle-notify-" + std::to_string(::getpid())) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::copy(name_.begin(), name_.end(), address.sun_path + 1);
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name_.size());
    if (::bind(socket_, reinterpret_cast<const sockaddr*>(&address), size) != 0) throw std::runtime_error("bind");
  }
  Ear(const Ear&) = delete;
  Ear& operator=(const Ear&) = delete;
  ~Ear() { ::close(socket_); }
  [[nodiscard]] std::string name() const { return "@" + name_; }
  [[nodiscard]] std::string heard() const {
    std::array<char, 512> bytes{};
    const auto size = ::recv(socket_, bytes.data(), bytes.size(), MSG_DONTWAIT);
    return size > 0 ? std::string(bytes.data(), static_cast<std::size_t>(size)) : "";
  }

 private:
  int socket_;
  std::string name_;
};

/// Descriptor 3 is the protocol's: only a child can have it for itself. True when `promise` held there.
bool holds_in_child(const std::function<bool()>& promise) {
  const auto child = ::fork();
  if (child == 0) ::_exit(promise() ? 0 : 1);
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

void pass_as_third(int type, bool listens, const char* count = "1") {
  const int made = ::socket(AF_INET, type, 0);
  if (listens) ::listen(made, 4);
  ::dup2(made, 3);
  ::setenv("LISTEN_PID", std::to_string(::getpid()).c_str(), 1);
  ::setenv("LISTEN_FDS", count, 1);
}

bool refused() {
  try {
    static_cast<void>(ServiceManager::from_environment());
    return false;
  } catch (const std::runtime_error&) {
    return true;
  }
}

}  // namespace

TEST_CASE("a service manager hears that the server is ready, alive, reloading and stopping") {
  const Ear ear;
  ::setenv("NOTIFY_SOCKET", ear.name().c_str(), 1);
  const auto manager = ServiceManager::from_environment();
  manager.ready("serving");
  CHECK(ear.heard() == "READY=1\nSTATUS=serving");
  manager.alive();
  CHECK(ear.heard() == "WATCHDOG=1");
  manager.reloading();
  CHECK(ear.heard().starts_with("RELOADING=1\nMONOTONIC_USEC="));
  manager.stopping();
  CHECK(ear.heard().starts_with("STOPPING=1"));
}

TEST_CASE("children inherit nothing of what the service manager said, and without one nothing is said") {
  const Ear ear;
  for (const char* name : {"WATCHDOG_USEC", "LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES"}) ::setenv(name, "1", 1);
  ::setenv("NOTIFY_SOCKET", ear.name().c_str(), 1);
  CHECK_FALSE(ServiceManager::from_environment().listening_socket());
  for (const char* name : {"NOTIFY_SOCKET", "WATCHDOG_USEC", "LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES"}) CHECK(std::getenv(name) == nullptr);
  ServiceManager::from_environment().ready("to nobody");
  CHECK(ear.heard().empty());
}

TEST_CASE("the watchdog's time is taken, unless it is meant for another process") {
  ::setenv("WATCHDOG_USEC", "30000000", 1);
  CHECK(ServiceManager::from_environment().watchdog() == 30s);
  ::setenv("WATCHDOG_USEC", "30000000", 1);
  ::setenv("WATCHDOG_PID", "1", 1);
  CHECK(ServiceManager::from_environment().watchdog() == 0s);
  ::setenv("WATCHDOG_USEC", "soon", 1);
  CHECK(ServiceManager::from_environment().watchdog() == 0s);
}

TEST_CASE("one listening socket is taken; another number or kind is refused") {
  CHECK(holds_in_child([] {
    pass_as_third(SOCK_STREAM, true);
    const auto manager = ServiceManager::from_environment();
    return manager.listening_socket() == 3 && manager.port().value_or(0) > 0 && (::fcntl(3, F_GETFD) & FD_CLOEXEC) != 0;
  }));
  CHECK(holds_in_child([] {
    pass_as_third(SOCK_STREAM, false);
    return refused();
  }));
  CHECK(holds_in_child([] {
    pass_as_third(SOCK_DGRAM, false);
    return refused();
  }));
  CHECK(holds_in_child([] {
    pass_as_third(SOCK_STREAM, true, "2");
    return refused();
  }));
}
