#include "throttle.hpp"

#include <catch2/catch.hpp>

using accounts_plugin::SignInThrottle;
using namespace std::chrono_literals;

namespace {
constexpr auto kNoon = SignInThrottle::Time(12h);

void fail(SignInThrottle& throttle, int times, SignInThrottle::Time at) {
  for (int i = 0; i < times; ++i) throttle.failed("a@example.org", at);
}
}  // namespace

TEST_CASE("an address closes at the limit of failures, not one before") {
  SignInThrottle throttle;
  fail(throttle, 4, kNoon);
  CHECK_FALSE(throttle.closed("a@example.org", kNoon, 5));
  fail(throttle, 1, kNoon);
  CHECK(throttle.closed("a@example.org", kNoon, 5));
}

TEST_CASE("other addresses stay open") {
  SignInThrottle throttle;
  fail(throttle, 5, kNoon);
  CHECK_FALSE(throttle.closed("b@example.org", kNoon, 5));
}

TEST_CASE("a minute later the address is open again: there is no lock for ever") {
  SignInThrottle throttle;
  fail(throttle, 5, kNoon);
  CHECK(throttle.closed("a@example.org", kNoon + 59s, 5));
  CHECK_FALSE(throttle.closed("a@example.org", kNoon + 60s, 5));
}

TEST_CASE("a right password forgets the failures") {
  SignInThrottle throttle;
  fail(throttle, 5, kNoon);
  throttle.succeeded("a@example.org");
  CHECK_FALSE(throttle.closed("a@example.org", kNoon, 5));
}

TEST_CASE("made-up addresses do not push out one that is under attack now") {
  SignInThrottle throttle;
  for (int i = 0; i < 9'999; ++i) throttle.failed(std::to_string(i) + "@example.org", kNoon);
  fail(throttle, 5, kNoon + 2min);
  throttle.failed("one more", kNoon + 2min);
  CHECK(throttle.closed("a@example.org", kNoon + 2min, 5));
}
