#include "text.hpp"

#include <catch2/catch.hpp>

using publication::folded;
using publication::length_of;
using publication::slug_of;
using publication::trimmed;

TEST_CASE("two spellings of one keyword come to one text") {
  CHECK(folded("Donnée") == folded("donnee"));
  CHECK(folded("  Territoir'Prod  ") == folded("territoir prod"));
  CHECK(folded("Cœur de ville") == folded("COEUR-DE-VILLE"));
}

TEST_CASE("an address holds small ASCII letters, digits and single hyphens between words") {
  CHECK(folded("Données & territoires : où va-t-on ?") == "donnees-territoires-ou-va-t-on");
  CHECK(folded("« Été » 2026") == "ete-2026");
  CHECK(folded("L’île d’Ouessant") == "l-ile-d-ouessant");
}

TEST_CASE("what has no letter of ours gives no word, and an article without one is still reachable") {
  CHECK(folded("— ? —").empty());
  CHECK(folded("日本").empty());
  CHECK(slug_of("— ? —") == "article");
}

TEST_CASE("a long title is cut between two words, one endless word at the limit") {
  std::string title;
  for (int i = 0; i < 20; ++i) title += "mobilite ";
  const auto slug = slug_of(title);
  CHECK(slug.size() <= 80);
  CHECK(slug.ends_with("mobilite"));
  CHECK(slug_of(std::string(200, 'a')) == std::string(80, 'a'));
}

TEST_CASE("broken bytes at the end of a text are read as nothing, never past its end") {
  CHECK(folded("caf\xC3") == "caf");
  CHECK(folded("\xF0") == "");
}

TEST_CASE("characters are counted as people count them") {
  CHECK(length_of("été") == 3);
  CHECK(length_of("") == 0);
}

TEST_CASE("white space at both ends is no content") {
  CHECK(trimmed(" \t\r\n").empty());
  CHECK(trimmed("\n a b ") == "a b");
}
