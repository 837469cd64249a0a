#pragma once

#include <boost/asio/basic_socket_acceptor.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kernel/web/http/loop.hpp"

namespace hemicycle::web::http {

/// The listening socket. It runs on the first loop and deals connections to all of them in turn: SO_REUSEPORT's hashing leaves threads
/// uneven with few connections, and lets another process of the same user share the port unseen.
class Acceptor final {
 public:
  explicit Acceptor(std::vector<std::shared_ptr<Loop>> loops);

  void bind(const std::string& address, std::uint16_t port);
  void inherit(int descriptor);
  [[nodiscard]] std::uint16_t port() const;
  /// Accepts until closed.
  Awaitable<void> run();
  /// [on the first loop's thread]
  void close() noexcept;

 private:
  std::vector<std::shared_ptr<Loop>> loops_;
  Shared& shared_;
  boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, Executor> socket_;
  Timer pause_;
};

}  // namespace hemicycle::web::http
