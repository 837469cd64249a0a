#pragma once

#include <array>
#include <boost/asio/buffer.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "kernel/web/http/head_parser.hpp"
#include "kernel/web/http/input.hpp"
#include "kernel/web/http/loop.hpp"

namespace hemicycle::web::http {

/// One client. Lives in its coroutine, on its loop's thread, which alone may touch it.
class Connection final : public std::enable_shared_from_this<Connection> {
 public:
  using Clock = std::chrono::steady_clock;

  Connection(Loop& loop, Socket socket, Seat seat);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  /// Serves until the connection ends. `self` keeps it alive in the coroutine's frame.
  Awaitable<void> run(std::shared_ptr<Connection> self);
  /// Says 503 and ends, whatever the client sends: there is no room for it.
  Awaitable<void> turn_away(std::shared_ptr<Connection> self);
  /// The answer to the request that a handler has; nothing: it was lost.
  void answered(std::optional<Answer> answer);
  /// The stream that it carries has something to write.
  void told();
  /// Closes when the deadline has passed.
  void expire(Clock::time_point now);
  /// The server stops: the next answer is the last; without a request, the end comes after the farewell.
  void drain();
  void close() noexcept;

  std::size_t place = 0;  // in Loop::connections

 private:
  enum class Phase : std::uint8_t { idle, head, body, handling, writing, lingering };

  // connection.cpp: the loop
  Awaitable<void> serve();
  Awaitable<void> refuse(Refusal refusal, const Head* head);
  Awaitable<void> linger();
  void begin(Phase phase, std::chrono::milliseconds time, std::size_t bytes = 0) noexcept;
  /// How long to wait for the client while it owes nothing: less when the server stops.
  [[nodiscard]] std::chrono::milliseconds patience(std::chrono::milliseconds usual) const noexcept;

  // connection_request.cpp: what isn't cached
  [[nodiscard]] Refusal unwanted(const Head& head, std::size_t limit) const noexcept;
  [[nodiscard]] std::unique_ptr<Request> make_request(const Head& head) const;
  Awaitable<Refusal> read_body(Request& request, std::size_t limit);
  void hand_over(std::unique_ptr<Request> request) noexcept;

  // connection_stream.cpp: an answer that stays open
  Awaitable<void> stream(Streaming answer, bool without_body);
  Awaitable<void> write_all(SharedBytes bytes);
  void watch_reader();

  // connection_write.cpp
  void prepare(const Ready& ready);
  void prepare(const Response& response, bool without_body);
  void prepare_open(const Response& response);
  /// Writes what the socket takes without waiting; true when nothing is left to wait for.
  [[nodiscard]] bool write_now() noexcept;
  Awaitable<void> write_rest();
  [[nodiscard]] Persistence persistence() const noexcept;

  Loop& loop_;
  Seat seat_;  // before the socket: given back when its descriptor is free
  Socket socket_;
  Timer answer_came_;
  boost::asio::ip::address peer_;
  HeadParser parser_;
  Input input_;
  Phase phase_ = Phase::idle;
  Clock::time_point deadline_;
  bool keep_ = true;  // after the present answer
  bool http10_ = false;
  bool streams_ = false;  // for the rest of its life
  bool broken_ = false;  // the socket failed or was closed
  std::optional<Answer> answer_;
  bool lost_ = false;  // the handler gave the exchange up

  std::array<boost::asio::const_buffer, 3> out_;  // what is left to be written
  std::string out_prelude_;                       // own copy, when the write has to wait
  std::string out_head_;
  SharedBytes out_body_;
};

}  // namespace hemicycle::web::http
