// Rounds, ties, counts and who writes them down: SM7, invariant 12.
#include "assembly.hpp"

using namespace council;

TEST_CASE("an absolute majority of the valid papers elects in the first round, and the proclamation gives the office") {
  Assembly assembly;
  assembly.called("individual");
  const auto candidates = assembly.stand({1, 2});
  REQUIRE(assembly.open_round().ok());
  const auto close = [&] { return assembly.officer().call("plenary.close_session", R"({"session": ")" + assembly.session + R"("})"); };
  REQUIRE(close().code() == "election_unfinished");
  REQUIRE(assembly.count(candidates, {5, 4}, 10, 1).ok());
  REQUIRE(assembly.stage() == "decided");
  REQUIRE(close().code() == "election_unfinished");
  const auto shown = assembly.call("election");
  REQUIRE(shown.field("rounds.0.valid") == "9");
  REQUIRE(shown.field("rounds.0.required") == "5");
  REQUIRE(shown.field("rounds.0.voices") == "10");
  REQUIRE(shown.field("elected.0.name") == "Personne 1");

  const auto proclaimed = assembly.call("proclaim_election");
  INFO(proclaimed.explain());
  REQUIRE(proclaimed.ok());
  REQUIRE(assembly.persons() == R"(["p1"])");
  const auto told = assembly.kernel.events("plenary.elected").at(0);
  REQUIRE(told.field("office") == "chair");
  REQUIRE(told.field("until") == "2028-04-30");
}

TEST_CASE("the wall shows the election whose round is open without counts, and counted rounds while the item is called") {
  Assembly assembly;
  assembly.called("individual");
  const auto candidates = assembly.stand({1, 2, 3});
  const auto wall = [&] { return assembly.kernel.visitor().call("plenary.screen", R"({"session": ")" + assembly.session + R"("})"); };
  REQUIRE(wall().json().find("\"election\"") == std::string::npos);
  REQUIRE(assembly.open_round().ok());
  REQUIRE(wall().field("election.election_stage") == "round_open");
  REQUIRE(wall().field("election.rounds.0.counted") == "false");
  REQUIRE(assembly.count(candidates, {4, 3, 3}, 10).ok());
  REQUIRE(assembly.open_round().ok());
  REQUIRE(wall().field("election.rounds.0.results.0.votes") == "4");
  REQUIRE(wall().size("election.elected") == 0);
}

TEST_CASE("without an absolute majority a second round is held, where the most votes are enough") {
  Assembly assembly;
  assembly.called("individual");
  const auto candidates = assembly.stand({1, 2, 3});
  REQUIRE(assembly.open_round().ok());
  REQUIRE(assembly.count(candidates, {4, 3, 3}, 10).ok());
  REQUIRE(assembly.stage() == "second_round");
  REQUIRE(assembly.call("proclaim_election").code() == "count_first");

  REQUIRE(assembly.member(3).call(plenary::WithdrawCandidacy{.election = assembly.election, .candidacy = candidates[2]}).ok());
  REQUIRE(assembly.open_round().ok());
  REQUIRE(assembly.count({candidates[0], candidates[1]}, {4, 5}, 10, 1).ok());
  REQUIRE(assembly.call("proclaim_election").ok());
  REQUIRE(assembly.persons() == R"(["p2"])");
  REQUIRE_THROWS(assembly.call("election").field("rounds.1.required"));
}

TEST_CASE("several seats are filled by those who have the most, and a seat nobody reaches stays vacant") {
  Assembly assembly;
  assembly.called("individual", 3);
  const auto candidates = assembly.stand({1, 2, 3});
  REQUIRE(assembly.open_round().ok());
  REQUIRE(assembly.count(candidates, {9, 7, 0}, 10).ok());
  REQUIRE(assembly.stage() == "second_round");
  REQUIRE(assembly.open_round().ok());
  REQUIRE(assembly.count({candidates[2]}, {0}, 10, 10).ok());
  REQUIRE(assembly.stage() == "decided");
  REQUIRE(assembly.call("election").field("vacant") == "1");
  REQUIRE(assembly.call("proclaim_election").ok());
  REQUIRE(assembly.persons() == R"(["p1","p2"])");
}

TEST_CASE("an election with a tie: nobody is chosen in silence, and the lot is drawn by a published seed that anybody can draw again") {
  Assembly assembly;
  assembly.called("individual");
  const auto candidates = assembly.stand({1, 2});
  REQUIRE(assembly.open_round().ok());
  REQUIRE(assembly.count(candidates, {5, 5}, 10).ok());
  REQUIRE(assembly.stage() == "second_round");
  REQUIRE(assembly.open_round().ok());
  REQUIRE(assembly.count(candidates, {5, 5}, 10).ok());
  REQUIRE(assembly.stage() == "tied");
  REQUIRE(assembly.call("proclaim_election").code() == "break_tie_first");
  REQUIRE(assembly.call("break_tie").error("seed") == "seed_needed");
  REQUIRE(assembly.call("standing_equal").size("options") == 2);

  REQUIRE(assembly.call("break_tie", R"({"seed": "18 h 04, dé : 3"})").ok());
  const auto shown = assembly.call("election");
  REQUIRE(shown.field("election_stage") == "decided");
  REQUIRE(shown.field("seed") == "18 h 04, dé : 3");
  REQUIRE(shown.size("tickets") == 2);
  REQUIRE(shown.field("tickets.0.ticket") < shown.field("tickets.1.ticket"));
  REQUIRE(shown.field("tickets.0.drawn") == "true");
  REQUIRE(shown.field("elected.0.candidacy") == shown.field("tickets.0.candidacy"));
}

TEST_CASE("where the council's tie-break is the eldest, as many are named as there are seats, among those who stand equal") {
  Assembly assembly(Settings{{"plenary.election_tie", R"("eldest")"}});
  assembly.called("individual");
  const auto candidates = assembly.stand({1, 2, 3});
  REQUIRE(assembly.open_round().ok());
  REQUIRE(assembly.count(candidates, {4, 4, 2}, 10).ok());
  REQUIRE(assembly.open_round().ok());
  REQUIRE(assembly.count(candidates, {4, 4, 2}, 10).ok());
  REQUIRE(assembly.stage() == "tied");
  REQUIRE(assembly.call("break_tie", R"({"eldest": [")" + candidates[2] + R"("]})").error("eldest") == "stands_not_equal");
  REQUIRE(assembly.call("break_tie", R"({"eldest": [")" + candidates[0] + R"(", ")" + candidates[1] + R"("]})").error("eldest") == "as_many_as_seats");
  REQUIRE(assembly.call("break_tie", R"({"eldest": [")" + candidates[1] + R"("]})").ok());
  REQUIRE(assembly.call("proclaim_election").ok());
  REQUIRE(assembly.persons() == R"(["p2"])");
}

TEST_CASE("where the council votes again after a tie, only those who stand equal are on the paper") {
  Assembly assembly(Settings{{"plenary.election_tie", R"("revote")"}});
  assembly.called("individual");
  const auto candidates = assembly.stand({1, 2, 3});
  for (int round = 0; round < 2; ++round) {
    REQUIRE(assembly.open_round().ok());
    REQUIRE(assembly.count(candidates, {4, 4, 2}, 10).ok());
  }
  REQUIRE(assembly.call("break_tie", R"({"seed": "un deux trois"})").code() == "vote_again");
  REQUIRE(assembly.open_round().ok());
  REQUIRE(assembly.call("on_the_paper").size("options") == 2);
  REQUIRE(assembly.count({candidates[0], candidates[1]}, {6, 4}, 10).ok());
  REQUIRE(assembly.stage() == "decided");
}

TEST_CASE("invariant 12: a candidate is no scrutineer and writes down no counts; two scrutineers sign the papers") {
  Assembly assembly;
  assembly.called("individual");
  const auto candidates = assembly.stand({1, 2});
  REQUIRE(assembly.open_round().ok());
  REQUIRE(assembly.count(candidates, {6, 4}, 10, 0, R"(["p11"])").error("scrutineers") == "two_scrutineers");
  REQUIRE(assembly.count(candidates, {6, 4}, 10, 0, R"(["p11", "p11"])").error("scrutineers") == "two_scrutineers");
  REQUIRE(assembly.count(candidates, {6, 4}, 10, 0, R"(["p11", "p2"])").error("scrutineers") == "scrutineer_is_candidate");
  REQUIRE(assembly.count(candidates, {6, 4}, 10, 0, R"(["p11", "somebody"])").error("scrutineers") == "scrutineer_unknown");

  auto candidate = assembly.member(1).may(plenary::permission::record);
  const auto own = candidate.call(plenary::RecordRound{.election = assembly.election, .papers = 10,
                                                       .counts = {{.choice = candidates[0], .votes = 10}, {.choice = candidates[1], .votes = 0}},
                                                       .scrutineers = {"p11", "p12"}});
  REQUIRE(own.status() == "denied");
  REQUIRE(own.code() == "candidate_counts_nothing");
}

TEST_CASE("invariant 12: of a vote on persons the tables hold counts, and nothing that names a voter") {
  Assembly assembly;
  assembly.called("individual");
  const auto candidates = assembly.stand({1, 2});
  REQUIRE(assembly.open_round().ok());
  REQUIRE(assembly.count(candidates, {6, 4}, 10).ok());
  REQUIRE(assembly.kernel.rows("SELECT COUNT(*) FROM plenary_ballot") == Rows{{"0"}});
  REQUIRE(assembly.kernel.rows("SELECT votes FROM plenary_round_count ORDER BY votes") == Rows{{"4"}, {"6"}});
  for (const auto& event : assembly.kernel.events("plenary.round_counted")) REQUIRE(event.payload.find("votes") == std::string::npos);
}

TEST_CASE("counts that cannot be are refused at their field") {
  Assembly assembly;
  assembly.called("individual");
  const auto candidates = assembly.stand({1, 2});
  REQUIRE(assembly.count(candidates, {6, 4}, 10).code() == "no_round_open");
  REQUIRE(assembly.open_round().ok());
  REQUIRE(assembly.count(candidates, {6, 5}, 11).error("papers") == "more_papers_than_voices");
  REQUIRE(assembly.count(candidates, {6, 4}, 10, 11).error("blank") == "more_than_papers");
  REQUIRE(assembly.count(candidates, {6, 5}, 10).error("counts") == "too_many_votes");
  REQUIRE(assembly.count(candidates, {5, 4}, 10).error("counts") == "votes_missing");
  REQUIRE(assembly.count({candidates[0]}, {10}, 10).error("counts") == "count_missing");
  REQUIRE(assembly.count({candidates[0], "nobody"}, {5, 5}, 10).error("counts.1.choice") == "not_on_the_paper");
  REQUIRE(assembly.count({candidates[0], candidates[0]}, {5, 5}, 10).error("counts.1.choice") == "named_twice");
}

TEST_CASE("who may vote in a round is fixed at its opening, and without a quorum none opens") {
  Assembly assembly;
  assembly.called("individual");
  const auto candidates = assembly.stand({1, 2});
  REQUIRE(assembly.open_round().ok());
  REQUIRE(assembly.kernel.rows("SELECT members, voices FROM plenary_round") == Rows{{"12", "10"}});

  Assembly few(Settings{}, false);
  few.called("individual");
  static_cast<void>(few.stand({1, 2}));
  REQUIRE(few.open_round().code() == "no_quorum");
}

TEST_CASE("acts in the wrong order are refused with what to do") {
  Assembly assembly;
  assembly.called("individual");
  REQUIRE(assembly.call("close_candidacies").code() == "no_candidates");
  REQUIRE(assembly.open_round().code() == "close_candidacies_first");
  static_cast<void>(assembly.stand({1, 2}));
  REQUIRE(assembly.member(3).call(plenary::Stand{.election = assembly.election}).code() == "candidacies_not_open");
  REQUIRE(assembly.open_round().ok());
  REQUIRE(assembly.open_round().code() == "round_open_already");
  REQUIRE(assembly.call("contest_election", R"({"reason": "The urn stood open."})").code() == "not_proclaimed");
  REQUIRE(assembly.call("settle_election", R"({"ruling": "annul", "reason": "The urn stood open."})").code() == "not_contested");
}

TEST_CASE("those drawn by lot are drawn among the candidates, in the session, by a seed that is published") {
  Assembly assembly;
  assembly.called("lot", 2);
  static_cast<void>(assembly.stand({1, 2, 3, 4}));
  REQUIRE(assembly.open_round().code() == "drawn_by_lot");
  REQUIRE(assembly.call("draw_lots", R"({"session": ")" + assembly.session + R"(", "seed": "boules 4, 17, 22"})").ok());
  REQUIRE(assembly.call("draw_lots", R"({"session": ")" + assembly.session + R"(", "seed": "une autre"})").code() == "drawn_already");
  const auto shown = assembly.call("election");
  REQUIRE(shown.size("tickets") == 4);
  REQUIRE(shown.size("elected") == 2);
  REQUIRE(shown.field("elected.0.candidacy") == shown.field("tickets.0.candidacy"));
}
