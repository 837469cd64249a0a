// Lines over a Unix stream socket, each with a bound and a deadline.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace hemicycle::steward {

/// Opens or reaches a socket by any path: the 107 bytes that an address holds are not enough for every data folder.
class SocketAddress final {
 public:
  /// Throws std::system_error when the folder cannot be opened.
  explicit SocketAddress(const std::filesystem::path& path);
  ~SocketAddress();
  SocketAddress(const SocketAddress&) = delete;
  SocketAddress& operator=(const SocketAddress&) = delete;

  /// 0, or an errno.
  [[nodiscard]] int bind(int socket) const;
  [[nodiscard]] int connect(int socket) const;

 private:
  int folder_ = -1;
  std::string name_;
};

/// Reads and writes until `end` at the latest; reading gives up at once when `interrupt` (a descriptor, or -1) becomes readable. One thread; owns
/// nothing.
class LineSocket final {
 public:
  using Instant = std::chrono::steady_clock::time_point;
  enum class Read { line, end, too_long, late };

  LineSocket(int socket, std::size_t longest, int interrupt = -1) : socket_(socket), longest_(longest), interrupt_(interrupt) {}

  [[nodiscard]] Read read(std::string& line, Instant end);
  [[nodiscard]] bool write(std::string_view bytes, Instant end) const;

 private:
  [[nodiscard]] bool wait(short events, int interrupt, Instant end) const;

  int socket_;
  std::size_t longest_;
  int interrupt_;
  std::string received_;
};

}  // namespace hemicycle::steward
