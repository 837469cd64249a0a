#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "kernel/web/http/exchange.hpp"
#include "kernel/web/http/limits.hpp"

namespace hemicycle::web::http {

class Acceptor;
struct Shared;

struct Options {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;                    // 0: any free one
  std::optional<int> inherited;              // a listening socket (systemd activation) instead of address and port; owned from then on
  unsigned threads = 0;                      // 0: one per core
  std::vector<std::string> trusted_proxies;  // addresses or networks
  std::string fixed_headers;                 // whole header lines ended by CRLF, appended to every answer that is not ready-made
  Limits limits;
};

struct Statistics {
  std::uint64_t connections = 0;  // open now
  std::uint64_t accepted = 0;
  std::uint64_t requests = 0;  // heads read to their end
  std::uint64_t cached = 0;    // answered on the hot path
  std::uint64_t refused = 0;   // answered by the engine itself: 4xx, 5xx
  std::uint64_t expired = 0;   // closed by a deadline while something was under way
};

/// An HTTP/1.1 server: one event loop per thread, connections dealt to them in turn. The handler must outlive stop(). Methods are for the
/// owner's thread, except statistics().
class Server final {
 public:
  /// Throws std::invalid_argument for options that cannot be used.
  Server(Options options, Handler& handler);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();  // stop() without grace

  /// Binds, starts the threads and returns the port. Throws boost::system::system_error when the address cannot be had.
  std::uint16_t listen();

  /// Stops accepting; an inherited socket goes on listening for whoever comes next. Requests under way, and those that come within
  /// Limits::farewell_time on connections kept open, are answered with "Connection: close"; after at most `grace` the rest is closed. Returns
  /// when no thread of the server runs. A second call does nothing.
  void stop(std::chrono::milliseconds grace);

  /// Any thread.
  [[nodiscard]] Statistics statistics() const noexcept;

 private:
  Options options_;
  std::shared_ptr<Shared> shared_;
  std::vector<std::shared_ptr<Loop>> loops_;
  std::unique_ptr<Acceptor> acceptor_;
  std::vector<std::thread> threads_;
};

}  // namespace hemicycle::web::http
