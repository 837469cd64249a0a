#include "schulze.hpp"

#include <catch2/catch.hpp>
#include <string_view>

using namespace plenary_plugin::count;
using Levels = std::vector<std::vector<Option>>;

namespace {

/// "ACBED": A before C before B …; 45 such ballots are one of weight 45.
Ranking ballot(std::int64_t weight, std::string_view order, std::size_t options) {
  Ranking ballot{.rank = std::vector<std::size_t>(options, 0), .weight = weight};
  for (std::size_t place = 0; place < order.size(); ++place) ballot.rank[static_cast<std::size_t>(order[place] - 'A')] = place + 1;
  return ballot;
}

}  // namespace

// M. Schulze, "A new monotonic, clone-independent …", example 1, also in Wikipedia, "Schulze method".
TEST_CASE("Schulze's example of 45 ballots: E wins, then A, C, B, D, by the published paths") {
  const auto result = schulze(5, {ballot(5, "ACBED", 5), ballot(5, "ADECB", 5), ballot(8, "BEDAC", 5), ballot(3, "CABED", 5),
                                  ballot(7, "CAEBD", 5), ballot(2, "CBADE", 5), ballot(7, "DCEBA", 5), ballot(8, "EBADC", 5)});
  REQUIRE(result.preferred == Matrix{{0, 20, 26, 30, 22}, {25, 0, 16, 33, 18}, {19, 29, 0, 17, 24}, {15, 12, 28, 0, 14}, {23, 27, 21, 31, 0}});
  REQUIRE(result.strength == Matrix{{0, 28, 28, 30, 24}, {25, 0, 28, 33, 24}, {25, 29, 0, 29, 24}, {25, 28, 28, 0, 24}, {25, 28, 28, 31, 0}});
  REQUIRE(result.order.levels == Levels{{4}, {0}, {2}, {1}, {3}});
}

// The same author's example 2 (30 ballots).
TEST_CASE("Schulze's example of 30 ballots: D wins, then A, C, B") {
  const auto result = schulze(4, {ballot(5, "ACBD", 4), ballot(2, "ACDB", 4), ballot(3, "ADCB", 4), ballot(4, "BACD", 4), ballot(3, "CBDA", 4),
                                  ballot(3, "CDBA", 4), ballot(1, "DACB", 4), ballot(5, "DBAC", 4), ballot(4, "DCBA", 4)});
  REQUIRE(result.preferred == Matrix{{0, 11, 20, 14}, {19, 0, 9, 12}, {10, 21, 0, 17}, {16, 18, 13, 0}});
  REQUIRE(result.strength == Matrix{{0, 20, 20, 17}, {19, 0, 19, 17}, {19, 21, 0, 17}, {18, 18, 18, 0}});
  REQUIRE(result.order.levels == Levels{{3}, {0}, {2}, {1}});
}

// The same author's example 4 (9 ballots).
TEST_CASE("Schulze's example of 9 ballots has two potential winners, and both are told") {
  const auto result = schulze(4, {ballot(3, "ABCD", 4), ballot(2, "DABC", 4), ballot(2, "DBCA", 4), ballot(2, "CBDA", 4)});
  REQUIRE(result.preferred == Matrix{{0, 5, 5, 3}, {4, 0, 7, 5}, {4, 2, 0, 5}, {6, 4, 4, 0}});
  REQUIRE(result.strength == Matrix{{0, 5, 5, 5}, {5, 0, 7, 5}, {5, 5, 0, 5}, {6, 5, 5, 0}});
  REQUIRE(result.order.levels.front() == std::vector<Option>{1, 3});
  REQUIRE(fill(result.order, 1).elected.empty());
  REQUIRE(fill(result.order, 1).tied == std::vector<Option>{1, 3});
}

// Condorcet, "Essai sur l'application de l'analyse …", 1785: the three circular ballots.
TEST_CASE("Condorcet's circle of three ballots is a tie of all three") {
  REQUIRE(schulze(3, {ballot(1, "ABC", 3), ballot(1, "BCA", 3), ballot(1, "CAB", 3)}).order.levels == Levels{{0, 1, 2}});
}

TEST_CASE("who is not ranked stands behind all who are, and two of one rank give each other nothing") {
  const Ranking both_first{.rank = {1, 1, 0}};
  const auto result = schulze(3, {both_first, ballot(1, "C", 3)});
  REQUIRE(result.preferred == Matrix{{0, 0, 1}, {0, 0, 1}, {1, 1, 0}});
}

TEST_CASE("a ballot of weight three counts as three ballots") {
  const auto one = schulze(3, {ballot(3, "BAC", 3), ballot(1, "CAB", 3)});
  const auto three = schulze(3, {ballot(1, "BAC", 3), ballot(1, "BAC", 3), ballot(1, "BAC", 3), ballot(1, "CAB", 3)});
  REQUIRE(one.preferred == three.preferred);
  REQUIRE(one.order.levels == three.order.levels);
}
