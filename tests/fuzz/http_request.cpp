// A request's head, and the framing of its body, which Beast reads a second time: the two readers must agree (request smuggling).
#include <boost/beast/http/parser.hpp>
#include <cstdint>
#include <string>

#include "kernel/web/http/body.hpp"
#include "kernel/web/http/head_parser.hpp"
#include "kernel/web/http/url.hpp"
#include "tests/fuzz/must_hold.hpp"

using namespace hemicycle::web::http;
using hemicycle::fuzz::must_hold;

namespace {

/// The same bytes in two pieces must be read as in one.
void check_in_pieces(std::string_view bytes, HeadParser::State whole) {
  HeadParser parser{HeadLimits{}};
  auto state = HeadParser::State::more;
  for (std::size_t size = 1; size <= bytes.size() && state == HeadParser::State::more; size += 1 + size / 8)
    state = parser.feed(bytes.substr(0, size));
  if (state == HeadParser::State::more) state = parser.feed(bytes);
  must_hold(state == whole);
}

void check_framing(std::string_view bytes, const Head& head) {
  boost::beast::http::request_parser<BoundedBody> beast;
  beast.header_limit(16 * 1024);
  beast.body_limit(100'000);
  beast.eager(true);
  beast.get().body() = BodyBytes(std::make_shared<BodyBudget>(1'000'000));
  boost::beast::error_code error;
  std::size_t used = 0;
  do {
    error = {};
    const auto more = beast.put(boost::asio::const_buffer(bytes.data() + used, bytes.size() - used), error);
    used += more;
    if (more == 0) break;
  } while (!error && !beast.is_done() && used < bytes.size());
  if (!beast.is_header_done()) return;
  must_hold(used >= head.bytes().size());
  must_hold(beast.chunked() == head.chunked());
  if (!beast.is_done()) return;
  const auto& body = beast.get().body().text();
  if (!head.has_body()) must_hold(body.empty() && used == head.bytes().size());
  if (head.content_length()) must_hold(body.size() == *head.content_length() && used == head.bytes().size() + body.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  HeadParser parser{HeadLimits{}};
  const auto state = parser.feed(bytes);
  check_in_pieces(bytes, state);
  if (state == HeadParser::State::refused) must_hold(parser.refusal().status >= 400);
  if (state != HeadParser::State::done) return 0;
  const auto& head = parser.head();
  must_hold(hemicycle::fuzz::inside(head.target(), bytes) && hemicycle::fuzz::inside(head.method_name(), bytes));
  must_hold(hemicycle::fuzz::inside(head.header(Known::host), bytes) && hemicycle::fuzz::inside(head.query(), bytes));
  must_hold(!(head.chunked() && head.content_length()));
  static_cast<void>(head.joined("x-forwarded-for"));
  if (const auto path = decode_path(head.raw_path()))
    must_hold(path->find('\0') == std::string::npos && path->find("/../") == std::string::npos);
  if (head.has_body()) check_framing(bytes, head);
  return 0;
}
