// Absences in a row: counted when a session is closed, told to the staff, warned of by people.
#include <catch2/catch.hpp>

#include "fixture.hpp"

using namespace plenary_test;

namespace {

/// A session twenty days from now to which these come; the others, but for who gave proxy to the first of them, are absent. Its id.
std::string hold(Council& council, int from, int to, const std::vector<int>& givers = {}) {
  const auto now = council.kernel.now();
  const auto session = council.plan(hemicycle::to_iso(*hemicycle::parse_iso(now) + std::chrono::days(20)));
  council.add_item(session);
  Council::done(council.on(session, "convene"));
  for (const auto giver : givers) Council::done(council.on(council.member(giver), session, "give_proxy", R"("holder": "s)" + std::to_string(from) + "\""));
  council.kernel.advance(std::chrono::days(20));
  Council::done(council.on(session, "open_session"));
  council.come(session, from, to);
  council.kernel.advance(std::chrono::hours(1));
  Council::done(council.on(session, "close_session"));
  return session;
}

Reply absentees(Council& council) { return council.chair().call("plenary.absences", "{}"); }

Reply warn(Council& council, const std::string& person) {
  return council.chair().call("plenary.warn", R"({"body": "plenary", "person": ")" + person + R"(", "message": "We hope to see you."})");
}

bool on_desk(Council& council) { return council.chair().call("plenary.tasks", "{}").json().find("warn_absent") != std::string::npos; }

}  // namespace

TEST_CASE("who misses as many sessions in a row as the rules say is shown to the staff, and nobody is warned by itself") {
  Council council;
  hold(council, 1, 5);
  hold(council, 1, 4);
  REQUIRE(absentees(council).size("people") == 0);
  REQUIRE(!on_desk(council));
  const auto last = hold(council, 1, 5);
  const auto shown = absentees(council);
  REQUIRE(shown.size("people") == 1);
  REQUIRE(shown.field("people.0.person") == "p6");
  REQUIRE(shown.field("people.0.absences") == "3");
  REQUIRE(shown.field("people.0.last") == last);
  REQUIRE(on_desk(council));
  REQUIRE(council.kernel.events("plenary.warned").empty());
  REQUIRE(council.member(1).call("plenary.absences", "{}").status() == "denied");
}

TEST_CASE("a warning is written down once, goes by letter to who has an account, and a later absence may be warned of again") {
  Council council;
  for (int i = 0; i < 3; ++i) hold(council, 1, 5);
  const auto letters = council.kernel.mails().size();
  REQUIRE(warn(council, "p1").code() == "not_absent_enough");
  REQUIRE(warn(council, "p6").field("by_letter") == "true");
  REQUIRE(council.kernel.mails().size() == letters + 1);
  REQUIRE(council.kernel.mails().back().to == "acc_6");
  REQUIRE(council.kernel.mails().back().text.find("We hope to see you.") != std::string::npos);
  REQUIRE(council.kernel.events("plenary.warned").at(0).field("absences") == "3");
  REQUIRE(warn(council, "p6").code() == "warned_already");
  REQUIRE(!on_desk(council));
  REQUIRE(!absentees(council).field("people.0.warned_on").empty());
  hold(council, 1, 5);
  REQUIRE(absentees(council).field("people.0.absences") == "4");
  REQUIRE(warn(council, "p6").ok());
}

TEST_CASE("who comes once begins again, and who gave proxy or was replaced by the alternate was not absent") {
  Council council;
  council.members[5].alternate = "acc_alternate";
  hold(council, 1, 4);
  hold(council, 1, 4);
  hold(council, 1, 4, {5});
  REQUIRE(absentees(council).field("people.0.person") == "p6");
  REQUIRE(absentees(council).size("people") == 1);
  const auto session = council.plan(hemicycle::to_iso(*hemicycle::parse_iso(council.kernel.now()) + std::chrono::days(20)));
  council.add_item(session);
  REQUIRE(council.on(session, "convene").ok());
  council.kernel.advance(std::chrono::days(20));
  REQUIRE(council.on(session, "open_session").ok());
  REQUIRE(council.on(session, "check_in", R"("seat": "s6", "alternate": true)").ok());
  REQUIRE(council.on(session, "close_session").ok());
  REQUIRE(absentees(council).size("people") == 0);
}

TEST_CASE("who no longer sits is not to be warned, and a body whose rules say zero tells of nobody") {
  Council council;
  for (int i = 0; i < 3; ++i) hold(council, 1, 4);
  REQUIRE(absentees(council).size("people") == 2);
  council.members[5].until = council.kernel.now();
  REQUIRE(absentees(council).size("people") == 1);
  council.body["absences_warned"] = "0";
  REQUIRE(absentees(council).size("people") == 0);
}

TEST_CASE("who misses both convocations of a session missed one") {
  Council council;
  for (int i = 0; i < 2; ++i) {
    const auto session = council.plan(hemicycle::to_iso(*hemicycle::parse_iso(council.kernel.now()) + std::chrono::days(20)));
    council.add_item(session);
    REQUIRE(council.on(session, "convene").ok());
    council.kernel.advance(std::chrono::days(20));
    REQUIRE(council.on(session, "open_session").ok());
    council.come(session, 1, 2);
    const auto later = hemicycle::to_iso(*hemicycle::parse_iso(council.kernel.now()) + std::chrono::days(20));
    const auto next = Council::done(council.on(session, "reconvene", R"("starts": ")" + later + "\"")).field("next");
    REQUIRE(council.on(next, "convene").ok());
    council.kernel.advance(std::chrono::days(20));
    REQUIRE(council.on(next, "open_session").ok());
    REQUIRE(council.on(next, "close_session").ok());
  }
  REQUIRE(absentees(council).size("people") == 0);
  hold(council, 1, 4);
  REQUIRE(absentees(council).size("people") == 2);
  REQUIRE(absentees(council).field("people.0.absences") == "3");
}
