#include "kernel/web/http/rate_limit.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace hemicycle::web::http;
using namespace std::chrono_literals;

namespace {
const TimePoint kStart = TimePoint{} + 1h;
}

TEST_CASE("a burst of the whole count passes, the next waits for one share of the period") {
  RateLimiter limiter;
  const Rule rule{10, 60s};
  for (unsigned n = 0; n < 10; ++n) {
    const auto verdict = limiter.check("a", rule, kStart);
    REQUIRE(verdict.allowed);
    REQUIRE(verdict.remaining == 9 - n);
  }
  const auto refused = limiter.check("a", rule, kStart);
  CHECK(!refused.allowed);
  CHECK(refused.retry_after == 6s);
  CHECK(refused.reset == 60s);
  CHECK(!limiter.check("a", rule, kStart + 5s).allowed);
  CHECK(limiter.check("a", rule, kStart + 6s).allowed);
  CHECK(!limiter.check("a", rule, kStart + 6s).allowed);
  CHECK(limiter.check("b", rule, kStart).allowed);
}

TEST_CASE("asking while refused does not lengthen the wait") {
  RateLimiter limiter;
  const Rule rule{1, 10s};
  CHECK(limiter.check("a", rule, kStart).allowed);
  for (int n = 0; n < 1'000; ++n) CHECK(!limiter.check("a", rule, kStart + 1s).allowed);
  CHECK(limiter.check("a", rule, kStart + 10s).allowed);
}

TEST_CASE("the table is bounded and forgets who was away longest") {
  RateLimiter limiter(3);
  const Rule rule{1, 60s};
  for (const char* key : {"a", "b", "c"}) CHECK(limiter.check(key, rule, kStart).allowed);
  CHECK(!limiter.check("a", rule, kStart).allowed);
  CHECK(limiter.check("d", rule, kStart).allowed);
  CHECK(limiter.entries() == 3);
  CHECK(!limiter.check("a", rule, kStart).allowed);
  CHECK(limiter.check("b", rule, kStart).allowed);
}

TEST_CASE("the headers follow the draft") {
  const Headers refused = rate_headers({false, 0, 60s, 6s}, {10, 60s});
  CHECK(refused == Headers{{"RateLimit-Policy", "\"default\";q=10;w=60"}, {"RateLimit", "\"default\";r=0;t=60"}, {"Retry-After", "6"}});
  CHECK(rate_headers({true, 3, 42s, 0s}, {10, 60s}).size() == 2);
}

TEST_CASE("an IPv6 subscriber is one whatever address it takes") {
  CHECK(rate_key("203.0.113.4") == "203.0.113.4");
  CHECK(rate_key("::ffff:203.0.113.4") == "203.0.113.4");
  CHECK(rate_key("2001:db8:1:2::1") == rate_key("2001:db8:1:2:ffff::9"));
  CHECK(rate_key("2001:db8:1:2::1") != rate_key("2001:db8:1:3::1"));
}

TEST_CASE("each failure doubles the wait, up to a bound, and success forgets") {
  FailureDelay delay({.free = 3, .most = 60s, .forget = 1h, .entries = 10});
  delay.failed("a", kStart);
  delay.failed("a", kStart);
  CHECK(delay.wait("a", kStart) == 0s);
  delay.failed("a", kStart);
  CHECK(delay.wait("a", kStart) == 1s);
  delay.failed("a", kStart);
  CHECK(delay.wait("a", kStart) == 2s);
  CHECK(delay.wait("a", kStart + 2s) == 0s);
  CHECK(delay.wait("b", kStart) == 0s);
  for (int n = 0; n < 100; ++n) delay.failed("a", kStart);
  CHECK(delay.wait("a", kStart) == 60s);
  CHECK(delay.wait("a", kStart + 2h) == 0s);
  delay.succeeded("a");
  CHECK(delay.wait("a", kStart) == 0s);
  for (int n = 0; n < 100; ++n) delay.failed(std::to_string(n), kStart);
  CHECK(delay.wait("a", kStart) == 0s);
}
