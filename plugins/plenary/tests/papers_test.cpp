// The documents of a session, by the day that the rules want them.
#include <catch2/catch.hpp>

#include "fixture.hpp"

using namespace plenary_test;

namespace {

Reply lay(Council& council, const std::string& session, const std::string& item) {
  return council.on(session, "add_paper", R"("item": ")" + item + R"(", "label": "The draft", "link": "https://example.org/draft")");
}

std::string paper(Council& council, const std::string& session, const std::string& item, const std::string& field) {
  return council.on(session, "item", R"("item": ")" + item + "\"").field("papers." + field);
}

/// The kinds of what stands on the desk of who prepares.
std::string desk(Council& council, const std::string& kind, const std::string& field) {
  const auto reply = council.chair().call("plenary.tasks", "{}");
  for (std::size_t i = 0; i < reply.size("tasks"); ++i)
    if (reply.field("tasks." + std::to_string(i) + ".kind") == kind) return reply.field("tasks." + std::to_string(i) + "." + field);
  return {};
}

}  // namespace

TEST_CASE("a document that comes later than the rules want it before the session is marked late, by the days of Paris") {
  Council council;  // 8 April; the rules of the fixture want papers seven days before
  const auto session = council.plan("2026-05-20T16:00:00Z");
  const auto item = council.add_item(session);
  REQUIRE(council.on(session, "convene").ok());
  council.kernel.advance(std::chrono::days(35) + std::chrono::hours(7));  // 13 May, 23:00 in Paris
  REQUIRE(lay(council, session, item).ok());
  council.kernel.advance(std::chrono::hours(2));  // 14 May, 01:00
  REQUIRE(lay(council, session, item).ok());
  REQUIRE(paper(council, session, item, "0.laid_on") == "2026-05-13");
  REQUIRE(paper(council, session, item, "0.late") == "false");
  REQUIRE(paper(council, session, item, "1.laid_on") == "2026-05-14");
  REQUIRE(paper(council, session, item, "1.late") == "true");
  council.papers_days = 0;  // what the rules said at the convocation holds for that session
  REQUIRE(paper(council, session, item, "1.late") == "true");
}

TEST_CASE("the desk of who prepares asks for the documents that decisions still lack, until they are there or the session begins") {
  Council council;
  const auto session = council.plan("2026-05-20T16:00:00Z");
  REQUIRE(council.on(session, "add_item", R"("kind": "information", "title": "News of the house")").ok());
  REQUIRE(desk(council, "lay_papers", "path").empty());
  const auto item = council.add_item(session);
  REQUIRE(desk(council, "lay_papers", "path") == "/seances/" + session);
  REQUIRE(desk(council, "lay_papers", "due") == "2026-05-13");
  REQUIRE(desk(council, "lay_papers", "urgent") == "false");
  REQUIRE(council.on(session, "session").field("without_papers.0") == "2");
  REQUIRE(council.on(council.member(1), session, "session").json().find("papers_before") == std::string::npos);
  REQUIRE(council.on(session, "convene").ok());
  council.kernel.advance(std::chrono::days(36));
  REQUIRE(desk(council, "lay_papers", "urgent") == "true");
  REQUIRE(lay(council, session, item).ok());
  REQUIRE(desk(council, "lay_papers", "path").empty());
}

TEST_CASE("the agenda is frozen when the session is convened: items are withdrawn, not added or moved; documents still come") {
  Council council;
  const auto session = council.plan();
  const auto first = council.add_item(session), second = council.add_item(session, "other", "Another decision");
  REQUIRE(council.on(session, "convene").ok());
  REQUIRE(council.on(session, "add_item", R"("kind": "information", "title": "One more")").code() == "agenda_frozen");
  REQUIRE(council.on(session, "move_item", R"("item": ")" + second + R"(", "direction": "up")").code() == "agenda_frozen");
  REQUIRE(lay(council, session, first).ok());
  REQUIRE(council.on(session, "withdraw_item", R"("item": ")" + second + R"(", "reason": "Not ready")").ok());
}
