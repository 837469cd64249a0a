#include "period.hpp"

#include <catch2/catch.hpp>

using publication::read_period;

namespace {
std::string read(std::string_view text) {
  const auto period = read_period(text);
  return period ? period->first_day + " " + period->precision : "nothing";
}
}  // namespace

TEST_CASE("a date keeps the precision with which the former site gave it") {
  CHECK(read("2020-04-08") == "2020-04-08 day");
  CHECK(read("2020-04") == "2020-04-01 month");
  CHECK(read("2020") == "2020-01-01 year");
}

TEST_CASE("a half, a season or a span is known by its year, and begins where it began") {
  CHECK(read("2020-H1") == "2020-01-01 year");
  CHECK(read("2020-H2") == "2020-07-01 year");
  CHECK(read("2025-printemps") == "2025-03-01 year");
  CHECK(read("2025-automne") == "2025-09-01 year");
  CHECK(read("2017-2019") == "2017-01-01 year");
  CHECK(read("2020-11-30/2020-12-03") == "2020-11-30 day");
}

TEST_CASE("a day or a month that no calendar has is nothing, rather than the next one") {
  CHECK(read("2021-02-29") == "nothing");
  CHECK(read("2020-02-29") == "2020-02-29 day");
  CHECK(read("2020-13") == "nothing");
  CHECK(read("2020-00") == "nothing");
}

TEST_CASE("what is no date is nothing") {
  for (const auto* text : {"", "avril 2020", "20", "2020-", "2020-H3", "04-2020", "2020-04-08T", "2020 04 08"}) {
    INFO(text);
    CHECK(read(text) == "nothing");
  }
}
