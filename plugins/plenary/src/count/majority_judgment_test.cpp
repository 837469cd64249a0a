#include "majority_judgment.hpp"

#include <catch2/catch.hpp>

using namespace plenary_plugin::count;
using Given = std::vector<std::int64_t>;
using Grades = std::vector<std::size_t>;
using Levels = std::vector<std::vector<Option>>;

// The three examples of the French Wikipedia, "Jugement majoritaire". Grades here from the best to the worst.
namespace {
const Given kA{1742, 2128, 1971, 912, 1763, 1484}, kB{1705, 2073, 1295, 1342, 1158, 2427}, kC{1000, 1000, 1500, 1500, 2500, 2500};
}

TEST_CASE("majority judgment: the published poll of three, two of which share the median, is won by A, then B, then C") {
  const auto result = majority_judgment({kA, kB, kC});
  REQUIRE(result.options[0].median == 2);
  REQUIRE(result.options[1].median == 2);
  REQUIRE(result.options[2].median == 4);
  REQUIRE(result.options[0].better == 3870);
  REQUIRE(result.options[0].worse == 4159);
  REQUIRE(result.order.levels == Levels{{0}, {1}, {2}});
}

TEST_CASE("majority judgment: five published ballots of one median are told apart at the fourth grade taken away") {
  const Given e{2, 2, 1, 0}, f{2, 3, 0, 0};
  REQUIRE(majority_value(e) == Grades{1, 1, 0, 2, 0});
  REQUIRE(majority_value(f) == Grades{1, 1, 0, 1, 0});
  const auto result = majority_judgment({e, f});
  REQUIRE(result.order.levels == Levels{{1}, {0}});
  REQUIRE(result.taken_away == 3);
}

TEST_CASE("majority judgment: of an even number of ballots the lower median is the grade, as published") {
  const Given e{0, 1, 2, 2, 0, 1}, f{0, 0, 3, 2, 1, 0};
  REQUIRE(majority_value(e) == Grades{3, 2, 3, 2, 5, 1});
  REQUIRE(majority_value(f) == Grades{3, 2, 3, 2, 4, 2});
  REQUIRE(majority_judgment({e, f}).order.levels == Levels{{1}, {0}});
}

TEST_CASE("majority judgment: options with the same grades are a tie, and nothing chooses between them") {
  const auto result = majority_judgment({{1, 2, 1}, {2, 1, 1}, {1, 2, 1}});
  REQUIRE(result.order.levels == Levels{{1}, {0, 2}});
  REQUIRE(fill(result.order, 2).tied == std::vector<Option>{0, 2});
}

TEST_CASE("majority judgment: ballots are added up with their weights") {
  const auto result = majority_judgment(2, 3, {{.grade = {0, 2}, .weight = 2}, {.grade = {1, 0}}});
  REQUIRE(result.options[0].given == Given{2, 1, 0});
  REQUIRE(result.options[1].given == Given{1, 0, 2});
}
