#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <ctime>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kernel/web/http/address.hpp"
#include "kernel/web/http/exchange.hpp"
#include "kernel/web/http/limits.hpp"

namespace hemicycle::web::http {

// The concrete executor, not any_io_executor: no type erasure on the hot path.
using Executor = boost::asio::io_context::executor_type;
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;
using Timer = boost::asio::basic_waitable_timer<std::chrono::steady_clock, boost::asio::wait_traits<std::chrono::steady_clock>, Executor>;
template <class T>
using Awaitable = boost::asio::awaitable<T, Executor>;
inline constexpr boost::asio::use_awaitable_t<Executor> kAwait;

/// What all threads of a server share.
struct Shared {
  Shared(Handler& the_handler, Limits the_limits) : handler(the_handler), limits(the_limits) {}
  Handler& handler;
  const Limits limits;
  TrustedProxies proxies;
  std::string fixed_headers;
  std::shared_ptr<BodyBudget> budget;
  std::atomic<bool> stopping{false};
  std::atomic<std::size_t> open{0};  // taken from the acceptor on, so that none is forgotten on its way to a loop
  std::atomic<bool> accepting{false};
  std::atomic<std::uint64_t> accepted{0};
  std::mutex mutex;  // with `emptied`: Server::stop waits for the last connection
  std::condition_variable emptied;
  /// Wakes Server::stop to look again.
  void left() {
    const std::lock_guard lock(mutex);
    emptied.notify_all();
  }
};

/// One of the places that the limits allow, held from the accept to the end of the connection: counted when it is dealt out, so that a burst
/// of clients cannot pass the bound while their connections are still on the way to their loops. Any thread.
class Seat final {
 public:
  explicit Seat(Shared& shared) noexcept : shared_(&shared) { shared.open.fetch_add(1, std::memory_order_relaxed); }
  Seat(Seat&& other) noexcept : shared_(std::exchange(other.shared_, nullptr)) {}
  Seat& operator=(Seat&&) = delete;
  ~Seat();

 private:
  Shared* shared_;
};

/// How a response says what becomes of the connection: HTTP/1.1 stays open without a word, HTTP/1.0 only with one.
enum class Persistence : std::uint8_t { keep, announce_keep, close };

/// One thread's event loop and the connections on it. All but the counters belongs to that thread.
struct Loop : std::enable_shared_from_this<Loop> {
  explicit Loop(std::shared_ptr<Shared> the_shared);

  /// Takes over an accepted socket. [on the loop's thread]
  void adopt(Socket socket, Seat seat);
  /// Answers 503 to one for which there is no room. [on the loop's thread]
  void turn_away(Socket socket, Seat seat);
  void add(Connection& connection);
  void remove(Connection& connection) noexcept;
  /// Connections close after their next answer, idle ones after the farewell. [on the loop's thread]
  void drain();
  /// Closes every connection and the timer: the loop then runs out of work and its thread ends. [on the loop's thread]
  void end();
  /// "HTTP/1.1 200 OK\r\nDate: …\r\n[Connection: …\r\n]", made at most once a second. The view lives until the next call. [on the loop's
  /// thread]
  std::string_view prelude(unsigned status, Persistence persistence);
  /// Arms the one timer that watches every connection's deadline.
  void watch_deadlines();

  std::shared_ptr<Shared> shared_owner;
  Shared& shared;
  std::atomic<std::uint64_t> requests{0};
  std::atomic<std::uint64_t> cached{0};
  std::atomic<std::uint64_t> refused{0};
  std::atomic<std::uint64_t> expired{0};
  std::vector<Connection*> connections;  // not owned: a connection lives in its coroutine and takes itself off
  boost::asio::io_context context{1};    // after `connections`: it dies first and with it the coroutines
  Timer tick{context};

 private:
  struct Prelude {
    unsigned status;
    Persistence persistence;
    std::string text;
  };
  std::chrono::milliseconds tick_period_;
  bool ended_ = false;
  std::time_t second_ = 0;
  std::string date_;
  std::vector<Prelude> preludes_;
};

/// Adds one to a counter that only this thread writes: no locked instruction on the hot path.
inline void count(std::atomic<std::uint64_t>& counter) noexcept {
  counter.store(counter.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
}

}  // namespace hemicycle::web::http
