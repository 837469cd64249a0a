// Calls for applications, from the first application to the day when what was not kept is deleted.
#include <catch2/catch.hpp>

#include "fixture.hpp"

using namespace members_test;

namespace {

std::string open_call(Council& council, const std::string& method, const std::string& more = {}) {
  const auto reply = council.team().call("members.open_call", R"({"title": "Join the council", "text": "We look for people of all sorts.", "body": "plenary",
    "category": "organisation", "places": 4, "closes": "2026-04-30", "method": ")" + method + "\"" + more + "}");
  return reply.ok() ? reply.field("call") : "refused: " + reply.explain();
}

Reply apply(Council& council, const std::string& call, const std::string& who, const std::string& more = {}) {
  return council.kernel.visitor().call("members.apply", R"({"call": ")" + call + R"(", "name": "Person )" + who + R"(", "email": ")" + who + R"(@example.org", "consent": true)" + more + "}");
}

Caller examiner(Council& council) { return council.kernel.as("examiner").may("members.examine").may("members.manage"); }

std::string application_in(Council& council, const std::string& state) {
  for (const auto& row : council.kernel.rows("SELECT state, id FROM members_application ORDER BY rank, id"))
    if (row.at(0) == state) return R"({"application": ")" + row.at(1) + "\"}";
  return "{}";
}

}  // namespace

TEST_CASE("anybody applies without an account, as long as the call is open, and only with their consent") {
  Council council;
  const auto call = open_call(council, "examination");
  const auto reply = apply(council, call, "ada");
  INFO(reply.explain());
  REQUIRE(reply.ok());
  // The answer tells nobody whether an address applied; who examines sees both.
  REQUIRE(apply(council, call, "ADA").ok());
  const auto seen = examiner(council).call("members.applications", R"({"call": ")" + call + "\"}");
  REQUIRE(seen.size("applications") == 2);
  REQUIRE(seen.field("applications.1.shared") == "true");
  REQUIRE(council.kernel.visitor().call("members.apply", R"({"call": ")" + call + R"(", "name": "Bea", "email": "b@example.org", "consent": false})").error("consent") == "say_so");
  council.kernel.advance(std::chrono::days(23));
  REQUIRE(council.kernel.events("members.call_closed").size() == 1);
  REQUIRE(apply(council, call, "bea").code() == "call_over");
}

TEST_CASE("who applied follows it by their own address, and withdraws: what it said is gone at once") {
  Council council;
  const auto call = open_call(council, "examination");
  const auto token = apply(council, call, "ada", R"(, "motivation": "I care.", "birth_year": 1980)").field("token");
  REQUIRE(council.kernel.visitor().call("members.receipt", R"({"token": ")" + token + "\"}").field("application_state") == "received");
  REQUIRE(council.kernel.visitor().call("members.receipt", R"({"token": "elsewhere"})").code() == "no_such_application");
  REQUIRE(council.kernel.visitor().call("members.withdraw_application", R"({"token": ")" + token + "\"}").ok());
  REQUIRE(council.kernel.rows("SELECT name, email, motivation, birth_year FROM members_application") == Rows{{"", "", "NULL", "NULL"}});
  REQUIRE(apply(council, call, "ada").ok());
}

TEST_CASE("an application that is kept makes a person of the register who can be appointed, one that is not is deleted after the months that were said") {
  Council council;
  const auto call = open_call(council, "examination");
  REQUIRE(apply(council, call, "ada").ok());
  REQUIRE(apply(council, call, "bea").ok());
  auto team = examiner(council);
  REQUIRE(team.call("members.select_applicant", application_in(council, "received")).code() == "close_it_first");
  REQUIRE(team.call("members.close_call", R"({"call": ")" + call + "\"}").ok());
  const auto kept = team.call("members.select_applicant", application_in(council, "received"));
  REQUIRE(kept.ok());
  REQUIRE(council.appoint(council.seat(), kept.field("person")).ok());
  REQUIRE(team.call("members.refuse_applicant", application_in(council, "received")).ok());
  council.kernel.advance(std::chrono::days(179));
  REQUIRE(council.kernel.rows("SELECT COUNT(*) FROM members_application") == Rows{{"2"}});
  council.kernel.advance(std::chrono::days(2));
  REQUIRE(council.kernel.rows("SELECT COUNT(*) FROM members_application") == Rows{{"0"}});
}

TEST_CASE("lots are drawn once, after the closing, and the record without names can be drawn again by anybody, even when the applications are deleted") {
  Council council;
  const auto call = open_call(council, "sortition", R"(, "quotas": [{"dimension": "gender", "value": "woman", "least": 2, "most": 2}])");
  for (int i = 0; i < 12; ++i) REQUIRE(apply(council, call, "p" + std::to_string(i), i < 3 ? R"(, "gender": "woman")" : R"(, "gender": "man")").ok());
  auto team = examiner(council);
  const auto lots = R"({"call": ")" + call + R"(", "seed": "4 8 15 16 23 42", "source": "National lottery of the day after"})";
  REQUIRE(team.call("members.draw", lots).code() == "close_it_first");
  council.kernel.advance(std::chrono::days(23));
  const auto draw = team.call("members.draw", lots);
  INFO(draw.explain());
  REQUIRE(draw.ok());
  REQUIRE(team.call("members.draw", lots).code() == "drawn_already");

  const auto id = R"({"draw": ")" + draw.field("draw") + "\"}";
  const auto record = council.kernel.visitor().call("members.lot", id);
  REQUIRE(record.size("drawn") == 4);
  REQUIRE(record.size("reserve") == 8);
  REQUIRE(record.field("quotas.0.met") == "true");
  REQUIRE(record.explain().find("Person") == std::string::npos);
  REQUIRE(record.explain().find("example.org") == std::string::npos);

  // The first of those drawn declines: the first in reserve moves up. Nobody in reserve can be kept.
  REQUIRE(team.call("members.select_applicant", application_in(council, "reserve")).code() == "not_drawn");
  const auto next = application_in(council, "reserve");
  REQUIRE(team.call("members.record_decline", application_in(council, "drawn")).ok());
  REQUIRE(team.call("members.select_applicant", next).ok());
  REQUIRE(team.call("members.finish_call", R"({"call": ")" + call + "\"}").ok());
  council.kernel.advance(std::chrono::days(190));
  REQUIRE(council.kernel.rows("SELECT COUNT(*) FROM members_application") == Rows{{"0"}});
  REQUIRE(council.kernel.visitor().call("members.replay", id).field("same") == "true");
  REQUIRE(council.kernel.visitor().call("members.replay", id).field("list_same") == "true");
}

TEST_CASE("an address is in a lot once, and who withdraws between closing and draw leaves the list as it was fixed") {
  Council council;
  const auto call = open_call(council, "sortition");
  for (int i = 0; i < 6; ++i) REQUIRE(apply(council, call, "p" + std::to_string(i)).ok());
  REQUIRE(apply(council, call, "P1").ok());
  const auto leaver = apply(council, call, "leaver");
  council.kernel.advance(std::chrono::days(23));
  REQUIRE(council.kernel.visitor().call("members.withdraw_application", R"({"token": ")" + leaver.field("token") + "\"}").ok());
  const auto draw = examiner(council).call("members.draw", R"({"call": ")" + call + R"(", "seed": "4 8 15", "source": "National lottery"})");
  INFO(draw.explain());
  REQUIRE(draw.ok());
  const auto id = R"({"draw": ")" + draw.field("draw") + "\"}";
  const auto record = council.kernel.visitor().call("members.lot", id);
  REQUIRE(record.field("candidates") == "6");
  REQUIRE(record.field("left.0") == leaver.field("code"));
  REQUIRE(council.kernel.visitor().call("members.replay", id).field("list_same") == "true");
}

TEST_CASE("a quota that names what nobody can be is refused at its field") {
  Council council;
  REQUIRE(open_call(council, "sortition", R"(, "quotas": [{"dimension": "age", "value": "young", "least": 1}])").find("unknown_value") != std::string::npos);
  REQUIRE(open_call(council, "sortition", R"(, "quotas": [{"dimension": "gender", "value": "woman", "least": 9}])").find("more_than_places") != std::string::npos);
}

TEST_CASE("invariant 13: an application is read by who examines it, and by nobody else") {
  Council council;
  const auto call = open_call(council, "examination");
  REQUIRE(apply(council, call, "ada").ok());
  const auto one = application_in(council, "received");
  REQUIRE(council.kernel.visitor().call("members.application", one).status() == "denied");
  REQUIRE(council.kernel.as("ada").call("members.applications", R"({"call": ")" + call + "\"}").status() == "denied");
  REQUIRE(council.kernel.visitor().call("members.call", R"({"call": ")" + call + "\"}").explain().find("ada") == std::string::npos);
  REQUIRE(examiner(council).call("members.application", one).field("name") == "Person ada");
}
