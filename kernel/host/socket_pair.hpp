// Two connected descriptors, one to keep and one to be inherited.
#pragma once

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace hemicycle::host {

/// Closes what was not taken. Close-on-exec: a child gets its end by name alone. Throws std::system_error.
class Ends {
 public:
  Ends() = default;
  ~Ends() {
    for (const int end : ends_)
      if (end >= 0) ::close(end);
  }
  Ends(const Ends&) = delete;
  Ends& operator=(const Ends&) = delete;

  [[nodiscard]] int theirs() const { return ends_[1]; }
  [[nodiscard]] int take_ours() { return std::exchange(ends_[0], -1); }

 protected:
  std::array<int, 2> ends_{-1, -1};
};

class SocketPair final : public Ends {
 public:
  SocketPair() {
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends_.data()) != 0)
      throw std::system_error(errno, std::generic_category(), "no pair of sockets for a worker");
  }
};

/// Ours is the reading end.
class OutputPipe final : public Ends {
 public:
  OutputPipe() {
    if (::pipe2(ends_.data(), O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "no pipe for a worker's output");
  }
};

}  // namespace hemicycle::host
