#include "kernel/web/http/server.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <stdexcept>

#include "kernel/web/http/acceptor.hpp"
#include "kernel/web/http/loop.hpp"

namespace hemicycle::web::http {

Server::Server(Options options, Handler& handler)
    : options_(std::move(options)), shared_(std::make_shared<Shared>(handler, options_.limits)) {
  if (options_.limits.slowest_rate == 0)
    throw std::invalid_argument("the slowest rate allowed to a client must be at least one byte per second");
  if (!options_.fixed_headers.empty() && !options_.fixed_headers.ends_with("\r\n")) {
    throw std::invalid_argument("fixed headers must be whole lines, each ended by CRLF");
  }
  shared_->proxies = TrustedProxies(options_.trusted_proxies);
  shared_->fixed_headers = options_.fixed_headers;
  shared_->budget = std::make_shared<BodyBudget>(options_.limits.body_bytes_in_flight);
  const auto threads = options_.threads > 0 ? options_.threads : std::max(1U, std::thread::hardware_concurrency());
  for (unsigned made = 0; made < threads; ++made) loops_.push_back(std::make_shared<Loop>(shared_));
  acceptor_ = std::make_unique<Acceptor>(loops_);
}

Server::~Server() { stop(std::chrono::milliseconds(0)); }

std::uint16_t Server::listen() {
  if (options_.inherited) {
    acceptor_->inherit(*options_.inherited);
  } else {
    acceptor_->bind(options_.address, options_.port);
  }
  const auto port = acceptor_->port();
  shared_->accepting = true;
  boost::asio::co_spawn(loops_.front()->context, acceptor_->run(), [shared = shared_.get()](const std::exception_ptr&) {
    shared->accepting = false;
    shared->left();
  });
  for (const auto& loop : loops_) {
    loop->watch_deadlines();
    threads_.emplace_back([loop] { loop->context.run(); });
  }
  return port;
}

void Server::stop(std::chrono::milliseconds grace) {
  if (shared_->stopping.exchange(true)) return;
  for (const auto& loop : loops_) boost::asio::post(loop->context, [&each = *loop] { each.drain(); });
  boost::asio::post(loops_.front()->context, [this] { acceptor_->close(); });
  if (!threads_.empty()) {
    std::unique_lock lock(shared_->mutex);
    shared_->emptied.wait_for(lock, grace, [this] { return !shared_->accepting && shared_->open.load(std::memory_order_acquire) == 0; });
  }
  for (const auto& loop : loops_) {
    boost::asio::post(loop->context, [&each = *loop] { each.end(); });
  }
  for (auto& thread : threads_) thread.join();
  threads_.clear();
  acceptor_->close();
  acceptor_.reset();
}

Statistics Server::statistics() const noexcept {
  Statistics all;
  all.connections = shared_->open.load(std::memory_order_relaxed);
  all.accepted = shared_->accepted.load(std::memory_order_relaxed);
  for (const auto& loop : loops_) {
    all.requests += loop->requests.load(std::memory_order_relaxed);
    all.cached += loop->cached.load(std::memory_order_relaxed);
    all.refused += loop->refused.load(std::memory_order_relaxed);
    all.expired += loop->expired.load(std::memory_order_relaxed);
  }
  return all;
}

}  // namespace hemicycle::web::http
