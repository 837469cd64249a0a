#include "kernel/web/http/connection.hpp"

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <utility>

namespace hemicycle::web::http {
namespace {

// Room for the largest head and a little of what follows it.
constexpr std::size_t kBeyondHead = 1024;

}  // namespace

Connection::Connection(Loop& loop, Socket socket, Seat seat)
    : loop_(loop),
      seat_(std::move(seat)),
      socket_(std::move(socket)),
      answer_came_(loop.context, Clock::time_point::max()),
      parser_(loop.shared.limits.head),
      input_(loop.shared.limits.head.bytes + kBeyondHead),
      deadline_(Clock::now() + patience(loop.shared.limits.head_time)) {
  boost::system::error_code error;
  socket_.non_blocking(true, error);
  if (!error) socket_.set_option(boost::asio::ip::tcp::no_delay(true), error);
  const auto endpoint = socket_.remote_endpoint(error);
  if (error) broken_ = true;  // already gone
  peer_ = endpoint.address();
  loop_.add(*this);
}

Connection::~Connection() { loop_.remove(*this); }

void Connection::begin(Phase phase, std::chrono::milliseconds time, std::size_t bytes) noexcept {
  const auto seconds = bytes / loop_.shared.limits.slowest_rate;
  phase_ = phase;
  deadline_ = Clock::now() + time + std::chrono::seconds(seconds);
}

std::chrono::milliseconds Connection::patience(std::chrono::milliseconds usual) const noexcept {
  const bool stopping = loop_.shared.stopping.load(std::memory_order_relaxed);
  return stopping ? std::min(usual, loop_.shared.limits.farewell_time) : usual;
}

void Connection::close() noexcept {
  broken_ = true;
  boost::system::error_code ignored;
  socket_.close(ignored);
  answer_came_.cancel();
}

void Connection::drain() {
  if (streams_) return close();  // its reader asks again, and finds the server that comes next
  // A client that was not told "Connection: close" may have a request under way (RFC 9112 §9.5): it is waited for, and told then.
  if (phase_ == Phase::idle || phase_ == Phase::lingering) deadline_ = std::min(deadline_, Clock::now() + loop_.shared.limits.farewell_time);
}

void Connection::expire(Clock::time_point now) {
  if (now < deadline_ || broken_) return;
  boost::system::error_code ignored;
  if (phase_ == Phase::idle && socket_.available(ignored) > 0) return;  // a request has come, this loop has only not read it yet
  if (phase_ == Phase::head || phase_ == Phase::body) {
    static constexpr std::string_view kTooSlow = "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    socket_.write_some(boost::asio::buffer(kTooSlow), ignored);
  }
  if (phase_ != Phase::idle && phase_ != Phase::lingering) count(loop_.expired);
  close();
}

void Connection::answered(std::optional<Answer> answer) {
  if (phase_ != Phase::handling || answer_ || lost_) return;
  lost_ = !answer;
  answer_ = std::move(answer);
  answer_came_.cancel();
}

Awaitable<void> Connection::run([[maybe_unused]] std::shared_ptr<Connection> self) {
  const auto& limits = loop_.shared.limits;
  boost::system::error_code error;
  while (!broken_) {
    auto state = input_.empty() ? HeadParser::State::more : parser_.feed(input_.bytes());
    while (state == HeadParser::State::more) {
      if (!input_.empty() && phase_ != Phase::head) begin(Phase::head, limits.head_time);
      const auto size = co_await socket_.async_read_some(input_.room(), boost::asio::redirect_error(kAwait, error));
      if (error || broken_) co_return;
      input_.received(size);
      state = parser_.feed(input_.bytes());
    }
    if (state == HeadParser::State::refused) {
      co_await refuse(parser_.refusal(), nullptr);
      co_return;
    }
    count(loop_.requests);
    const auto& head = parser_.head();
    keep_ = head.keep_alive();
    http10_ = head.http10();
    Ready ready;
    bool hit = false;
    if (head.method() == Method::get || head.method() == Method::head) {
      try {
        hit = loop_.shared.handler.cached(head, ready);
      } catch (...) {
        hit = false;  // handle() comes next and says what is wrong
      }
    }
    if (hit) {
      count(loop_.cached);
      input_.consume(head.bytes().size());
      prepare(ready);
      if (!write_now()) co_await write_rest();
    } else {
      co_await serve();
    }
    if (broken_) co_return;
    parser_.reset();
    if (!keep_) {
      co_await linger();
      co_return;
    }
    begin(Phase::idle, patience(limits.idle_time));
  }
}

Awaitable<void> Connection::turn_away([[maybe_unused]] std::shared_ptr<Connection> self) {
  if (!broken_) co_await refuse({503, "too_many_connections"}, nullptr);
}

Awaitable<void> Connection::serve() {
  const auto& head = parser_.head();
  auto& handler = loop_.shared.handler;
  const bool is_head = head.method() == Method::head;
  const auto limit = head.has_body() ? handler.body_limit(head) : 0;
  auto refusal = unwanted(head, limit);
  auto request = refusal.status == 0 ? make_request(head) : nullptr;
  if (refusal.status == 0 && !request) refusal = {400, "path"};
  if (refusal.status == 0 && request->head.has_body()) {
    refusal = co_await read_body(*request, limit);
  } else if (refusal.status == 0) {
    input_.consume(head.bytes().size());
  }
  if (broken_) co_return;
  if (refusal.status != 0) {
    co_await refuse(refusal, &head);
    co_return;
  }
  phase_ = Phase::handling;
  deadline_ = Clock::time_point::max();  // a handler's time is bounded by the bus
  answer_.reset();
  lost_ = false;
  hand_over(std::move(request));
  if (!answer_ && !lost_ && !broken_) {
    boost::system::error_code woken;
    co_await answer_came_.async_wait(boost::asio::redirect_error(kAwait, woken));
  }
  if (broken_) co_return;
  if (lost_) {
    count(loop_.refused);
    answer_ = handler.refuse({500, "unanswered"}, nullptr);
  }
  if (auto* streaming = std::get_if<Streaming>(&*answer_)) {
    auto kept = std::move(*streaming);
    answer_.reset();
    co_await stream(std::move(kept), is_head);
    co_return;
  }
  if (const auto* ready = std::get_if<Ready>(&*answer_)) {
    prepare(*ready);
  } else {
    prepare(std::get<Response>(*answer_), is_head);
  }
  answer_.reset();
  if (!write_now()) co_await write_rest();
}

/// `head` is null when none was read to its end.
Awaitable<void> Connection::refuse(Refusal refusal, const Head* head) {
  count(loop_.refused);
  auto response = loop_.shared.handler.refuse(refusal, head);
  if (refusal.status == 405 || refusal.status == 501) response.headers.emplace_back("Allow", "GET, HEAD, POST, OPTIONS");
  keep_ = false;
  response.close = true;
  prepare(response, head != nullptr && head->method() == Method::head);
  if (!write_now()) co_await write_rest();
  // run() lingers for a request that was read; a head that wasn't ends here.
  if (head == nullptr && !broken_) co_await linger();
}

/// Closing with unread bytes makes TCP reset the connection, and the client may never see the answer (RFC 9112 §9.6).
Awaitable<void> Connection::linger() {
  boost::system::error_code error;
  socket_.shutdown(Socket::shutdown_send, error);
  if (error) {
    close();
    co_return;
  }
  begin(Phase::lingering, patience(loop_.shared.limits.linger_time));
  std::size_t discarded = 0;
  while (!broken_ && discarded < loop_.shared.limits.linger_bytes) {
    input_.clear();
    const auto size = co_await socket_.async_read_some(input_.room(), boost::asio::redirect_error(kAwait, error));
    if (error) break;
    discarded += size;
  }
  close();
}

}  // namespace hemicycle::web::http
