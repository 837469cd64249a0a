#include "lists.hpp"

#include <catch2/catch.hpp>

using publication::combined;
using Part = std::optional<std::string>;

namespace {
std::string list(const Part& theme, const Part& type, const Part& year) {
  const auto key = combined(theme, type, year);
  return key.kind + " " + key.value;
}
}  // namespace

TEST_CASE("what is asked without any part is the list of all") { CHECK(list({}, {}, {}) == "all "); }

TEST_CASE("each choice of theme, type and year has one list of its own, its parts always in one order") {
  CHECK(list("climat", {}, {}) == "theme climat");
  CHECK(list({}, "avis", {}) == "type avis");
  CHECK(list({}, {}, "2020") == "year 2020");
  CHECK(list("climat", {}, "2020") == "theme+year climat+2020");
  CHECK(list("climat", "avis", "2020") == "theme+type+year climat+avis+2020");
}
