#include "outcome.hpp"

#include <catch2/catch.hpp>

using rules_plugin::outcome;

namespace {

rules::Outcome vote(const std::string& majority, std::int64_t in_favour, std::int64_t against, std::int64_t abstained = 0, std::int64_t members = 60) {
  rules::Outcome out;
  out.majority = majority;
  out.tie = "rejected";
  out.members = members;
  out.in_favour = in_favour;
  out.against = against;
  out.abstained = abstained;
  return out;
}

rules::CollegeCount college(const std::string& id, std::int64_t weight, std::int64_t members, std::int64_t in_favour, std::int64_t against) {
  return {.college = id, .weight = weight, .members = members, .in_favour = in_favour, .against = against, .abstained = 0};
}

}  // namespace

TEST_CASE("a simple majority is one more for than against, whoever abstains") {
  const auto carried = outcome(vote("simple", 3, 2, 50));
  CHECK(carried.outcome == "adopted");
  CHECK(carried.base == 5);
  CHECK(carried.required == 3);
  CHECK(outcome(vote("simple", 2, 3, 50)).outcome == "rejected");
}

TEST_CASE("an absolute majority of the members counts the absent") {
  CHECK(outcome(vote("absolute_members", 30, 0)).outcome == "rejected");
  const auto carried = outcome(vote("absolute_members", 31, 0));
  CHECK(carried.outcome == "adopted");
  CHECK(carried.required == 31);
  CHECK(carried.base == 60);
}

TEST_CASE("an absolute majority of the votes cast leaves abstentions out") {
  const auto carried = outcome(vote("absolute_cast", 11, 10, 20));
  CHECK(carried.outcome == "adopted");
  CHECK(carried.base == 21);
  CHECK(carried.required == 11);
}

TEST_CASE("two thirds are two thirds of the votes cast, rounded up") {
  CHECK(outcome(vote("two_thirds", 20, 10)).outcome == "adopted");
  CHECK(outcome(vote("two_thirds", 20, 11)).outcome == "rejected");
  CHECK(outcome(vote("two_thirds", 20, 11)).required == 21);
}

TEST_CASE("when nobody votes for or against, nothing is adopted and nothing is tied") {
  for (const std::string majority : {"simple", "absolute_cast", "absolute_members", "two_thirds"}) {
    auto none = vote(majority, 0, 0, 40);
    none.tie = "revote";
    CHECK(outcome(none).outcome == "rejected");
  }
}

TEST_CASE("a tie is a rejection, a second vote or the chair's choice, as the rules say") {
  auto tie = vote("simple", 10, 10);
  CHECK(outcome(tie).outcome == "rejected");
  tie.tie = "revote";
  CHECK(outcome(tie).outcome == "tied");
  tie.tie = "chair";
  tie.chair = "for";
  CHECK(outcome(tie).outcome == "adopted");
  CHECK(outcome(tie).tie_broken);
  tie.chair = "against";
  CHECK(outcome(tie).outcome == "rejected");
  CHECK(outcome(tie).tie_broken);
}

TEST_CASE("a chair who abstains or is absent breaks no tie") {
  auto tie = vote("simple", 10, 10);
  tie.tie = "chair";
  CHECK(outcome(tie).outcome == "rejected");
  tie.chair = "abstain";
  CHECK(outcome(tie).outcome == "rejected");
  CHECK_FALSE(outcome(tie).tie_broken);
}

TEST_CASE("the chair's voice counts for more in a tie alone") {
  auto lost = vote("simple", 9, 10);
  lost.tie = "chair";
  lost.chair = "for";
  CHECK(outcome(lost).outcome == "rejected");
  CHECK_FALSE(outcome(lost).tie_broken);
}

TEST_CASE("where more than half of the votes is asked, as many for as against is no tie") {
  for (const std::string majority : {"absolute_members", "two_thirds"}) {
    auto even = vote(majority, 10, 10);
    even.tie = "chair";
    even.chair = "for";
    CHECK(outcome(even).outcome == "rejected");
  }
}

TEST_CASE("with two colleges of one weight both must adopt") {
  auto split = vote("simple", 30, 15);
  split.per_college = true;
  split.colleges = {college("inhabitants", 1, 45, 25, 5), college("actors", 1, 45, 5, 10)};
  const auto refused = outcome(split);
  CHECK(refused.outcome == "rejected");
  CHECK(refused.base == 2);
  CHECK(refused.in_favour == 1);
  CHECK(refused.colleges.at(0).adopted);
  CHECK_FALSE(refused.colleges.at(1).adopted);
  split.colleges[1].in_favour = 11;
  CHECK(outcome(split).outcome == "adopted");
}

TEST_CASE("colleges weigh as the rules say") {
  auto weighed = vote("simple", 0, 0);
  weighed.per_college = true;
  weighed.colleges = {college("a", 50, 10, 6, 4), college("b", 30, 10, 4, 6), college("c", 20, 10, 4, 6)};
  CHECK(outcome(weighed).outcome == "rejected");
  weighed.colleges[2].in_favour = 7;
  CHECK(outcome(weighed).outcome == "adopted");
  CHECK(outcome(weighed).in_favour == 70);
}

TEST_CASE("a college without members neither helps nor hinders") {
  auto vacant = vote("simple", 6, 4);
  vacant.per_college = true;
  vacant.colleges = {college("a", 1, 10, 6, 4), college("b", 1, 0, 0, 0)};
  CHECK(outcome(vacant).outcome == "adopted");
  CHECK(outcome(vacant).base == 1);
}
