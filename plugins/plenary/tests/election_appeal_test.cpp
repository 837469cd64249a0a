// What may follow a proclamation.
#include "assembly.hpp"

using namespace council;

TEST_CASE("appeal after the proclamation of an election: annulled, those elected lose the office again") {
  Assembly assembly;
  assembly.called("individual");
  const auto candidates = assembly.stand({1, 2});
  REQUIRE(assembly.open_round().ok());
  REQUIRE(assembly.count(candidates, {6, 4}, 10).ok());
  REQUIRE(assembly.call("proclaim_election").ok());

  const plenary::ContestElection appeal{.election = assembly.election, .reason = "The urn stood open for a while."};
  REQUIRE(assembly.kernel.as("stranger").may(plenary::permission::take_part).call(appeal).code() == "not_an_elector");
  REQUIRE(assembly.member(4).call(appeal).ok());
  REQUIRE(assembly.member(5).call(appeal).code() == "contested_already");
  const plenary::SettleElection ruling{.election = assembly.election, .ruling = "annul", .reason = "The urn was indeed open."};
  REQUIRE(assembly.member(1).may(plenary::permission::chair).call(ruling).code() == "own_election");
  REQUIRE(assembly.officer().call(ruling).ok());
  REQUIRE(assembly.stage() == "annulled");
  const auto told = assembly.kernel.events("plenary.election_annulled").at(0);
  REQUIRE(told.field("persons") == R"(["p1"])");
  REQUIRE(told.field("office") == "chair");
}

TEST_CASE("an appeal that is dismissed confirms the election, and one that comes too late is refused") {
  Assembly assembly;
  assembly.called("individual");
  const auto candidates = assembly.stand({1, 2});
  REQUIRE(assembly.open_round().ok());
  REQUIRE(assembly.count(candidates, {6, 4}, 10).ok());
  REQUIRE(assembly.call("proclaim_election").ok());
  const plenary::ContestElection appeal{.election = assembly.election, .reason = "The urn stood open for a while."};
  assembly.kernel.advance(std::chrono::hours(24 * 9));
  REQUIRE(assembly.member(4).call(appeal).code() == "too_late_to_contest");

  Assembly other;
  other.called("individual");
  const auto both = other.stand({1, 2});
  REQUIRE(other.open_round().ok());
  REQUIRE(other.count(both, {6, 4}, 10).ok());
  REQUIRE(other.call("proclaim_election").ok());
  REQUIRE(other.member(4).call(plenary::ContestElection{.election = other.election, .reason = "The urn stood open for a while."}).ok());
  REQUIRE(other.call("settle_election", R"({"ruling": "confirm", "reason": "Two scrutineers saw it shut."})").ok());
  REQUIRE(other.stage() == "confirmed");
  REQUIRE(other.kernel.events("plenary.election_annulled").empty());
}
