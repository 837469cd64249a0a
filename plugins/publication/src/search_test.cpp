#include "search.hpp"

#include <catch2/catch.hpp>

using publication::asked_words;
using publication::words_by_initial;
using Words = std::vector<std::string>;

TEST_CASE("the words of a text are kept once, folded, under their first letter") {
  const auto parts = words_by_initial("Le climat, l’Été : CLIMAT et énergie");
  CHECK(parts.at('c') == "-climat-");
  CHECK(parts.at('e') == "-energie-et-ete-");
  CHECK(parts.at('l') == "-le-");
  CHECK(parts.size() == 3);
}

TEST_CASE("what is asked for is its words, the longest first, without what is one letter alone") {
  CHECK(asked_words("Plan CLIMAT à l’île, plan") == Words{"climat", "plan", "ile"});
  CHECK(asked_words(" ’ % _ ").empty());
  CHECK(asked_words("un deux trois quatre cinq six sept huit neuf dix").size() == 6);
}
