#include "kernel/web/http/acceptor.hpp"

#include <sys/socket.h>

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <cerrno>

namespace hemicycle::web::http {
namespace {

constexpr auto kPause = std::chrono::milliseconds(50);

}  // namespace

Acceptor::Acceptor(std::vector<std::shared_ptr<Loop>> loops)
    : loops_(std::move(loops)), shared_(loops_.front()->shared), socket_(loops_.front()->context), pause_(loops_.front()->context) {}

void Acceptor::bind(const std::string& address, std::uint16_t port) {
  const boost::asio::ip::tcp::endpoint endpoint(boost::asio::ip::make_address(address), port);
  socket_.open(endpoint.protocol());
  socket_.set_option(boost::asio::socket_base::reuse_address(true));
  socket_.bind(endpoint);
  socket_.listen(boost::asio::socket_base::max_listen_connections);
}

void Acceptor::inherit(int descriptor) {
  sockaddr_storage name{};
  socklen_t size = sizeof(name);
  if (getsockname(descriptor, reinterpret_cast<sockaddr*>(&name), &size) != 0) {
    throw boost::system::system_error(errno, boost::system::system_category(), "inherited socket");
  }
  socket_.assign(name.ss_family == AF_INET6 ? boost::asio::ip::tcp::v6() : boost::asio::ip::tcp::v4(), descriptor);
}

std::uint16_t Acceptor::port() const { return socket_.local_endpoint().port(); }

void Acceptor::close() noexcept {
  boost::system::error_code ignored;
  socket_.close(ignored);
  pause_.cancel();
}

Awaitable<void> Acceptor::run() {
  boost::system::error_code error;
  for (std::size_t turn = 0; socket_.is_open(); ++turn) {
    auto& loop = *loops_[turn % loops_.size()];
    Socket client(loop.context);
    co_await socket_.async_accept(client, boost::asio::redirect_error(kAwait, error));
    if (error && !socket_.is_open()) co_return;
    if (error) {
      // Out of descriptors, most likely: waiting lets some be given back, retrying at once would burn the core.
      pause_.expires_after(kPause);
      co_await pause_.async_wait(boost::asio::redirect_error(kAwait, error));
      continue;
    }
    shared_.accepted.fetch_add(1, std::memory_order_relaxed);
    const auto open = shared_.open.load(std::memory_order_relaxed);
    const auto& limits = shared_.limits;
    if (open >= limits.connections + limits.turned_away) continue;  // closed as it leaves scope
    const auto welcome = open < limits.connections ? &Loop::adopt : &Loop::turn_away;
    boost::asio::post(loop.context, [&loop, welcome, taken = std::move(client), seat = Seat(shared_)]() mutable {
      (loop.*welcome)(std::move(taken), std::move(seat));
    });
  }
}

}  // namespace hemicycle::web::http
