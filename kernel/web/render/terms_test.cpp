#include "kernel/web/render/terms.hpp"

#include <catch2/catch.hpp>

#include "kernel/web/render/catalogue.hpp"
#include "kernel/web/render/house_fixture_test.hpp"

using namespace hemicycle::web::render;

namespace {

std::string said(std::string_view text, const Texts& pack, std::set<std::string>* lacking = nullptr) {
  std::set<std::string> none;
  return say_terms(text, pack, "fr.po", lacking ? *lacking : none);
}

const Texts kPetal{{"circle.the", "la pétale"}, {"circle.to_the", "à l’équipe"}, {"circle.e", "e"}};

}  // namespace

TEST_CASE("a text reads as it is written where no pack renames its terms") {
  CHECK(said("Renvoyé [[circle.to_the|au cercle]].", {}) == "Renvoyé au cercle.");
  CHECK(said("[[circle.the|Le cercle]] est ouvert[[circle.e|]].", {}) == "Le cercle est ouvert.");
  CHECK(said("Sans [nom] ni [lien](/page).", kPetal) == "Sans [nom] ni [lien](/page).");
}

TEST_CASE("a pack's words take the capital and the agreement of the sentence") {
  CHECK(said("[[circle.the|Le cercle]] est ouvert[[circle.e|]].", kPetal) == "La pétale est ouverte.");
  CHECK(said("[[circle.to_the|Au cercle]], puis [[circle.to_the|au cercle]]", kPetal) == "À l’équipe, puis à l’équipe");
  CHECK(said("ouvert[[circle.e|e]]", {{"circle.e", "-"}}) == "ouvert");
}

TEST_CASE("a form that a pack leaves out of a term that it renames is named") {
  std::set<std::string> lacking;
  CHECK(said("[[circle.of|de cercle]] [[chair.the|le siège]]", kPetal, &lacking) == "de cercle le siège");
  CHECK(lacking == std::set<std::string>{"circle.of (de cercle)"});
}

TEST_CASE("a mark that is not whole is refused with its place") {
  for (const auto* text : {"[[circle.the|le cercle", "[[circle]]", "[[circle.the]]", "[[.the|x]]", "[[Circle.the|x]]"})
    CHECK_THROWS_WITH(said(text, {}), Catch::StartsWith("fr.po: a term is written"));
}

TEST_CASE("one pack renames a term in the texts of every plugin, a theme after it, and each language has its own words") {
  const Folder club, games, pack, theme;
  club.write("locales/fr.po", "msgid \"a\"\nmsgstr \"[[circle.the|Le cercle]]\"\n");
  club.write("locales/en.po", "msgid \"a\"\nmsgstr \"[[circle.the|The circle]]\"\n");
  games.write("locales/fr.po", "msgid \"b\"\nmsgstr \"[[circle.of|de cercle]]\"\n");
  pack.write("locales/terms/fr.po", "msgid \"circle.the\"\nmsgstr \"l’équipe\"\n");
  theme.write("locales/terms/fr.po", "msgid \"circle.of\"\nmsgstr \"d’équipe\"\n");
  for (const bool themed : {false, true}) {
    Catalogue catalogue;
    catalogue.add("club", club.path());
    catalogue.add("games", games.path());
    catalogue.add_theme(pack.path());
    if (themed) catalogue.add_theme(theme.path());
    const auto lacking = catalogue.say_terms();
    CHECK(catalogue.text("club", "a", "fr") == "L’équipe");
    CHECK(catalogue.text("club", "a", "en") == "The circle");
    CHECK(catalogue.text("games", "b", "fr") == (themed ? "d’équipe" : "de cercle"));
    CHECK(lacking == (themed ? std::vector<std::string>{} : std::vector<std::string>{"locales/terms/fr.po: circle.of (de cercle)"}));
  }
}
