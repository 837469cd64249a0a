// Acceptance L6: what two readers could frame differently is refused, and nothing after it is read as a request.
#include <catch2/catch.hpp>
#include <string>

#include "kernel/web/http/echo_server.hpp"
#include "kernel/web/http/raw_client.hpp"

using namespace hemicycle::web::http;
using namespace hemicycle::web::http::testing;

namespace {

constexpr const char* kSmuggled = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";

/// Sends a bad request with another one behind it; true when the first got `status` and the second was never answered.
bool refused(EchoServer& house, const std::string& request, int status = 400) {
  RawClient client(house.port);
  client.send(request + kSmuggled);
  const auto all = client.until_closed();
  INFO(request << " -> " << all);
  const bool once = all.find("HTTP/1.1 ", 1) == std::string::npos;
  CHECK(status_of(all) == status);
  CHECK(once);
  CHECK(all.find("Connection: close") != std::string::npos);
  CHECK(all.find("smuggled") == std::string::npos);
  return status_of(all) == status && once;
}

}  // namespace

TEST_CASE("an ambiguous body length is refused and the connection closed") {
  EchoServer house;
  const std::string post = "POST / HTTP/1.1\r\nHost: a\r\n";
  CHECK(refused(house, post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"));
  CHECK(refused(house, post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello"));
  CHECK(refused(house, post + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello"));
  CHECK(refused(house, post + "Content-Length: 5, 5\r\n\r\nhello"));
  CHECK(refused(house, post + "Content-Length: +5\r\n\r\nhello"));
  CHECK(refused(house, post + "Content-Length: -5\r\n\r\nhello"));
  CHECK(refused(house, post + "Content-Length: 0x5\r\n\r\nhello"));
  CHECK(refused(house, post + "Content-Length: \r\n\r\nhello"));
  CHECK(refused(house, post + "Content-Length: 99999999999999999999999\r\n\r\nhello"));
  CHECK(refused(house, post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"));
  CHECK(refused(house, post + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n"));
  CHECK(refused(house, post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"));
  CHECK(refused(house, post + "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n"));
  CHECK(refused(house, post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"));
  CHECK(refused(house, post + "Transfer-Encoding:\r\n\r\n0\r\n\r\n"));
  CHECK(refused(house, "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"));
  CHECK(refused(house, "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"));
}

TEST_CASE("broken chunks are refused") {
  EchoServer house;
  const std::string post = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  CHECK(refused(house, post + "zz\r\nhello\r\n0\r\n\r\n"));
  CHECK(refused(house, post + "-5\r\nhello\r\n0\r\n\r\n"));
  CHECK(refused(house, post + "5\nhello\n0\n\n"));
  CHECK(refused(house, post + "5\r\nhelloXX0\r\n\r\n"));
  CHECK(refused(house, post + "fffffffffffffffff\r\nhello\r\n0\r\n\r\n"));
}

TEST_CASE("line ends and spaces that parsers disagree about are refused") {
  EchoServer house;
  const std::string get = "GET / HTTP/1.1\r\nHost: a\r\n";
  CHECK(refused(house, get + "X: a\r\n folded\r\n\r\n"));
  CHECK(refused(house, get + "X: a\r\n\tfolded\r\n\r\n"));
  CHECK(refused(house, "GET / HTTP/1.1\r\n Host: a\r\n\r\n"));
  CHECK(refused(house, get + std::string("X: a\0b\r\n\r\n", 10)));
  CHECK(refused(house, "GET / HTTP/1.1\nHost: a\n\n"));
  CHECK(refused(house, get + "X: a\n\r\n"));
  CHECK(refused(house, get + "X: a\rY: b\r\n\r\n"));
  CHECK(refused(house, get + "X : a\r\n\r\n"));
  CHECK(refused(house, get + "Content-Length : 5\r\n\r\n"));
  CHECK(refused(house, get + "X(y): a\r\n\r\n"));
  CHECK(refused(house, get + ": a\r\n\r\n"));
  CHECK(refused(house, get + "no colon\r\n\r\n"));
  CHECK(refused(house, "GET  / HTTP/1.1\r\nHost: a\r\n\r\n"));
  CHECK(refused(house, "GET /\tHTTP/1.1\r\nHost: a\r\n\r\n"));
  CHECK(refused(house, "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"));
}

TEST_CASE("a request has exactly one valid host") {
  EchoServer house;
  CHECK(refused(house, "GET / HTTP/1.1\r\n\r\n"));
  CHECK(refused(house, "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"));
  CHECK(refused(house, "GET / HTTP/1.1\r\nHost:\r\n\r\n"));
  CHECK(refused(house, "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"));
  CHECK(refused(house, "GET / HTTP/1.1\r\nHost: user@a\r\n\r\n"));
  CHECK(refused(house, "GET http://user@a/ HTTP/1.1\r\nHost: a\r\n\r\n"));
  CHECK(refused(house, "GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n"));
}

TEST_CASE("a target holds no control characters, no broken escapes and no way up") {
  EchoServer house;
  const auto with = [](const std::string& target) { return "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n"; };
  for (const char* target :
       {"/\x01", "/\x7f",  "/\xc3\xa9", "/a#b",  "/%",       "/%4",  "/%zz",    "/%00", "/../etc", "/a/../b", "/a/%2e%2e/b", "//a",
        "/a//b", "/a%2fb", "/a%5Cb",    "/a\\b", "/%0d%0aX", "/%ff", "/%c0%af", "*",    "a",       "http:/a", "ftp://a/"}) {
    CHECK(refused(house, with(target)));
  }
}

TEST_CASE("HTTP/2 by upgrade or preface and unknown versions are refused") {
  EchoServer house;
  CHECK(refused(house, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
  CHECK(refused(house,
                "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n"));
  CHECK(refused(house, "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\n\r\n"));
  CHECK(refused(house, "GET / HTTP/1.2\r\nHost: a\r\n\r\n", 505));
  CHECK(refused(house, "GET /\r\n\r\n"));
  CHECK(refused(house, "GET / http/1.1\r\nHost: a\r\n\r\n"));
}

TEST_CASE("other methods are refused with those that are allowed") {
  EchoServer house;
  RawClient put(house.port);
  const auto refusal = put.ask("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
  CHECK(status_of(refusal) == 405);
  CHECK(refusal.find("Allow: GET, HEAD, POST, OPTIONS\r\n") != std::string::npos);
  CHECK(refused(house, "CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n", 405));
  CHECK(refused(house, "BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 501));
  CHECK(refused(house, "GET / HTTP/1.1\r\nHost: a\r\nExpect: 200-ok\r\n\r\n", 417));
}
