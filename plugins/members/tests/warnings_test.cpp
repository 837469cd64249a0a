// Warned of absences, and deemed to have resigned: by people, in that order.
#include <catch2/catch.hpp>

#include "fixture.hpp"

using namespace members_test;

namespace {

std::string mandate_of(Council& council, const std::string& person) {
  for (const auto& row : council.kernel.rows("SELECT id, person FROM members_mandate"))
    if (row.at(1) == person) return R"({"mandate": ")" + row.at(0) + "\"";
  return "{";
}

Reply deem_resigned(Council& council, const std::string& person, const std::string& more = {}) {
  return council.team().call("members.end_mandate", mandate_of(council, person) + R"(, "reason": "deemed_resigned")" + more + "}");
}

void plenary_warns(Council& council, const std::string& person) {
  council.kernel.emit("plenary.warned", R"({"session": "ses_1", "seat": "seat_1", "person": ")" + person + R"(", "body": "plenary", "absences": 3})");
}

std::string warned_on(Council& council) {
  const auto seat = council.team().call("members.seat", R"({"seat": "seat_1"})");
  return seat.json().find("warned_on") == std::string::npos ? "" : seat.field("mandates.0.warned_on");
}

}  // namespace

TEST_CASE("nobody is deemed to have resigned who was not warned") {
  Council council;
  const auto ada = council.sitting("Ada", "ada");
  REQUIRE(deem_resigned(council, ada).error("reason") == "not_warned");
  REQUIRE(council.electorate().size("voters") == 1);
}

TEST_CASE("a warning of the plenary stands on the mandate, ends nothing by itself, and lets people deem its holder resigned") {
  Council council;
  const auto ada = council.sitting("Ada", "ada");
  council.kernel.advance(std::chrono::days(2));
  plenary_warns(council, ada);
  REQUIRE(warned_on(council) == "2026-04-10");
  REQUIRE(council.kernel.as("ada").call("members.mine").field("mandates.0.warned_on") == "2026-04-10");
  REQUIRE(council.kernel.events("members.holder_warned").size() == 1);
  council.kernel.advance(std::chrono::days(365));
  REQUIRE(council.electorate().size("voters") == 1);
  REQUIRE(deem_resigned(council, ada, R"(, "on": "2026-04-09")").error("on") == "before_warning");
  REQUIRE(deem_resigned(council, ada).ok());
  REQUIRE(council.kernel.events("members.seat_ended").at(0).field("reason") == "deemed_resigned");
}

TEST_CASE("a warning about another seat, or of somebody who left it, touches no mandate") {
  Council council;
  const auto ada = council.sitting("Ada", "ada"), bea = council.sitting("Bea", "bea");
  plenary_warns(council, bea);
  REQUIRE(council.kernel.rows("SELECT COUNT(*) FROM members_warning") == Rows{{"0"}});
  REQUIRE(council.team().call("members.end_mandate", mandate_of(council, ada) + R"(, "reason": "resigned"})").ok());
  plenary_warns(council, ada);
  REQUIRE(council.kernel.rows("SELECT COUNT(*) FROM members_warning") == Rows{{"0"}});
}

TEST_CASE("a letter handed over is noted with its day, and a warning that is lifted lets nobody be deemed resigned") {
  Council council;
  const auto ada = council.sitting("Ada", "ada");
  const auto note = [&](const std::string& day) { return council.team().call("members.record_warning", mandate_of(council, ada) + R"(, "on": ")" + day + "\"}"); };
  REQUIRE(note("2026-05-01").error("on") == "not_yet");
  REQUIRE(note("2026-04-07").error("on") == "before_it_began");
  REQUIRE(council.team().call("members.lift_warning", mandate_of(council, ada) + "}").code() == "not_warned");
  REQUIRE(note("2026-04-08").ok());
  REQUIRE(warned_on(council) == "2026-04-08");
  REQUIRE(council.team().call("members.lift_warning", mandate_of(council, ada) + "}").ok());
  REQUIRE(warned_on(council).empty());
  REQUIRE(deem_resigned(council, ada).error("reason") == "not_warned");
  REQUIRE(council.kernel.as("ada").call("members.record_warning", mandate_of(council, ada) + R"(, "on": "2026-04-08"})").status() == "denied");
}
