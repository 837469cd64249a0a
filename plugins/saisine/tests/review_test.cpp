// A refusal that is looked at again stands no more, and a decision bears a day that has come.
#include "council.hpp"

using namespace saisine_test;

TEST_CASE("a referral that is looked at again has no decision any more; its history keeps the refusal") {
  Council council;
  const auto reference = council.solicited();
  council.propose(reference);
  council.proclaim(reference, "rejected");
  council.must(council.bureau().call(saisine::Explain{.reference = reference, .ground = "programme-complet", .message = "Le programme est complet cette année."}));
  council.must(council.author().call(saisine::RequestReview{.reference = reference, .message = "Le sujet est urgent."}));
  const auto seen = council.author().call(saisine::Get{.reference = reference});
  CHECK(seen.field("state") == "under_admissibility_review");
  for (const auto* name : {"\"decided_by\"", "\"decision_ground\"", "\"decision_reason\"", "\"session_date\"", "\"session\"", "\"in_favour\""}) {
    INFO(name);
    CHECK(seen.json().find(name) == std::string::npos);
  }
  CHECK(seen.json().find("Le programme est complet cette année.") != std::string::npos);
}

TEST_CASE("a referral that was put off and comes back to the plenary has no decision until that one is taken") {
  Council council(false);
  const auto reference = council.solicited();
  council.propose(reference);
  council.must(council.bureau().call(saisine::RecordDecision{.reference = reference, .decision = "deferred", .session_date = "2026-04-08"}));
  REQUIRE(council.author().call(saisine::Get{.reference = reference}).field("decided_by") == "officer");
  council.must(council.bureau().call(saisine::ProposeToPlenary{.reference = reference}));
  const auto seen = council.author().call(saisine::Get{.reference = reference});
  CHECK(seen.field("state") == "proposed_to_plenary");
  CHECK(seen.json().find("\"decided_by\"") == std::string::npos);
}

TEST_CASE("an officer records what was decided, not what will be, by the calendar of the council") {
  Council council(false);
  const auto reference = council.solicited();
  council.propose(reference);
  saisine::RecordDecision decision{.reference = reference, .decision = "programmed", .session_date = "2999-01-01"};
  CHECK(council.bureau().call(decision).error("session_date") == "not_yet");
  decision.session_date = "2026-04-09";
  CHECK(council.bureau().call(decision).error("session_date") == "not_yet");
  council.kernel.advance(std::chrono::hours(9));  // 23:00 UTC, 01:00 of the next day in Paris
  CHECK(council.bureau().call(decision).ok());
}

TEST_CASE("a referral is among the choices of what can be about it once everybody may see it") {
  Council council;
  const auto reference = council.solicited();
  CHECK(council.kernel.visitor().call(saisine::Choices{}).size("options") == 0);
  council.propose(reference);
  council.proclaim(reference, "adopted");
  CHECK(council.kernel.visitor().call(saisine::Choices{}).field("options.0.id") == reference);
}
