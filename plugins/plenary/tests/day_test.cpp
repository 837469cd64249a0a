// A session has its day: before it nobody opens it and nobody comes; the desk says what can be done until then.
#include <catch2/catch.hpp>

#include "fixture.hpp"

using namespace plenary_test;

namespace {

std::string announced(Council& council, const std::string& starts = "2026-05-20T16:00:00Z") {
  auto session = council.plan(starts);
  council.add_item(session);
  Council::done(council.on(session, "convene"));
  return session;
}

std::string door_code(Council& council, const std::string& session) { return council.on(session, "attendance").field("code"); }

/// The field of the one task of that kind; empty when there is none.
std::string on_the_desk(const Reply& reply, const std::string& kind, const std::string& field) {
  for (std::size_t i = 0; i < reply.size("tasks"); ++i)
    if (reply.field("tasks." + std::to_string(i) + ".kind") == kind) return reply.field("tasks." + std::to_string(i) + "." + field);
  return {};
}

}  // namespace

TEST_CASE("a session is opened on the day that was told, not before; the day is that of Paris") {
  Council council;
  const auto session = announced(council, "2026-05-20T22:30:00Z");  // 0:30 on the 21st in Paris
  REQUIRE(council.on(session, "open_session").code() == "not_its_day_yet");
  REQUIRE(council.on(session, "session").json().find("open_session") == std::string::npos);
  council.kernel.advance(std::chrono::days(42) + std::chrono::hours(7));  // 20 May, 23:00 in Paris
  REQUIRE(council.on(session, "open_session").code() == "not_its_day_yet");
  council.kernel.advance(std::chrono::hours(1));
  REQUIRE(council.on(session, "session").json().find("open_session") != std::string::npos);
  REQUIRE(council.on(session, "open_session").ok());
}

TEST_CASE("a session that is to be held earlier is postponed, dated and announced anew") {
  Council council;
  const auto session = announced(council);
  REQUIRE(council.on(session, "postpone", R"("reason": "An earlier day")").ok());
  REQUIRE(council.on(session, "edit", R"("title": "Plenary of May", "starts": "2026-04-08T16:00:00Z", "mode": "on_site", "place": "Hall")").ok());
  REQUIRE(council.on(session, "convene", R"("urgency_reason": "The authority decides tomorrow")").ok());
  REQUIRE(council.on(session, "open_session").ok());
}

TEST_CASE("nobody comes before the day of the session, by code or by the staff's hand, and a proxy stands until then") {
  Council council;
  const auto session = announced(council);
  REQUIRE(council.on(council.member(4), session, "give_proxy", R"("holder": "s1")").ok());
  const auto code = R"("code": ")" + door_code(council, session) + "\"";
  REQUIRE(council.on(council.member(4), session, "join", code).code() == "too_early_to_come");
  REQUIRE(council.on(session, "check_in", R"("seat": "s4")").code() == "too_early_to_come");
  REQUIRE(council.kernel.rows("SELECT standing FROM plenary_proxy") == Rows{{"standing"}});
  const auto before = council.on(council.member(4), session, "room");
  REQUIRE(before.field("before_day") == "true");
  REQUIRE(before.json().find("\"join\"") == std::string::npos);
  council.kernel.advance(std::chrono::days(42));
  REQUIRE(council.on(council.member(4), session, "room").json().find("\"join\"") != std::string::npos);
  REQUIRE(council.on(council.member(4), session, "join", code).ok());
}

TEST_CASE("the desk asks a member for what can be done: to plan, to give a proxy where the rules allow one, to say so on the day") {
  Council council;
  const auto session = announced(council);
  REQUIRE(on_the_desk(council.member(1).call("plenary.tasks"), "attend_or_proxy", "due_is") == "on");
  council.body["proxies_per_holder"] = "0";
  REQUIRE(on_the_desk(council.member(1).call("plenary.tasks"), "attend", "due") == "2026-05-20");
  council.kernel.advance(std::chrono::days(42));
  REQUIRE(on_the_desk(council.member(1).call("plenary.tasks"), "arrive", "due") == "2026-05-20");
}

TEST_CASE("a last day on the desk is said as the day by which, and once it has passed as late") {
  Council council;
  council.plan("2026-04-30T16:00:00Z");  // the notice goes by the 15th
  REQUIRE(on_the_desk(council.chair().call("plenary.tasks"), "send_notice", "due_is") == "by");
  council.kernel.advance(std::chrono::days(7));
  REQUIRE(on_the_desk(council.chair().call("plenary.tasks"), "send_notice", "due_is") == "by");
  council.kernel.advance(std::chrono::days(1));
  REQUIRE(on_the_desk(council.chair().call("plenary.tasks"), "send_notice", "due") == "2026-04-15");
  REQUIRE(on_the_desk(council.chair().call("plenary.tasks"), "send_notice", "due_is") == "late");
}
