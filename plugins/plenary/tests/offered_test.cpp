// What the forms offer is what can be chosen: who may come, who may leave, who may carry a voice, how the rules let one vote.
#include <catch2/catch.hpp>

#include "fixture.hpp"

using namespace plenary_test;

namespace {

std::string offered_ids(const Reply& reply) {
  std::string said;
  for (std::size_t i = 0; i < reply.size("options"); ++i) said += reply.field("options." + std::to_string(i) + ".id") + " ";
  return said;
}

std::string item_at(const Council::Sitting& at) { return R"({"session": ")" + at.session + R"(", "item": ")" + at.item + "\"}"; }

}  // namespace

TEST_CASE("an arrival is offered for who is not there, a departure for who is, and each row of the sheet says which") {
  Council council(3);
  council.members[2].alternate = "acc_alternate";
  const auto at = council.sitting(1);
  REQUIRE(offered_ids(council.on(at.session, "arriving_seats")) == "s2 s3 ");
  REQUIRE(offered_ids(council.on(at.session, "present_seats")) == "s1 ");
  REQUIRE(council.on(at.session, "check_in", R"("seat": "s3", "alternate": true)").ok());
  REQUIRE(offered_ids(council.on(at.session, "arriving_seats")) == "s2 s3 ");  // the holder may still come
  const auto sheet = council.on(at.session, "attendance");
  REQUIRE(sheet.field("people.1.seat") == "s1");
  REQUIRE(sheet.json().find(R"("may_go":true)") != std::string::npos);
  REQUIRE(council.on(at.session, "check_in", R"("seat": "s2")").ok());
  REQUIRE(council.on(at.session, "check_in", R"("seat": "s3")").ok());
  REQUIRE(council.on(at.session, "attendance").json().find("may_come") == std::string::npos);
}

TEST_CASE("a proxy is offered to those who can carry it, never to oneself") {
  Council council(5);
  council.members[4].voting = false;
  const auto at = council.sitting(1);
  REQUIRE(offered_ids(council.on(council.member(2), at.session, "holders")) == "s1 s3 s4 ");
  REQUIRE(council.on(council.member(3), at.session, "give_proxy", R"("holder": "s1")").ok());
  REQUIRE(offered_ids(council.on(council.member(2), at.session, "holders")) == "s4 ");
}

TEST_CASE("who gave a proxy is told to whom, on the page of the room and where it is withdrawn; who came, that it fell") {
  Council council(4);
  const auto at = council.sitting(1);
  const auto proxy = Council::done(council.on(council.member(2), at.session, "give_proxy", R"("holder": "s1")")).field("proxy");
  REQUIRE(council.on(council.member(2), at.session, "room").field("proxy_holder") == "Name of p1");
  const auto given = R"("proxy": ")" + proxy + "\"";
  REQUIRE(council.on(council.member(2), at.session, "given_proxy", given).field("holder") == "Name of p1");
  REQUIRE(council.on(council.member(3), at.session, "given_proxy", given).code() == "not_the_giver");
  council.come(at.session, 2, 2);
  const auto room = council.on(council.member(2), at.session, "room");
  REQUIRE(room.field("fallen_holder") == "Name of p1");
  REQUIRE(room.json().find("proxy_holder") == std::string::npos);
}

TEST_CASE("of an item, who prepares its vote is offered the methods that the rules permit, and nobody else any") {
  Council council;
  council.act["methods"] = R"(["consent", "show_of_hands"])";
  const auto at = council.sitting(4);
  const auto item = council.chair().call("plenary.item", item_at(at));
  REQUIRE(item.size("methods") == 2);
  REQUIRE(item.field("methods.1") == "show_of_hands");
  REQUIRE(council.chair().call("plenary.permitted_methods", item_at(at)).size("methods") == 2);
  REQUIRE(council.member(1).call("plenary.item", item_at(at)).size("methods") == 0);
}

TEST_CASE("an act about a matter needs that matter, and each refusal stands at the field to correct") {
  Council council;
  council.kernel.emit("saisine.proposed", R"({"reference": "S-2026-001"})", "referral:S-2026-001");
  const auto session = council.plan();
  const auto add = [&](const std::string& fields) { return council.on(session, "add_item", fields); };
  REQUIRE(add(R"("kind": "matter", "title": "Our motion", "act": "other")").error("kind") == "ordinary_decision");
  REQUIRE(add(R"("kind": "matter", "title": "Our motion")").error("matter") == "matter_needed");
  REQUIRE(add(R"("kind": "other", "title": "An opinion", "act": "adopt_opinion")").error("kind") == "act_needs_matter");
  REQUIRE(add(R"("kind": "information", "title": "An opinion", "act": "adopt_opinion")").error("kind") == "information_decides_nothing");
  REQUIRE(add(R"("kind": "matter", "matter": "referral:S-2026-001", "act": "adopt_opinion")").error("act") == "act_of_the_matter");
  REQUIRE(add(R"("kind": "matter", "matter": "referral:S-2026-001", "act": "programme_referral")").ok());
  REQUIRE(add(R"("kind": "other", "title": "Our motion", "act": "other")").ok());
  REQUIRE(add(R"("kind": "information", "title": "News")").ok());
}

TEST_CASE("of a referral that is not public, a visitor's page says so beside its reference") {
  Council council;
  council.kernel.emit("saisine.proposed", R"({"reference": "S-2026-001"})", "referral:S-2026-001");
  const auto session = council.plan();
  const auto item = Council::done(council.on(session, "add_item", R"("kind": "matter", "matter": "referral:S-2026-001")")).field("item");
  REQUIRE(council.on(session, "convene").ok());
  const auto read = R"({"session": ")" + session + R"(", "item": ")" + item + "\"}";
  REQUIRE(council.kernel.visitor().call("plenary.item", read).field("veiled") == "true");
  REQUIRE(council.on(council.kernel.visitor(), session, "session").field("agenda.0.veiled") == "true");
  REQUIRE(council.member(1).call("plenary.item", read).json().find("veiled") == std::string::npos);
}
