#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/beast/http/parser.hpp>
#include <cstring>

#include "kernel/web/http/characters.hpp"
#include "kernel/web/http/connection.hpp"
#include "kernel/web/http/url.hpp"

namespace hemicycle::web::http {
namespace {

namespace beast_http = boost::beast::http;

bool lower_hex(std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

/// W3C Trace Context §3.2: version 00, ids not all zero.
bool valid_traceparent(std::string_view text) noexcept {
  if (text.size() != 55 || !text.starts_with("00-") || text[35] != '-' || text[52] != '-') return false;
  const auto trace = text.substr(3, 32);
  const auto span = text.substr(36, 16);
  const auto not_zero = [](std::string_view id) { return id.find_first_not_of('0') != std::string_view::npos; };
  return lower_hex(trace) && lower_hex(span) && lower_hex(text.substr(53)) && not_zero(trace) && not_zero(span);
}

Refusal refusal_for(const boost::beast::error_code& error) noexcept {
  if (error == beast_http::error::body_limit) return {413, "body_too_large"};
  if (error == beast_http::error::buffer_overflow) return {503, "too_many_bodies"};
  return {400, "body"};
}

}  // namespace

Refusal Connection::unwanted(const Head& head, std::size_t limit) const noexcept {
  if (head.method() == Method::unknown) return {501, "method"};
  if (head.method() == Method::known) return {405, "method"};
  if (head.content_length().value_or(0) > limit) return {413, "body_too_large"};
  return {};
}

std::unique_ptr<Request> Connection::make_request(const Head& head) const {
  auto path = head.target() == "*" ? std::optional<std::string>("*") : decode_path(head.raw_path());
  if (!path) return nullptr;
  auto request = std::make_unique<Request>();
  const auto bytes = head.bytes();
  request->bytes = std::make_unique_for_overwrite<char[]>(bytes.size());
  std::memcpy(request->bytes.get(), bytes.data(), bytes.size());
  request->head = head;
  request->head.move_to(request->bytes.get());
  request->path = std::move(*path);
  request->peer = peer_;
  request->client = peer_;
  const auto& proxies = loop_.shared.proxies;
  if (proxies.trusts(peer_)) {
    request->client = proxies.client(peer_, head.joined("x-forwarded-for"));
    request->secure = same_letters(head.header("x-forwarded-proto"), "https");
  }
  if (const auto trace = head.header("traceparent"); valid_traceparent(trace)) request->traceparent = trace;
  return request;
}

/// Beast reads the head a second time and the body after it: two readers that must agree, and the chunks are Beast's business.
Awaitable<Refusal> Connection::read_body(Request& request, std::size_t limit) {
  const auto& limits = loop_.shared.limits;
  boost::system::error_code error;
  begin(Phase::body, limits.body_time, request.head.content_length().value_or(limit));
  const bool waits =
      !request.head.header(Known::expect).empty() && !request.head.http10() && input_.bytes().size() == request.head.bytes().size();
  if (waits) {
    static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    socket_.write_some(boost::asio::buffer(kContinue), error);
    if (error) {
      close();
      co_return Refusal{};
    }
  }
  beast_http::request_parser<BoundedBody> parser;
  parser.header_limit(static_cast<std::uint32_t>(limits.head.bytes));
  parser.body_limit(limit);
  parser.eager(true);
  parser.get().body() = BodyBytes(loop_.shared.budget);
  while (true) {
    const auto bytes = input_.bytes();
    boost::beast::error_code parsed;
    const auto used = parser.put(boost::asio::const_buffer(bytes.data(), bytes.size()), parsed);
    input_.consume(used);
    if (parsed && parsed != beast_http::error::need_more) co_return refusal_for(parsed);
    if (parser.is_done()) break;
    if (used > 0 && !input_.empty()) continue;
    if (input_.full()) co_return Refusal{400, "chunk_head_too_large"};
    const auto size = co_await socket_.async_read_some(input_.room(), boost::asio::redirect_error(kAwait, error));
    if (error || broken_) {
      close();
      co_return Refusal{};
    }
    input_.received(size);
  }
  request.body = std::move(parser.get().body());
  co_return Refusal{};
}

void Connection::hand_over(std::unique_ptr<Request> request) noexcept {
  try {
    loop_.shared.handler.handle(Exchange(std::move(request), loop_.shared_from_this(), weak_from_this()));
  } catch (...) {
    // The exchange died on the way and has answered 500 from its destructor.
  }
}

}  // namespace hemicycle::web::http
