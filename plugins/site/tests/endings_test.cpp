// What became of a referral after it was taken up.
#include <chrono>

#include "council.hpp"

using site_test::Council;
using site_test::Lines;

namespace {

const Lines kTaken{"referral_submitted S-2026-001", "referral_programmed S-2026-001"};

Lines then(const std::string& kind) { return {kTaken[0], kTaken[1], kind + " S-2026-001"}; }

}  // namespace

TEST_CASE("the thread of a referral tells that its author withdrew it, on that day") {
  Council council;
  council.decide("S-2026-001");
  const auto told = council.told();
  council.tell(saisine::Withdrawn{.reference = "S-2026-001"});
  CHECK(council.of_referral("S-2026-001") == then("referral_withdrawn"));
  const auto page = council.kernel.visitor().call(site::Thread{.reference = "S-2026-001"});
  CHECK(page.field("entries.2.label") == "La saisine S-2026-001");
  CHECK(page.field("entries.2.path") == "/saisines/S-2026-001");
  CHECK(page.field("entries.2.date") == council.kernel.now().substr(0, 10));
  CHECK(council.told() == told + 1);
}

TEST_CASE("the thread tells that a referral was closed, or that its term passed") {
  Council closed, lapsed;
  closed.decide("S-2026-001");
  closed.tell(saisine::Closed{.reference = "S-2026-001"});
  CHECK(closed.of_referral("S-2026-001") == then("referral_closed"));
  lapsed.decide("S-2026-001");
  lapsed.tell(saisine::Moved{.reference = "S-2026-001", .state = "lapsed_tacit"});
  CHECK(lapsed.of_referral("S-2026-001") == then("referral_lapsed"));
}

TEST_CASE("a decision that is annulled is told once, and no more when the referral is programmed again") {
  Council council;
  council.decide("S-2026-001");
  council.tell(saisine::Moved{.reference = "S-2026-001", .state = "proposed_to_plenary"});
  CHECK(council.of_referral("S-2026-001") == then("referral_unprogrammed"));
  const auto told = council.told();
  council.kernel.advance(std::chrono::days(7));
  council.tell(saisine::Moved{.reference = "S-2026-001", .state = "admissible"});
  CHECK(council.told() == told);
  CHECK(council.kernel.visitor().call(site::Thread{.reference = "S-2026-001"}).field("entries.2.date") == "2026-04-08");

  council.decide("S-2026-001", "programmed", "2026-04-15");
  CHECK(council.of_referral("S-2026-001") == kTaken);
}

TEST_CASE("the thread tells that a referral was joined to another, and not to which: its page keeps that for the council") {
  Council council;
  council.decide("S-2026-001");
  council.decide("S-2026-002");
  council.tell(saisine::Moved{.reference = "S-2026-001", .state = "proposed_to_plenary"});
  council.decide("S-2026-001", "deferred");
  council.tell(saisine::Merged{.reference = "S-2026-001", .into = "S-2026-002"});
  CHECK(council.of_referral("S-2026-001").back() == "referral_merged S-2026-001");
  CHECK(council.kernel.visitor().call(site::Thread{.reference = "S-2026-001"}).json().find("S-2026-002") == std::string::npos);
  CHECK(council.of_referral("S-2026-002") == Lines{"referral_submitted S-2026-002", "referral_programmed S-2026-002"});
}

TEST_CASE("of a referral that nobody may read nothing is told, whatever becomes of it") {
  Council council;
  council.decide("S-2026-001", "deferred");
  council.tell(saisine::Moved{.reference = "S-2026-001", .state = "admissible"});
  council.tell(saisine::Moved{.reference = "S-2026-001", .state = "lapsed_tacit"});
  council.tell(saisine::Merged{.reference = "S-2026-001", .into = "S-2026-002"});
  council.tell(saisine::Withdrawn{.reference = "S-2026-001"});
  council.tell(saisine::Closed{.reference = "S-2026-001"});
  CHECK(council.of_referral("S-2026-001").empty());
  CHECK(council.told() == 0);
}

TEST_CASE("what an opinion does to a referral is told by the opinion when it is public, and lateness is not told") {
  Council council;
  council.decide("S-2026-001");
  for (const auto* state : {"opinion_adopted", "transmitted", "answered", "answer_overdue"})
    council.tell(saisine::Moved{.reference = "S-2026-001", .state = state});
  CHECK(council.of_referral("S-2026-001") == kTaken);
}
