// A council of twelve for the tests: what the plugins `members` and `rules` would answer of it.
#pragma once

#include <catch2/catch.hpp>
#include <hemicycle/testing/kernel.hpp>
#include <string>

#include "plenary.contract.hpp"

namespace council {

using namespace hemicycle;
using namespace hemicycle::testing;

/// Seats s1 … s12, each with its person p1 … p12 and the account a1 … a12; a voice each.
inline std::string electorate(int seats = 12) {
  std::string voters;
  for (int i = 1; i <= seats; ++i) {
    const auto n = std::to_string(i);
    voters += std::string(i > 1 ? "," : "") + R"({"seat": "s)" + n + R"(", "person": "p)" + n + R"(", "account": "a)" + n +
              R"(", "category": "organisation", "voting": true, "weight": 1})";
  }
  return R"({"voters": [)" + voters + "]}";
}

inline std::string names(int people = 12) {
  std::string list;
  for (int i = 1; i <= people; ++i) {
    const auto n = std::to_string(i);
    list += std::string(i > 1 ? "," : "") + R"({"person": "p)" + n + R"(", "name": "Personne )" + n + R"("})";
  }
  return R"({"names": [)" + list + "]}";
}

inline std::map<std::string, std::vector<std::string>> vocabularies() {
  return {{"bodies", {"plenary", "board"}}, {"offices", {"chair", "board_member"}}, {"colleges", {"inhabitants", "actors"}}, {"acts", {"elect", "approve_minutes", "adopt_opinion", "other"}}};
}

struct House {
  std::string act;
  bool quorum_met = true;
  std::string title = "Séance de printemps", urgency{};
  int notice_days = 0, present = 10;
};

/// Who prepares, chairs and keeps the records of the tests' sessions.
inline Caller office(TestKernel& kernel) {
  auto caller = kernel.as("office");
  for (const auto* permission : {"prepare", "attendance", "chair", "record", "take_part"}) caller.may(std::string("plenary.") + permission);
  return caller;
}

inline Reply done(Reply reply) {
  INFO(reply.explain());
  REQUIRE(reply.ok());
  return reply;
}

/// Loads the plugin with the answers of the others.
inline void load(TestKernel& kernel, const House& house) {
  kernel.load(HEMICYCLE_PLUGIN_UNDER_TEST);
  kernel.stub("members.electorate", electorate());
  kernel.stub("members.names", names());
  kernel.stub("saisine.get_brief", R"({})");
  kernel.stub("rules.act", house.act);
  kernel.stub("rules.body", R"({"body": "plenary", "kind": "plenary", "open": true, "notice_days": )" + std::to_string(house.notice_days) +
                                R"(, "papers_days": 0, "sessions_per_year": 4, "quorum_percent": 50, "quorum_base": "voting_members",
    "quorum_counts_proxies": false, "second_convocation": "no_quorum", "proxies_per_holder": 1, "absences_warned": 3})");
  kernel.stub("rules.quorum", house.quorum_met ? R"({"percent": 50, "base": 12, "required": 6, "counted": 10, "met": true})"
                                               : R"({"percent": 90, "base": 12, "required": 11, "counted": 10, "met": false})");
  kernel.stub("rules.outcome", R"({})");
}

/// A session that is convened and opened half an hour later, with the first of the members in the room. Its id.
inline std::string open_session(TestKernel& kernel, const House& house) {
  auto officer = office(kernel);
  const auto session = done(officer.call("plenary.plan", R"({"body": "plenary", "title": ")" + house.title +
                                                             R"(", "starts": "2026-04-08T14:30:00Z", "mode": "on_site", "place": "Salle"})")).field("session");
  const auto about = R"({"session": ")" + session + "\"";
  done(officer.call("plenary.add_item", about + R"(, "kind": "information", "title": "Un point"})"));
  done(officer.call("plenary.convene", about + (house.urgency.empty() ? "" : R"(, "urgency_reason": ")" + house.urgency + "\"") + "}"));
  kernel.advance(std::chrono::minutes(30));
  done(officer.call("plenary.open_session", about + "}"));
  for (int i = 1; i <= house.present; ++i) done(officer.call("plenary.check_in", about + R"(, "seat": "s)" + std::to_string(i) + "\"}"));
  return session;
}

}  // namespace council
