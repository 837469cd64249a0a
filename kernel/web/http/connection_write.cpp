#include <boost/asio/redirect_error.hpp>
#include <stdexcept>

#include "kernel/web/http/connection.hpp"

namespace hemicycle::web::http {
namespace {

/// RFC 9110 §6.4.1: statuses whose answers never have a body.
bool bodiless(unsigned status) noexcept { return status < 200 || status == 204 || status == 304; }

boost::asio::const_buffer buffer_of(std::string_view text) noexcept { return {text.data(), text.size()}; }

void append_headers(std::string& out, const Response& response, std::string_view fixed) {
  for (const auto& [name, value] : response.headers) append_header(out, name, value);
  out.append(fixed);
}

}  // namespace

Persistence Connection::persistence() const noexcept {
  if (!keep_) return Persistence::close;
  return http10_ ? Persistence::announce_keep : Persistence::keep;
}

void Connection::prepare(const Ready& ready) {
  keep_ = keep_ && !loop_.shared.stopping.load(std::memory_order_relaxed);
  out_body_ = ready.bytes;
  const std::string_view bytes = *out_body_;
  out_ = {buffer_of(loop_.prelude(ready.status, persistence())), buffer_of(ready.head_only ? bytes.substr(0, ready.head_size) : bytes), {}};
}

void Connection::prepare(const Response& response, bool without_body) {
  keep_ = keep_ && !response.close && !loop_.shared.stopping.load(std::memory_order_relaxed);
  out_body_ = response.body;
  out_head_.clear();
  auto status = response.status;
  try {
    append_headers(out_head_, response, loop_.shared.fixed_headers);
  } catch (const std::invalid_argument&) {
    // A header with a line break is an injection that got through a handler: nothing of this answer is trusted.
    status = 500;
    out_body_ = nullptr;
    out_head_ = loop_.shared.fixed_headers;
  }
  const std::string_view body = out_body_ ? std::string_view(*out_body_) : std::string_view{};
  if (!bodiless(status)) append_header(out_head_, "Content-Length", std::to_string(body.size()));
  out_head_ += "\r\n";
  const bool send_body = !without_body && !bodiless(status);
  out_ = {buffer_of(loop_.prelude(status, persistence())), buffer_of(out_head_), send_body ? buffer_of(body) : boost::asio::const_buffer{}};
}

/// Its body ends with the connection: no length, no chunks.
void Connection::prepare_open(const Response& response) {
  keep_ = false;
  out_body_ = nullptr;
  out_head_.clear();
  append_headers(out_head_, response, loop_.shared.fixed_headers);
  out_head_ += "\r\n";
  out_ = {buffer_of(loop_.prelude(response.status, persistence())), buffer_of(out_head_), {}};
}

bool Connection::write_now() noexcept {
  while (true) {
    boost::system::error_code error;
    auto written = socket_.write_some(out_, error);
    if (error == boost::asio::error::would_block || error == boost::asio::error::try_again) return false;
    if (error) {
      close();
      return true;
    }
    std::size_t left = 0;
    for (auto& buffer : out_) {
      const auto part = std::min(written, buffer.size());
      buffer += part;
      written -= part;
      left += buffer.size();
    }
    if (left == 0) {
      out_body_.reset();
      return true;
    }
  }
}

Awaitable<void> Connection::write_rest() {
  // Another connection may remake the preludes while this one waits.
  out_prelude_.assign(static_cast<const char*>(out_[0].data()), out_[0].size());
  out_[0] = buffer_of(out_prelude_);
  std::size_t left = 0;
  for (const auto& buffer : out_) left += buffer.size();
  begin(Phase::writing, loop_.shared.limits.write_time, left);
  boost::system::error_code error;
  do {
    co_await socket_.async_wait(Socket::wait_write, boost::asio::redirect_error(kAwait, error));
    if (error) close();
  } while (!broken_ && !write_now());
}

}  // namespace hemicycle::web::http
