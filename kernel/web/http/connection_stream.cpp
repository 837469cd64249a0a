// An answer that stays open.
#include <boost/asio/redirect_error.hpp>

#include "kernel/web/http/connection.hpp"

namespace hemicycle::web::http {
namespace {

// A comment of the format: it says that both ends are there, to the reader and to every proxy between.
const SharedBytes kHeartbeat = std::make_shared<const std::string>(":\n\n");

}  // namespace

void Connection::told() { answer_came_.cancel(); }

/// The reader has nothing to say any more: when its socket can be read, it has left, or breaks the rules.
void Connection::watch_reader() {
  socket_.async_wait(Socket::wait_read, [self = shared_from_this()](const boost::system::error_code&) {
    if (!self->broken_) self->close();
  });
}

Awaitable<void> Connection::write_all(SharedBytes bytes) {
  out_body_ = std::move(bytes);
  out_ = {boost::asio::const_buffer(out_body_->data(), out_body_->size()), {}, {}};
  if (!write_now()) co_await write_rest();
}

Awaitable<void> Connection::stream(Streaming answer, bool without_body) {
  const auto& limits = loop_.shared.limits;
  // Many come at once, after the server was started or a room was exchanged: they shall not all leave at once.
  const auto over = Clock::now() + limits.stream_time + limits.heartbeat * static_cast<int>(place % 8);
  streams_ = true;
  input_.release();
  prepare_open(answer.head);
  if (!write_now()) co_await write_rest();
  if (without_body || broken_) co_return close();
  watch_reader();
  answer.stream->carried_by(loop_.weak_from_this(), weak_from_this());
  while (!broken_) {
    const auto told = answer.stream->take();
    for (const auto& bytes : told.bytes)
      if (!broken_) co_await write_all(bytes);
    if (told.ended || Clock::now() > over || loop_.shared.stopping.load(std::memory_order_relaxed)) break;
    if (broken_ || !told.bytes.empty()) continue;
    phase_ = Phase::handling;
    deadline_ = Clock::time_point::max();  // nothing is owed by either side
    answer_came_.expires_after(limits.heartbeat);
    boost::system::error_code woken;
    co_await answer_came_.async_wait(boost::asio::redirect_error(kAwait, woken));
    if (!woken && !broken_) co_await write_all(kHeartbeat);
  }
  close();
}

}  // namespace hemicycle::web::http
