#include "kernel/web/http/address.hpp"

#include <catch2/catch.hpp>

using boost::asio::ip::make_address;
using hemicycle::web::http::TrustedProxies;

TEST_CASE("the client is the last address that no trusted proxy wrote") {
  const TrustedProxies proxies({"127.0.0.1", "10.0.0.0/8", "2001:db8::/33"});
  const auto client = [&](const char* peer, const char* forwarded) { return proxies.client(make_address(peer), forwarded).to_string(); };
  CHECK(client("192.0.2.1", "203.0.113.9") == "192.0.2.1");
  CHECK(client("127.0.0.1", "") == "127.0.0.1");
  CHECK(client("127.0.0.1", "203.0.113.9") == "203.0.113.9");
  CHECK(client("127.0.0.1", "6.6.6.6, 203.0.113.9") == "203.0.113.9");
  CHECK(client("127.0.0.1", "6.6.6.6, 203.0.113.9, 10.200.1.1") == "203.0.113.9");
  CHECK(client("127.0.0.1", "203.0.113.9, unknown") == "127.0.0.1");
  CHECK(client("::ffff:127.0.0.1", "2001:db9::7") == "2001:db9::7");
  CHECK(client("2001:db8:7fff::1", "203.0.113.9") == "203.0.113.9");
  CHECK(client("2001:db8:8000::1", "203.0.113.9") == "2001:db8:8000::1");
}

TEST_CASE("what is no network is refused") {
  for (const char* wrong : {"", "a", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/8x", "::/129", "10.0.0/8"})
    CHECK_THROWS_AS(TrustedProxies({wrong}), std::invalid_argument);
}
