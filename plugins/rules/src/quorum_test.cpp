#include "quorum.hpp"

#include <catch2/catch.hpp>

using rules_plugin::quorum;
using rules_plugin::quorum_rule;

namespace {

rules::BodyRule plenary(std::int64_t percent) {
  rules::BodyRule out;
  out.id = "plenary";
  out.kind = "plenary";
  out.quorum_percent = percent;
  return out;
}

}  // namespace

TEST_CASE("the share of a quorum is rounded up to whole people") {
  CHECK(quorum({.percent = 50}, 60, 0, 0).required == 30);
  CHECK(quorum({.percent = 50}, 61, 0, 0).required == 31);
  CHECK(quorum({.percent = 33}, 10, 0, 0).required == 4);
  CHECK(quorum({.percent = 100}, 12, 0, 0).required == 12);
}

TEST_CASE("a quorum is met by exactly as many as it asks, and not by one less") {
  CHECK(quorum({.percent = 50}, 61, 31, 0).met);
  CHECK_FALSE(quorum({.percent = 50}, 61, 30, 0).met);
}

TEST_CASE("proxies make a quorum only where the rules count them") {
  CHECK_FALSE(quorum({.percent = 50, .counts_proxies = false}, 60, 28, 5).met);
  const auto counted = quorum({.percent = 50, .counts_proxies = true}, 60, 28, 5);
  CHECK(counted.met);
  CHECK(counted.counted == 33);
}

TEST_CASE("without a quorum a body decides however few are there") {
  const auto none = quorum({.percent = 0}, 60, 0, 0);
  CHECK(none.met);
  CHECK(none.required == 0);
}

TEST_CASE("a body without members never has its quorum") { CHECK_FALSE(quorum({.percent = 50}, 0, 0, 0).met); }

TEST_CASE("an act's own quorum goes before the body's, be it stricter or none") {
  rules::ActRule act;
  CHECK(quorum_rule(plenary(50), &act, 1).percent == 50);
  act.quorum_percent = 66;
  CHECK(quorum_rule(plenary(50), &act, 1).percent == 66);
  act.quorum_percent = 0;
  CHECK(quorum_rule(plenary(50), &act, 1).percent == 0);
}

TEST_CASE("a second convocation is free of the quorum only where the rules say so") {
  auto body = plenary(50);
  CHECK(quorum_rule(body, nullptr, 2).percent == 50);
  body.second_convocation = "same";
  CHECK(quorum_rule(body, nullptr, 2).percent == 50);
  body.second_convocation = "no_quorum";
  CHECK(quorum_rule(body, nullptr, 2).percent == 0);
  CHECK(quorum_rule(body, nullptr, 1).percent == 50);
}
