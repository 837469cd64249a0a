// Votes between options: ballots, one a seat, counts by their methods, ties.
#include "fixture.hpp"

#include <catch2/catch.hpp>

using namespace plenary_test;

namespace {

struct Choosing {
  Council council{7};
  Council::Sitting at;
  std::string vote;

  Choosing(const std::string& counting, const std::string& options, int winners = 1) : at(council.sitting(7)) {
    vote = Council::done(council.on(at.session, "prepare_choice",
                                    R"("item": ")" + at.item + R"(", "question": "Which one?", "counting": ")" + counting + R"(", "choices": )" + options +
                                        R"(, "winners": )" + std::to_string(winners)))
               .field("vote");
    Council::done(council.on(at.session, "open_vote", Council::about(vote)));
  }
  Reply tick(int member, const std::string& options) {
    return council.on(council.member(member), at.session, "tick", Council::about(vote) + R"(, "ticked": )" + options);
  }
  /// "213": the first option second, the second first, the third last; a dot leaves one out.
  Reply rank(int member, const std::string& numbers) {
    std::string ranks;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      ranks += std::string(i > 0 ? ", " : "") + R"({"option": "o)" + std::to_string(i + 1) + "\"";
      if (numbers[i] != '.') ranks += std::string(R"(, "rank": )") + numbers[i];
      ranks += "}";
    }
    return council.on(council.member(member), at.session, "rank", Council::about(vote) + R"(, "ranks": [)" + ranks + "]");
  }
  Reply close() { return council.on(at.session, "close_vote", Council::about(vote)); }
  Reply result() { return council.kernel.visitor().call("plenary.choice", R"({"session": ")" + at.session + R"(", "vote": ")" + vote + "\"}"); }
};

const std::string kThree = R"(["Water", "Wood", "Wind"])";

}  // namespace

TEST_CASE("of several options that are ticked the most chosen wins, and a blank ballot is counted as one") {
  Choosing at("plurality", kThree);
  for (int member = 1; member <= 4; ++member) Council::done(at.tick(member, R"(["o2"])"));
  Council::done(at.tick(5, R"(["o1"])"));
  Council::done(at.tick(6, "[]"));
  REQUIRE(at.tick(7, R"(["o1", "o2"])").error("ticked") == "one_option");
  REQUIRE(at.tick(7, R"(["o9"])").error("ticked") == "not_an_option");
  Council::done(at.close());
  const auto result = at.result();
  REQUIRE(result.field("result.ballots") == "6");
  REQUIRE(result.field("result.blank") == "1");
  REQUIRE(result.field("result.ranking.0.option") == "Wood");
  REQUIRE(result.field("result.ranking.0.votes") == "4");
  REQUIRE(result.field("result.ranking.0.elected") == "true");
  Council::done(at.council.on(at.at.session, "proclaim", Council::about(at.vote)));
  REQUIRE(at.council.kernel.events("plenary.proclaimed").at(0).field("outcome") == "adopted");
}

TEST_CASE("the wall shows which options were chosen once the vote is proclaimed, and not before") {
  Choosing at("plurality", kThree);
  for (int member = 1; member <= 4; ++member) Council::done(at.tick(member, R"(["o2"])"));
  Council::done(at.close());
  const auto wall = [&] { return at.council.on(at.council.kernel.visitor(), at.at.session, "screen"); };
  REQUIRE(wall().size("ranking") == 0);
  Council::done(at.council.on(at.at.session, "proclaim", Council::about(at.vote)));
  REQUIRE(wall().field("ranking.0.option") == "Wood");
  REQUIRE(wall().field("ranking.0.elected") == "true");
  REQUIRE(wall().size("ranking") == 3);
}

TEST_CASE("S8: one ballot for each seat, also from a second device, and none after the vote closed") {
  Choosing at("approval", kThree, 2);
  Council::done(at.tick(1, R"(["o1", "o2"])"));
  REQUIRE(at.tick(1, R"(["o3"])").code() == "already_voted");
  REQUIRE(at.council.cast(at.at, at.vote, 2, "for").code() == "vote_between_options");
  REQUIRE(at.rank(2, "123").code() == "other_ballot");
  Council::done(at.close());
  REQUIRE(at.tick(2, R"(["o1"])").code() == "vote_closed");
}

TEST_CASE("a ranking is counted by Schulze's method, and its reasoning is there for everybody") {
  Choosing at("schulze", kThree);
  for (int member = 1; member <= 3; ++member) Council::done(at.rank(member, "123"));
  Council::done(at.rank(4, "312"));
  Council::done(at.rank(5, "3.1"));
  REQUIRE_THROWS(at.result().field("result"));
  Council::done(at.close());
  const auto result = at.result();
  REQUIRE(result.field("result.ranking.0.option") == "Water");
  REQUIRE(result.field("result.preferred.0.cells") == R"(["–","4","3"])");
  REQUIRE(result.size("result.strength") == 3);
}

TEST_CASE("a tie between options is told, and a lot with a published seed breaks it") {
  Choosing at("approval", kThree);
  Council::done(at.tick(1, R"(["o1"])"));
  Council::done(at.tick(2, R"(["o3"])"));
  Council::done(at.close());
  REQUIRE(at.result().field("result.undecided") == "true");
  REQUIRE(at.council.on(at.at.session, "proclaim", Council::about(at.vote)).code() == "vote_tied");
  Council::done(at.council.on(at.at.session, "draw_choice", Council::about(at.vote) + R"(, "seed": "three balls: 4, 8, 15")"));
  const auto result = at.result();
  REQUIRE(result.field("result.undecided") == "false");
  REQUIRE(result.field("seed") == "three balls: 4, 8, 15");
  Council::done(at.council.on(at.at.session, "proclaim", Council::about(at.vote)));
}

TEST_CASE("several options are chosen by transferable votes, stage by stage; a rank is given once") {
  Choosing at("stv", kThree, 2);
  REQUIRE(at.rank(1, "113").error("ranks.1.rank") == "rank_twice");
  for (int member = 1; member <= 5; ++member) Council::done(at.rank(member, "12."));
  Council::done(at.rank(6, "..1"));
  Council::done(at.close());
  const auto result = at.result();
  REQUIRE(result.field("result.quota") == "3");
  REQUIRE(result.field("result.stages.0.shares.0.share") == "5,00000");
  REQUIRE(result.field("result.stages.1.step") == "surplus");
  REQUIRE(result.field("result.ranking.0.option") == "Water");
  REQUIRE(result.field("result.ranking.1.option") == "Wood");
}

TEST_CASE("grades are counted by majority judgment, and every option is graded") {
  Choosing at("majority_judgment", R"(["Water", "Wood"])");
  const auto grade = [&](int member, const std::string& first, const std::string& second) {
    return at.council.on(at.council.member(member), at.at.session, "grade",
                         Council::about(at.vote) + R"(, "marks": [{"option": "o1", "grade": ")" + first + R"("}, {"option": "o2", "grade": ")" + second + "\"}]");
  };
  Council::done(grade(1, "excellent", "good"));
  Council::done(grade(2, "poor", "good"));
  Council::done(grade(3, "fair", "very_good"));
  REQUIRE(at.council.on(at.council.member(4), at.at.session, "grade", Council::about(at.vote) + R"(, "marks": [{"option": "o1", "grade": "good"}])").error("marks") ==
          "grade_every_option");
  Council::done(at.close());
  const auto result = at.result();
  REQUIRE(result.field("result.ranking.0.option") == "Wood");
  REQUIRE(result.field("result.judged.0.grade") == "fair");
  REQUIRE(result.field("result.judged.1.grade") == "good");
}

TEST_CASE("an item on a matter is decided for or against, not between options") {
  Council council(3);
  council.kernel.emit("saisine.proposed", R"({"reference": "S-2026-001", "title": "Water in town"})");
  const auto session = council.plan();
  const auto item = Council::done(council.chair().call("plenary.add_item", R"({"session": ")" + session + R"(", "kind": "matter", "matter": "referral:S-2026-001"})")).field("item");
  const auto refused = council.on(session, "prepare_choice", R"("item": ")" + item + R"(", "question": "Which?", "counting": "approval", "choices": ["A", "B"])");
  REQUIRE(refused.code() == "matter_needs_motion");
}

TEST_CASE("a choice between options is voted on devices: where the rules allow no such vote for the act, none is prepared") {
  Council council{3};
  council.act["methods"] = R"(["show_of_hands", "secret_paper"])";
  const auto at = council.sitting(3);
  REQUIRE(council.on(at.session, "prepare_choice", R"("item": ")" + at.item + R"(", "question": "Which one?", "counting": "plurality", "winners": 1, "choices": )" + kThree)
              .code() == "electronic_not_allowed");
}
