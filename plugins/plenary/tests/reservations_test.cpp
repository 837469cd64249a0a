// A text that is adopted with reservations (domain.md, SM4).
#include <catch2/catch.hpp>

#include "fixture.hpp"

using namespace plenary_test;

TEST_CASE("a text is adopted with the reservations read out at the proclamation; nothing else is") {
  Council council;
  council.kernel.emit("opinions.tabled", R"({"deliverable": "P-2026-001", "title": "On water", "kind": "avis", "act": "adopt_opinion"})", "deliverable:P-2026-001");
  Council::Sitting at{.session = council.plan(), .item = {}};
  at.item = Council::done(council.on(at.session, "add_item", R"("kind": "matter", "matter": "deliverable:P-2026-001")")).field("item");
  Council::done(council.on(at.session, "convene"));
  council.kernel.advance(std::chrono::days(42));
  Council::done(council.on(at.session, "open_session"));
  council.come(at.session, 1, 4);
  Council::done(council.on(at.session, "call_item", R"("item": ")" + at.item + "\""));
  const auto reserved = R"(, "reservations": "A review after a year.")";
  const auto vote = council.open_vote(at, "electronic");
  Council::done(council.cast(at, vote, 1, "for"));
  Council::done(council.on(at.session, "close_vote", Council::about(vote)));
  Council::done(council.on(at.session, "proclaim", Council::about(vote) + reserved));
  REQUIRE(council.kernel.events("plenary.proclaimed").at(0).field("outcome") == "adopted");
  REQUIRE(council.kernel.events("plenary.proclaimed").at(0).field("reservations") == "A review after a year.");
  const auto shown = R"({"session": ")" + at.session + R"(", "vote": ")" + vote + "\"}";
  REQUIRE(council.kernel.visitor().call("plenary.vote", shown).field("reservations") == "A review after a year.");

  Council other;
  const auto there = other.sitting(4);
  const auto motion = other.open_vote(there, "electronic");
  Council::done(other.cast(there, motion, 1, "against"));
  Council::done(other.on(there.session, "close_vote", Council::about(motion)));
  REQUIRE(other.on(there.session, "proclaim", Council::about(motion) + reserved).error("reservations") == "no_text_to_adopt");
}
