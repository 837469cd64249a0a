#include "order.hpp"

#include <catch2/catch.hpp>

using namespace plenary_plugin::count;
using Options = std::vector<Option>;

TEST_CASE("seats go along the order, and who stands equal at the last seat is told, not chosen") {
  const auto seats = fill(by_votes({12, 30, 12, 7}), 2);
  REQUIRE(seats.elected == Options{1});
  REQUIRE(seats.tied == Options{0, 2});
  REQUIRE(seats.open == 1);
}

TEST_CASE("equal options that all find a seat are no tie") {
  const auto seats = fill(by_votes({12, 30, 12, 7}), 3);
  REQUIRE(seats.elected == Options{1, 0, 2});
  REQUIRE(seats.tied.empty());
  REQUIRE(seats.open == 0);
}

TEST_CASE("a first round elects nobody with half of the valid votes, and somebody with one more") {
  REQUIRE(absolute_round({50, 30, 20}, 100, 1).elected.empty());
  REQUIRE(absolute_round({51, 30, 19}, 100, 1).elected == Options{0});
}

TEST_CASE("a first round for several seats leaves free those that no absolute majority fills") {
  const auto seats = absolute_round({60, 55, 40, 20}, 100, 3);
  REQUIRE(seats.elected == Options{0, 1});
  REQUIRE(seats.tied.empty());
}

TEST_CASE("more absolute majorities than seats, two of them equal at the last one: a tie") {
  const auto seats = absolute_round({60, 55, 55}, 100, 2);
  REQUIRE(seats.elected == Options{0});
  REQUIRE(seats.tied == Options{1, 2});
}

TEST_CASE("more seats than options: everybody has one") { REQUIRE(fill(by_votes({3, 1}), 5).elected == Options{0, 1}); }
