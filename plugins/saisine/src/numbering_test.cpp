#include "numbering.hpp"

#include <catch2/catch.hpp>

using saisine_plugin::reference_of;
using saisine_plugin::series_of;

TEST_CASE("each kind is counted afresh every year") {
  CHECK(series_of("S", "2026-12-31") == "S-2026");
  CHECK(series_of("S", "2027-01-01") == "S-2027");
  CHECK(series_of("A", "2026-12-31") != series_of("S", "2026-12-31"));
}

TEST_CASE("a number has three digits, and none is lost when a year has more than 999") {
  CHECK(reference_of("S-2026", 1) == "S-2026-001");
  CHECK(reference_of("S-2026", 42) == "S-2026-042");
  CHECK(reference_of("S-2026", 999) == "S-2026-999");
  CHECK(reference_of("S-2026", 1000) == "S-2026-1000");
}

TEST_CASE("references of one year sort in the order in which they were given") {
  for (int number = 1; number < 999; ++number) CHECK(reference_of("S-2026", number) < reference_of("S-2026", number + 1));
}
