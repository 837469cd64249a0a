// What was proclaimed is contested, confirmed, annulled, or final after some days (domain.md, SM6).
#include <catch2/catch.hpp>

#include "fixture.hpp"

using namespace plenary_test;

TEST_CASE("an appeal after proclamation: the vote is contested, annulled by the chair, and its matter waits again") {
  Council council;
  council.kernel.emit("opinions.tabled", R"({"deliverable": "P-2026-001", "title": "On water", "kind": "avis", "act": "adopt_opinion"})", "deliverable:P-2026-001");
  Council::Sitting at{.session = council.plan(), .item = {}};
  at.item = Council::done(council.on(at.session, "add_item", R"("kind": "matter", "matter": "deliverable:P-2026-001")")).field("item");
  REQUIRE(council.on(at.session, "convene").ok());
  council.kernel.advance(std::chrono::days(42));
  REQUIRE(council.on(at.session, "open_session").ok());
  council.come(at.session, 1, 4);
  REQUIRE(council.on(at.session, "call_item", R"("item": ")" + at.item + "\"").ok());
  const auto vote = council.open_vote(at, "electronic");
  REQUIRE(council.cast(at, vote, 1, "for").ok());
  REQUIRE(council.on(council.member(1), at.session, "contest", Council::about(vote) + R"(, "reason": "I was counted twice")").code() == "not_proclaimed");
  REQUIRE(council.on(at.session, "close_vote", Council::about(vote)).ok());
  REQUIRE(council.on(at.session, "proclaim", Council::about(vote)).ok());
  REQUIRE(council.kernel.events("plenary.proclaimed").at(0).field("matter") == "P-2026-001");
  REQUIRE(council.kernel.events("plenary.proclaimed").at(0).field("notice_respected") == "true");

  council.allow("acc_stranger");
  REQUIRE(Council::on(council.kernel.as("acc_stranger"), at.session, "contest", Council::about(vote) + R"(, "reason": "I do not like it")").code() == "not_in_electorate");
  REQUIRE(Council::on(council.member(2), at.session, "contest", Council::about(vote) + R"(, "reason": "I was counted twice")").ok());
  council.kernel.advance(std::chrono::days(9));
  REQUIRE(council.stage(at, vote) == "contested");
  REQUIRE(council.on(at.session, "settle_contest", Council::about(vote) + R"(, "ruling": "annul", "reason": "Indeed it was")").ok());
  REQUIRE(council.kernel.events("plenary.annulled").at(0).field("matter") == "P-2026-001");
  REQUIRE(council.kernel.rows("SELECT state FROM plenary_matter") == Rows{{"waiting"}});
}

TEST_CASE("what nobody contests in time is final, and then can no longer be contested") {
  Council council;
  const auto at = council.sitting(4);
  const auto vote = council.open_vote(at, "consent");
  REQUIRE(council.on(at.session, "close_vote", Council::about(vote)).ok());
  REQUIRE(council.on(at.session, "proclaim", Council::about(vote)).ok());
  council.kernel.advance(std::chrono::days(8));
  REQUIRE(council.stage(at, vote) == "final");
  REQUIRE(Council::on(council.member(2), at.session, "contest", Council::about(vote) + R"(, "reason": "I was counted twice")").code() == "too_late_to_contest");
}
