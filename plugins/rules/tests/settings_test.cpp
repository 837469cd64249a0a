// What the plugin refuses among settings that its contract's types allow, and what it answers from those that it takes.
#include <catch2/catch.hpp>
#include <hemicycle/testing/kernel.hpp>

#include "rules.contract.hpp"

using namespace hemicycle::testing;
using Catch::Contains;

namespace {

Options with(std::map<std::string, std::string> settings) {
  return {.settings = std::move(settings),
          .vocabularies = {{"bodies", {"plenary", "board"}}, {"acts", {"adopt_opinion", "elect", "other"}}, {"deliverable_kinds", {"avis", "note"}}, {"colleges", {"north", "south"}}},
          .roles = {{"member", {}}}};
}

constexpr auto kBodies = R"([{"id": "plenary", "kind": "plenary", "quorum_percent": 50}, {"id": "board", "kind": "board"}])";

std::string refusal(std::map<std::string, std::string> settings) {
  settings.try_emplace("rules.bodies", kBodies);
  try {
    TestKernel kernel(with(std::move(settings)));
    kernel.load(HEMICYCLE_PLUGIN_UNDER_TEST);
    static_cast<void>(kernel.system().call(rules::Delays{}));
  } catch (const Misuse& misuse) {
    return misuse.what();
  }
  return "taken";
}

}  // namespace

TEST_CASE("sound rules are taken, and none at all are sound") {
  CHECK(refusal({}) == "taken");
  CHECK(refusal({{"rules.bodies", "[]"}}) == "taken");
}

TEST_CASE("two rules about one body, act, kind or filing are refused by the second") {
  CHECK_THAT(refusal({{"rules.bodies", R"([{"id": "board", "kind": "board"}, {"id": "plenary", "kind": "plenary"}, {"id": "board", "kind": "board"}])"}}),
             Contains("settings.rules.bodies.2.id: expected what no other rule of this list is about, found 'board' twice"));
  CHECK_THAT(refusal({{"rules.acts", R"([{"id": "other", "body": "board"}, {"id": "other", "body": "plenary"}])"}}), Contains("settings.rules.acts.1.id"));
  CHECK_THAT(refusal({{"rules.deliverable_kinds", R"([{"id": "avis"}, {"id": "avis"}])"}}), Contains("settings.rules.deliverable_kinds.1.id"));
  CHECK_THAT(refusal({{"rules.filings", R"([{"kind": "citizen_call", "role": "member"}, {"kind": "citizen_call", "role": "member"}])"}}), Contains("settings.rules.filings.1.kind"));
}

TEST_CASE("an act of a body that no rule describes is refused") {
  CHECK_THAT(refusal({{"rules.bodies", R"([{"id": "plenary", "kind": "plenary"}])"}, {"rules.acts", R"([{"id": "other", "body": "board"}])"}}),
             Contains("settings.rules.acts.0.body: expected a body that settings.rules.bodies describes, found 'board'"));
}

TEST_CASE("a tie rule where no tie can be is refused") {
  CHECK_THAT(refusal({{"rules.acts", R"([{"id": "other", "body": "board", "majority": "two_thirds", "tie": "chair"}])"}}), Contains("settings.rules.acts.0.tie"));
  CHECK_THAT(refusal({{"rules.acts", R"([{"id": "other", "body": "board", "majority": "absolute_members", "tie": "revote"}])"}}), Contains("settings.rules.acts.0.tie"));
  CHECK_THAT(refusal({{"rules.acts", R"([{"id": "other", "body": "board", "per_college": true, "tie": "chair"}])"}}), Contains("settings.rules.acts.0.tie"));
}

TEST_CASE("an election that must be secret and has no secret method is refused") {
  CHECK_THAT(refusal({{"rules.acts", R"([{"id": "elect", "body": "plenary", "methods": ["show_of_hands"]}])"}}), Contains("settings.rules.acts.0.methods"));
  CHECK(refusal({{"rules.acts", R"([{"id": "elect", "body": "plenary", "methods": ["show_of_hands"], "secret_for_persons": false}])"}}) == "taken");
}

TEST_CASE("more leads at least than at most, and papers before the notice, are refused") {
  CHECK_THAT(refusal({{"rules.leads_min", "4"}, {"rules.leads_max", "3"}}), Contains("settings.rules.leads_min: expected at most leads_max, 3, found 4"));
  CHECK_THAT(refusal({{"rules.bodies", R"([{"id": "plenary", "kind": "plenary", "notice_days": 5, "papers_days": 7}])"}}), Contains("settings.rules.bodies.0.papers_days"));
}

TEST_CASE("other plugins are answered what the rules say, and what holds where they say nothing") {
  TestKernel kernel(with({{"rules.bodies", kBodies},
                          {"rules.acts", R"([{"id": "adopt_opinion", "body": "plenary", "quorum_percent": 25}])"},
                          {"rules.deliverable_kinds", R"([{"id": "note", "needs_plenary_vote": false, "response_days": 30}])"},
                          {"rules.filings", R"([{"kind": "self_referral", "role": "member", "cosigners_needed": 2}])"}}));
  kernel.load(HEMICYCLE_PLUGIN_UNDER_TEST);
  auto system = kernel.system();
  CHECK(system.call(rules::Body{.body = "plenary"}).field("quorum_percent") == "50");
  CHECK(system.call(rules::Body{.body = "nobody"}).code() == "no_such_body");
  CHECK(system.call(rules::Act{.act = "other"}).field("body") == "plenary");
  CHECK(system.call(rules::Quorum{.body = "plenary", .act = "adopt_opinion", .members = 40, .present = 10}).field("met") == "true");
  CHECK(system.call(rules::Quorum{.body = "plenary", .act = {}, .members = 40, .present = 10}).field("met") == "false");
  CHECK(system.call(rules::DeliverableKind{.kind = "avis"}).field("response_days") == "90");
  CHECK(system.call(rules::DeliverableKind{.kind = "note"}).field("response_days") == "30");
  CHECK(system.call(rules::Filing{.kind = "self_referral"}).field("cosigners_needed") == "2");
  CHECK(system.call(rules::Filing{.kind = "citizen_call"}).field("open") == "false");
}

TEST_CASE("an act that is counted by college is tried with the figures of each, which must fit together") {
  TestKernel kernel(with({{"rules.bodies", kBodies},
                          {"rules.acts", R"([{"id": "adopt_opinion", "body": "plenary", "majority": "simple", "per_college": true, "methods": ["roll_call"]}])"}}));
  kernel.load(HEMICYCLE_PLUGIN_UNDER_TEST);
  const auto try_with = [&](const std::string& colleges) {
    return kernel.visitor().call("rules.simulate", R"({"act": "adopt_opinion", "members": 20, "present": 15, "colleges": [)" + colleges + "]}");
  };
  const auto form = try_with("");
  REQUIRE(form.field("conclusion") == "need_colleges");
  CHECK(form.field("rows.1.college") == "south");
  CHECK(form.field("rows.1.weight") == "1");
  const auto counted = try_with(R"({"college": "north", "weight": 3, "members": 10, "in_favour": 6, "against": 2}, {"college": "south", "members": 10, "in_favour": 1, "against": 5})");
  INFO(counted.explain());
  REQUIRE(counted.field("conclusion") == "adopted");
  CHECK(counted.field("colleges.0.adopted") == "true");
  CHECK(counted.field("colleges.1.adopted") == "false");
  CHECK(counted.field("rows.0.in_favour") == "6");
  CHECK(try_with(R"({"college": "north", "members": 5, "in_favour": 6})").field("conclusion") == "inconsistent");
  CHECK(try_with(R"({"college": "north", "members": 20, "in_favour": 16})").field("conclusion") == "inconsistent");
}
