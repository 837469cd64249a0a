#include "register.hpp"

#include <catch2/catch.hpp>

using saisine_plugin::Referral;

TEST_CASE("a step is open in the states that it names and in no other") {
  Referral referral;
  referral.state = "acknowledged";
  CHECK(referral.in({"submitted", "acknowledged"}));
  CHECK_FALSE(referral.in({"submitted", "admissible"}));
  CHECK_FALSE(referral.in({}));
}

TEST_CASE("a referral that was just filed is not public") { CHECK_FALSE(Referral().open); }
