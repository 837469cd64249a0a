// Candidates and lists.
#include "assembly.hpp"

using namespace council;

TEST_CASE("candidates are known to members at once, and to the public when the list is published, which its last day does by itself") {
  Assembly assembly;
  assembly.called("individual");
  REQUIRE(assembly.member(1).call(plenary::Stand{.election = assembly.election}).ok());
  REQUIRE(assembly.member(1).call(plenary::Stand{.election = assembly.election}).code() == "already_candidate");
  REQUIRE(assembly.kernel.as("stranger").may(plenary::permission::take_part).call(plenary::Stand{.election = assembly.election}).code() == "no_seat_no_candidacy");
  const auto look = [&] { return assembly.kernel.visitor().call(plenary::Election{.election = assembly.election}); };
  REQUIRE(look().size("candidates") == 0);
  REQUIRE(look().field("candidate_count") == "1");
  REQUIRE(assembly.member(2).call(plenary::Election{.election = assembly.election}).size("candidates") == 1);
  assembly.kernel.advance(std::chrono::hours(24 * 31));
  REQUIRE(look().field("election_stage") == "candidacies_closed");
  REQUIRE(look().field("candidates.0.name") == "Personne 1");
}

TEST_CASE("an election that is given up before its candidacies closed never tells who stood") {
  Assembly assembly;
  assembly.called("individual");
  REQUIRE(assembly.member(1).call(plenary::Stand{.election = assembly.election}).ok());
  REQUIRE(assembly.call("give_up_election", R"({"reason": "The office is no longer vacant."})").ok());
  REQUIRE(assembly.kernel.visitor().call(plenary::Election{.election = assembly.election}).size("candidates") == 0);
}

TEST_CASE("a list keeps parity as the council asks, names electors once, and falls as a whole") {
  Assembly assembly(Settings{{"plenary.list_parity", R"("alternating")"}});
  assembly.called("list", 3);
  const auto list = [&](const std::string& candidates) {
    return assembly.member(1).call("plenary.stand_list", R"({"election": ")" + assembly.election + R"(", "name": "Ensemble", "candidates": [)" + candidates + "]}");
  };
  const auto named = [](const std::string& person, const std::string& civility) { return R"({"person": ")" + person + R"(", "civility": ")" + civility + R"("})"; };
  REQUIRE(assembly.member(1).call(plenary::Stand{.election = assembly.election}).code() == "lists_alone");
  REQUIRE(list(named("p1", "woman") + "," + named("p2", "woman") + "," + named("p3", "man")).error("candidates") == "parity_alternating");
  REQUIRE(list(named("p1", "woman") + "," + named("p1", "man")).error("candidates.1.person") == "named_twice");
  REQUIRE(list(named("p1", "woman") + R"(, {"person": "p2"})").error("candidates.1.civility") == "parity_needs_it");
  REQUIRE(list(named("nobody", "woman")).error("candidates.0.person") == "not_eligible");
  REQUIRE(list(named("p1", "woman") + "," + named("p2", "man") + "," + named("p3", "woman")).ok());
  REQUIRE(assembly.member(2).call("plenary.stand_list", R"({"election": ")" + assembly.election + R"(", "name": "Autrement", "candidates": [)" +
                                                           named("p2", "man") + "]}").error("candidates.0.person") == "already_candidate");

  const auto candidacy = assembly.call("election").field("candidates.1.candidacy");
  REQUIRE(assembly.member(4).call(plenary::WithdrawCandidacy{.election = assembly.election, .candidacy = candidacy}).code() == "not_your_candidacy");
  REQUIRE(assembly.member(2).call(plenary::WithdrawCandidacy{.election = assembly.election, .candidacy = candidacy}).ok());
  REQUIRE(assembly.call("election").size("candidates") == 0);
}

TEST_CASE("lists share the seats as the council's rules say, from the head of each list; civility is forgotten at the proclamation") {
  Assembly assembly(Settings{{"plenary.list_sharing", R"("highest_remainder")"}});
  assembly.called("list", 3);
  std::vector<std::string> lists;
  for (int head = 1; head <= 4; head += 3) {
    std::string names;
    for (int i = 0; i < 3; ++i)
      names += std::string(i > 0 ? "," : "") + R"({"person": "p)" + std::to_string(head + i) + R"(", "civility": ")" + (i == 1 ? "man" : "woman") + R"("})";
    const auto filed = assembly.member(head).call("plenary.stand_list", R"({"election": ")" + assembly.election + R"(", "name": "Liste )" + std::to_string(head) +
                                                                            R"(", "candidates": [)" + names + "]}");
    INFO(filed.explain());
    REQUIRE(filed.ok());
    lists.push_back(filed.field("list"));
  }
  REQUIRE(assembly.call("close_candidacies").ok());
  REQUIRE(assembly.open_round().ok());
  REQUIRE(assembly.count(lists, {6, 4}, 10).ok());
  REQUIRE(assembly.call("proclaim_election").ok());
  REQUIRE(assembly.persons() == R"(["p1","p2","p4"])");
  REQUIRE(assembly.kernel.rows("SELECT COUNT(*) FROM plenary_candidacy WHERE civility IS NOT NULL") == Rows{{"0"}});
}

TEST_CASE("an election without candidate: the names that come out of the papers are written down, then counted") {
  Assembly assembly;
  assembly.called("without_candidate");
  REQUIRE(assembly.member(1).call(plenary::Stand{.election = assembly.election}).code() == "candidacies_not_open");
  REQUIRE(assembly.open_round().ok());
  const auto name = [&](int person) {
    return assembly.call("record_candidacy", R"({"person": "p)" + std::to_string(person) + R"("})").field("candidacy");
  };
  const auto one = name(1), two = name(7);
  REQUIRE(assembly.count({one, two}, {8, 2}, 10).ok());
  REQUIRE(assembly.call("proclaim_election").ok());
  REQUIRE(assembly.persons() == R"(["p1"])");
}
