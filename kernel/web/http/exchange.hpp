#pragma once

#include <boost/asio/ip/address.hpp>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "kernel/web/http/body.hpp"
#include "kernel/web/http/head.hpp"
#include "kernel/web/http/head_parser.hpp"
#include "kernel/web/http/event_stream.hpp"
#include "kernel/web/http/response.hpp"

namespace hemicycle::web::http {

class Connection;
struct Loop;

/// A whole request, owning its bytes.
struct Request {
  Head head;
  std::string path;  // decoded and normal (url.hpp); "*" for OPTIONS *
  BodyBytes body;
  boost::asio::ip::address peer;    // who is connected
  boost::asio::ip::address client;  // who asks: X-Forwarded-For when the peer is a trusted proxy, else the peer
  bool secure = false;              // X-Forwarded-Proto: https, from a trusted proxy
  std::string traceparent;          // W3C trace context when well formed, else empty
  std::unique_ptr<char[]> bytes;    // what `head` looks into
};

/// A request and the right to answer it, once, from any thread. Destroyed without an answer, it answers 500: no client is left waiting for
/// a lost request. The connection may be gone, the server stopped: answering is then without effect. Movable; owned by one thread at a
/// time.
class Exchange final {
 public:
  Exchange(std::unique_ptr<Request> request, std::shared_ptr<Loop> loop, std::weak_ptr<Connection> connection);
  Exchange(Exchange&&) noexcept;
  Exchange& operator=(Exchange&&) = delete;
  Exchange(const Exchange&) = delete;
  ~Exchange();

  [[nodiscard]] Request& request() noexcept { return *request_; }
  [[nodiscard]] const Request& request() const noexcept { return *request_; }
  /// The second call is a bug and throws std::logic_error.
  void respond(Answer answer);

 private:
  void deliver(std::optional<Answer> answer);
  std::unique_ptr<Request> request_;
  std::shared_ptr<Loop> loop_;  // null once answered: keeps the io_context alive, not the connection
  std::weak_ptr<Connection> connection_;
};

/// What the engine calls. All of it on I/O threads, concurrently: never block, never wait for a lock held during I/O.
class Handler {
 public:
  Handler() = default;
  Handler(const Handler&) = delete;
  Handler& operator=(const Handler&) = delete;
  virtual ~Handler() = default;

  /// The hot path: true, and `out`, when the answer to a GET or HEAD is at hand. `head` lives for the call.
  virtual bool cached(const Head& head, Ready& out) = 0;
  /// Everything else. Answer now or later from another thread.
  virtual void handle(Exchange&& exchange) = 0;
  /// Bytes that the body of this request may have; more is answered 413 before it is read.
  virtual std::size_t body_limit(const Head& head);
  /// The answer to a request that the engine refuses (400, 413, 431 …) or that a handler lost (500). `head` is null when it could not be
  /// read.
  virtual Response refuse(const Refusal& refusal, const Head* head);
};

}  // namespace hemicycle::web::http
