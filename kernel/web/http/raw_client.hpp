#pragma once

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace hemicycle::web::http::testing {

/// A client that sends exactly the bytes it is told to. For tests; blocking, with a limit of 10 s on every wait.
class RawClient final {
 public:
  explicit RawClient(std::uint16_t port, int receive_buffer = 0) : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    if (receive_buffer > 0) setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof(receive_buffer));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0) throw std::runtime_error("connect");
  }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;
  ~RawClient() { close(socket_); }

  /// False when the server no longer takes bytes.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  /// Waits for bytes; false at the end of the stream, on a reset, or after 10 s (`timed_out`).
  bool receive() {
    pollfd waiting{socket_, POLLIN, 0};
    timed_out = poll(&waiting, 1, 10'000) == 0;
    std::array<char, 16'384> bytes{};
    const auto size = timed_out ? 0 : recv(socket_, bytes.data(), bytes.size(), 0);
    if (size <= 0) return false;
    received.append(bytes.data(), static_cast<std::size_t>(size));
    return true;
  }

  /// Everything until the server closes. Throws when it does not.
  std::string until_closed() {
    while (receive()) {
    }
    if (timed_out) throw std::runtime_error("the server kept the connection open");
    return std::exchange(received, {});
  }

  /// The next response, framed by Content-Length (`without_body` for an answer to HEAD, and 304).
  std::string response(bool without_body = false) {
    std::size_t end = 0;
    while ((end = received.find("\r\n\r\n")) == std::string::npos) {
      if (!receive()) throw std::runtime_error("no response, but: " + received);
    }
    std::size_t size = end + 4;
    const auto length = received.find("Content-Length: ");
    if (!without_body && length < end) size += std::strtoull(received.c_str() + length + 16, nullptr, 10);
    while (received.size() < size) {
      if (!receive()) throw std::runtime_error("response cut short");
    }
    auto one = received.substr(0, size);
    received.erase(0, size);
    return one;
  }

  std::string ask(std::string_view request) {
    send(request);
    return response(request.starts_with("HEAD"));
  }

  std::string received;
  bool timed_out = false;

 private:
  int socket_;
};

inline int status_of(std::string_view response) {
  return response.starts_with("HTTP/1.1 ") ? std::atoi(std::string(response.substr(9, 3)).c_str()) : 0;
}

inline std::string body_of(std::string_view response) {
  const auto end = response.find("\r\n\r\n");
  return end == std::string_view::npos ? std::string{} : std::string(response.substr(end + 4));
}

}  // namespace hemicycle::web::http::testing
