#include "lot.hpp"

#include <catch2/catch.hpp>

using namespace plenary_plugin::count;

TEST_CASE("a lot drawn again with the published seed gives the same order, and another seed another one") {
  const std::vector<std::string> names{"p1", "p2", "p3", "p4", "p5"};
  REQUIRE(draw("6 mai 2026, 18 h 04", names) == draw("6 mai 2026, 18 h 04", names));
  REQUIRE(draw("6 mai 2026, 18 h 04", names) != draw("6 mai 2026, 18 h 05", names));
}

TEST_CASE("a lot does not depend on the order in which names are written down") {
  const auto order = draw("seed", {"b", "a", "c"});
  const auto again = draw("seed", {"a", "b", "c"});
  REQUIRE(std::vector<std::string>{"b", "a", "c"}[order[0]] == std::vector<std::string>{"a", "b", "c"}[again[0]]);
}

// As `printf 'seed:name' | sha256sum` says.
TEST_CASE("tickets are SHA-256 of seed and name, which any tool computes") {
  REQUIRE(ticket("seed", "name") == "af0438752dee330e0a0706c287ebbc0ba15db3bb15e4cf619bdf755f73efdb30");
}
