#include "difference.hpp"

#include <catch2/catch.hpp>

using namespace opinions_plugin;

namespace {

/// "+new", "-old", "=same", run by run.
std::string told(const std::vector<opinions::Run>& runs) {
  std::string text;
  for (const auto& run : runs) text.append(run.change == "same" ? "=" : run.change == "inserted" ? "+" : "-").append(run.text).append("|");
  return text;
}

std::string kinds(const std::vector<opinions::Block>& blocks) {
  std::string text;
  for (const auto& block : blocks) text.append(block.paragraph).append(" ");
  return text;
}

std::string joined(const std::vector<opinions::Run>& runs, std::string_view without) {
  std::string text;
  for (const auto& run : runs)
    if (run.change != without) text.append(run.text);
  return text;
}

}  // namespace

TEST_CASE("within a paragraph, the words that changed are told and no others") {
  REQUIRE(told(compare_words("The tram runs at night.", "The tram also runs by night.")) == "=The tram |+also |=runs |-at |+by |=night.|");
}

TEST_CASE("without what was deleted a comparison is the new text") {
  const std::string before = "Un  conseil\nd’habitants parle au nom du fleuve.", after = "Un conseil parle pour le fleuve et ses rives.";
  REQUIRE(joined(compare_words(before, after), "deleted") == after);
}

TEST_CASE("a reworded paragraph is compared word by word, a new and a removed one are told whole") {
  const auto blocks = compare_texts("First stays.\n\nThe second speaks of housing for the young.\n\nThird goes away.",
                                    "Brand new opening words here.\n\nFirst stays.\n\nThe second speaks of homes for the young.");
  REQUIRE(kinds(blocks) == "added unchanged reworded removed ");
  REQUIRE(told(blocks[2].runs) == "=The second speaks of |-housing |+homes |=for the young.|");
}

TEST_CASE("equal texts have no change, and a text that began empty is all new") {
  REQUIRE(kinds(compare_texts("One.\n\nTwo.", "One.\n\n\nTwo.\n")) == "unchanged unchanged ");
  REQUIRE(kinds(compare_texts("", "One.\n\nTwo.")) == "added added ");
}

TEST_CASE("two texts of sixty thousand characters with no word in common are compared without building a table of all pairs") {
  std::string before, after;
  for (int i = 0; i < 9000; ++i) before.append("a").append(std::to_string(i)).append(" "), after.append("b").append(std::to_string(i)).append(" ");
  const auto runs = compare_words(before, after);
  REQUIRE(runs.size() == 2);
  REQUIRE(joined(runs, "deleted") == after);
}
