#include "kernel/web/http/head_parser.hpp"

#include <catch2/catch.hpp>
#include <random>
#include <string>

using namespace hemicycle::web::http;

TEST_CASE("a head is read the same however it is cut") {
  const std::string text =
      "GET /a?b=c HTTP/1.1\r\nHost: example.org\r\nX-Empty:\r\nACCEPT-encoding:  gzip , br \t\r\nX-Many: 1\r\nx-many: 2\r\n\r\nrest";
  const std::size_t size = text.size() - 4;
  for (std::size_t step = 1; step <= text.size(); ++step) {
    HeadParser parser{HeadLimits{}};
    auto state = HeadParser::State::more;
    for (std::size_t have = step; state == HeadParser::State::more; have += step)
      state = parser.feed(std::string_view(text).substr(0, have));
    REQUIRE(state == HeadParser::State::done);
    const auto& head = parser.head();
    REQUIRE(head.bytes().size() == size);
    REQUIRE(head.target() == "/a?b=c");
    REQUIRE(head.raw_path() == "/a");
    REQUIRE(head.query() == "b=c");
    REQUIRE(head.header(Known::host) == "example.org");
    REQUIRE(head.header(Known::accept_encoding) == "gzip , br");
    REQUIRE(head.header("x-empty").empty());
    REQUIRE(head.joined("X-MANY") == "1, 2");
    REQUIRE(head.keep_alive());
    REQUIRE(!head.has_body());
  }
}

TEST_CASE("a parser used again remembers nothing") {
  HeadParser parser{HeadLimits{}};
  REQUIRE(parser.feed("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nCookie: a=b\r\n\r\n") == HeadParser::State::done);
  CHECK(parser.head().content_length() == 5U);
  parser.reset();
  REQUIRE(parser.feed("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n") == HeadParser::State::done);
  CHECK(!parser.head().content_length());
  CHECK(parser.head().chunked());
  CHECK(parser.head().header(Known::cookie).empty());
}

TEST_CASE("mutilated heads never pass a control character, a second host or two framings") {
  const std::string seed =
      "POST /a%20b?c=d HTTP/1.1\r\nHost: a.example:80\r\nContent-Length: 12\r\nAccept: */*\r\nConnection: keep-alive, x\r\n\r\n";
  const std::string alphabet("\r\n\0 \t:%/a1,Hh\x7f\xff", 15);
  std::mt19937 random(20261123);
  for (int round = 0; round < 50'000; ++round) {
    auto text = seed;
    for (auto changes = random() % 4 + 1; changes > 0; --changes) {
      const auto at = random() % text.size();
      const char c = alphabet[random() % alphabet.size()];
      if (random() % 3 == 0)
        text.erase(at, 1 + random() % 8);
      else if (random() % 2 == 0)
        text.insert(at, 1, c);
      else
        text[at] = c;
      if (text.empty()) text = "x";
    }
    HeadParser parser{HeadLimits{}};
    if (parser.feed(text) != HeadParser::State::done) continue;
    const auto& head = parser.head();
    REQUIRE(head.bytes().ends_with("\r\n\r\n"));
    REQUIRE(!(head.chunked() && head.content_length()));
    for (const char c : head.target()) REQUIRE((c > ' ' && c < 0x7F));
    REQUIRE(head.bytes().find('\0') == std::string_view::npos);
    for (std::size_t at = 0; at < head.bytes().size(); ++at) {
      if (head.bytes()[at] == '\n') REQUIRE(head.bytes()[at - 1] == '\r');
      if (head.bytes()[at] == '\r') REQUIRE(head.bytes()[at + 1] == '\n');
    }
  }
}
