#include "kernel/web/http/event_stream.hpp"

#include <boost/asio/post.hpp>

#include "kernel/web/http/connection.hpp"

namespace hemicycle::web::http {

void EventStream::tell(SharedBytes bytes) {
  const std::lock_guard lock(mutex_);
  if (told_.ended) return;
  told_.bytes.push_back(std::move(bytes));
  if (told_.bytes.size() > kMostWaiting) told_ = {.bytes = {}, .ended = true};
  wake();
}

void EventStream::end() {
  const std::lock_guard lock(mutex_);
  told_.ended = true;
  wake();
}

void EventStream::wake() {
  const auto loop = woken_ ? nullptr : loop_.lock();
  if (!loop) return;
  woken_ = true;
  boost::asio::post(loop->context, [connection = connection_] {
    if (const auto alive = connection.lock()) alive->told();
  });
}

void EventStream::carried_by(std::weak_ptr<Loop> loop, std::weak_ptr<Connection> connection) {
  const std::lock_guard lock(mutex_);
  loop_ = std::move(loop);
  connection_ = std::move(connection);
}

EventStream::Told EventStream::take() {
  const std::lock_guard lock(mutex_);
  woken_ = false;
  auto out = std::move(told_);
  told_ = {.bytes = {}, .ended = out.ended};
  return out;
}

}  // namespace hemicycle::web::http
