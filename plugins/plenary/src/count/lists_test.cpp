#include "lists.hpp"

#include <catch2/catch.hpp>

using namespace plenary_plugin::count;
using Numbers = std::vector<std::int64_t>;

// Wikipedia, "Largest remainder method", Hare quota: 100,000 votes, 10 seats.
TEST_CASE("highest remainder: ten seats of the published example go 5, 2, 1, 1, 1, 0") {
  const auto result = allot({47000, 16000, 15900, 12000, 6000, 3100}, 10, {});
  REQUIRE(result.whole == Numbers{4, 1, 1, 1, 0, 0});
  REQUIRE(result.seats == Numbers{5, 2, 1, 1, 1, 0});
}

// Wikipedia, "D'Hondt method": 230,000 votes, 8 seats.
TEST_CASE("highest average: eight seats of the published example go 4, 3, 1, 0") {
  REQUIRE(allot({100000, 80000, 30000, 20000}, 8, {.sharing = Sharing::highest_average}).seats == Numbers{4, 3, 1, 0});
}

// Code électoral, article L262: half of the seats, rounded up, to the first list; the others by highest average among 5 % and more.
TEST_CASE("a bonus of half the seats goes to the first list, and all lists above the threshold share the others") {
  const auto result = allot({520, 440, 40}, 27, {.sharing = Sharing::highest_average, .bonus_percent = 50, .threshold_percent = 5});
  REQUIRE(result.bonus == Numbers{14, 0, 0});
  REQUIRE(result.seats == Numbers{21, 6, 0});
}

TEST_CASE("a majority list takes all seats, and two first lists leave all of them open") {
  REQUIRE(allot({40, 60}, 5, {.sharing = Sharing::majority}).seats == Numbers{0, 5});
  const auto tie = allot({50, 50}, 5, {.sharing = Sharing::majority});
  REQUIRE(tie.seats == Numbers{0, 0});
  REQUIRE(tie.tied == std::vector<Option>{0, 1});
  REQUIRE(tie.open == 5);
}

TEST_CASE("lists with equal remainders at the last seat are a tie for it") {
  const auto result = allot({45, 45, 10}, 3, {});
  REQUIRE(result.seats == Numbers{1, 1, 0});
  REQUIRE(result.tied == std::vector<Option>{0, 1});
  REQUIRE(result.open == 1);
}

TEST_CASE("no votes give no seats") { REQUIRE(allot({0, 0}, 3, {}).seats == Numbers{0, 0}); }

TEST_CASE("once the tie of two first lists is broken, the bonus goes to that one and the rest is shared") {
  const auto result = allot({50, 50}, 4, {.sharing = Sharing::highest_average, .bonus_percent = 50, .first = 1});
  REQUIRE(result.bonus == Numbers{0, 2});
  REQUIRE(result.seats == Numbers{1, 3});
}
