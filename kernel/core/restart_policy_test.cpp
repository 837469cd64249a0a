#include "kernel/core/restart_policy.hpp"

#include <catch2/catch.hpp>

using hemicycle::core::RestartPolicy;
using namespace std::chrono_literals;

TEST_CASE("the first three deaths in five minutes are followed by a restart, each later than the one before; the fourth by quarantine") {
  RestartPolicy policy;
  const RestartPolicy::Instant start{};
  CHECK(policy.died(start) == 200ms);
  CHECK(policy.died(start + 1min) == 400ms);
  CHECK(policy.died(start + 2min) == 800ms);
  CHECK_FALSE(policy.died(start + 3min));
}

TEST_CASE("a death more than five minutes ago counts no more") {
  RestartPolicy policy;
  const RestartPolicy::Instant start{};
  for (int i = 0; i < 3; ++i) CHECK(policy.died(start));
  CHECK(policy.died(start + 5min) == 200ms);
}

TEST_CASE("who was forgiven begins anew") {
  RestartPolicy policy;
  const RestartPolicy::Instant start{};
  for (int i = 0; i < 4; ++i) static_cast<void>(policy.died(start));
  policy.forgive();
  CHECK(policy.died(start + 1s) == 200ms);
}
