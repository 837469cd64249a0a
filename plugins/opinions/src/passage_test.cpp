#include "passage.hpp"

#include <catch2/catch.hpp>

using namespace opinions_plugin;

TEST_CASE("paragraphs are what blank lines part, without the blanks around them") {
  REQUIRE(paragraphs("\n\nOne\nline.\n  \n\nTwo. \n") == std::vector<std::string>{"One\nline.", "Two."});
  REQUIRE(paragraphs(" \n\t\n").empty());
}

TEST_CASE("a passage is found whatever its line breaks, its emphasis marks and the shape of its apostrophes") {
  const std::string text = "Depuis **2018**, l’agglomération\ncompte ses cyclistes.";
  const auto places = places_of("2018, l'agglomération compte", text);
  REQUIRE(places.size() == 1);
  REQUIRE(text.substr(places[0].begin, places[0].end - places[0].begin) == "2018**, l’agglomération\ncompte");
}

TEST_CASE("a passage that ends in a letter of several bytes is taken whole") {
  const std::string text = "La qualité monte.";
  const auto places = places_of("qualité", text);
  REQUIRE(places.size() == 1);
  REQUIRE(text.substr(places[0].begin, places[0].end - places[0].begin) == "qualité");
}

TEST_CASE("every place of a passage is told, and a passage of blanks has none") {
  REQUIRE(places_of("a b", "a b, a  b").size() == 2);
  REQUIRE(places_of(" \n", "a b").empty());
}

TEST_CASE("a comment follows its words, then the paragraph most like its own, and is lost when neither is left") {
  const std::vector<std::string> text = {"Cycling is safer with separate lanes on main roads.", "Schools open their courtyards at night."};
  const auto exact = anchor_of("courtyards", "Schools open their courtyards.", text);
  REQUIRE(exact.kind == Anchor::Kind::exact);
  REQUIRE(exact.paragraph == 1);
  const auto moved = anchor_of("cycle tracks", "Cycling is safer with cycle tracks on main roads.", text);
  REQUIRE(moved.kind == Anchor::Kind::moved);
  REQUIRE(moved.paragraph == 0);
  REQUIRE(anchor_of("waste", "Waste is sorted at its source.", text).kind == Anchor::Kind::lost);
}

TEST_CASE("of two paragraphs that hold the quoted words, the one most like the comment's own is taken") {
  const std::vector<std::string> text = {"The tram is late.", "The tram runs at night for those who work at the hospital."};
  REQUIRE(anchor_of("The tram", "The tram runs at night for the hospital.", text).paragraph == 1);
}
