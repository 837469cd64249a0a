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

// FIPS 180-4, the example of one block.
TEST_CASE("tickets are SHA-256") { REQUIRE(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"); }
