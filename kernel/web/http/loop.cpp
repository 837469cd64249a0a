#include "kernel/web/http/loop.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <cstdio>

#include "kernel/web/http/connection.hpp"
#include "kernel/web/http/response.hpp"

namespace hemicycle::web::http {
namespace {

/// RFC 9110 §5.6.7, written by hand because strftime follows the process's locale.
std::string http_date(std::time_t time) {
  static constexpr std::array<const char*, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::tm parts{};
  gmtime_r(&time, &parts);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT", kDays.at(static_cast<std::size_t>(parts.tm_wday)),
                parts.tm_mday, kMonths.at(static_cast<std::size_t>(parts.tm_mon)), parts.tm_year + 1900, parts.tm_hour, parts.tm_min,
                parts.tm_sec);
  return text.data();
}

/// A fifth of the shortest deadline keeps the error small; 20 ms to 500 ms keeps the walk cheap.
std::chrono::milliseconds period_for(const Limits& limits) {
  const auto shortest = std::min({limits.head_time, limits.idle_time, limits.body_time, limits.write_time, limits.linger_time});
  return std::clamp(shortest / 5, std::chrono::milliseconds(20), std::chrono::milliseconds(500));
}

}  // namespace

Seat::~Seat() {
  if (shared_ == nullptr || shared_->open.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
  shared_->left();
}

Loop::Loop(std::shared_ptr<Shared> the_shared)
    : shared_owner(std::move(the_shared)), shared(*shared_owner), tick_period_(period_for(shared.limits)) {}

void Loop::adopt(Socket socket, Seat seat) {
  if (ended_) return;
  const auto connection = std::make_shared<Connection>(*this, std::move(socket), std::move(seat));
  boost::asio::co_spawn(context, connection->run(connection), boost::asio::detached);
}

void Loop::turn_away(Socket socket, Seat seat) {
  if (ended_) return;
  const auto connection = std::make_shared<Connection>(*this, std::move(socket), std::move(seat));
  boost::asio::co_spawn(context, connection->turn_away(connection), boost::asio::detached);
}

void Loop::add(Connection& connection) {
  connection.place = connections.size();
  connections.push_back(&connection);
}

void Loop::remove(Connection& connection) noexcept {
  connections[connection.place] = connections.back();
  connections[connection.place]->place = connection.place;
  connections.pop_back();
}

void Loop::drain() {
  for (auto* connection : connections) connection->drain();
}

void Loop::end() {
  ended_ = true;
  tick.cancel();
  for (auto* connection : connections) connection->close();
}

void Loop::watch_deadlines() {
  tick.expires_after(tick_period_);
  tick.async_wait([this](const boost::system::error_code& error) {
    if (error || ended_) return;
    const auto now = std::chrono::steady_clock::now();
    for (auto* connection : connections) connection->expire(now);
    watch_deadlines();
  });
}

std::string_view Loop::prelude(unsigned status, Persistence persistence) {
  const auto now = std::time(nullptr);
  if (now != second_) {
    second_ = now;
    date_ = http_date(now);
    preludes_.clear();
  }
  for (const auto& made : preludes_) {
    if (made.status == status && made.persistence == persistence) return made.text;
  }
  std::string text = "HTTP/1.1 " + std::to_string(status) + " " + std::string(reason_phrase(status)) + "\r\nDate: " + date_ + "\r\n";
  if (persistence == Persistence::close) text += "Connection: close\r\n";
  if (persistence == Persistence::announce_keep) text += "Connection: keep-alive\r\n";
  return preludes_.emplace_back(Prelude{status, persistence, std::move(text)}).text;
}

}  // namespace hemicycle::web::http
