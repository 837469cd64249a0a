#include "kernel/web/render/dates.hpp"

#include <catch2/catch.hpp>

#include "kernel/web/render/house_fixture_test.hpp"

using namespace hemicycle::web::render;

TEST_CASE("a date is said in the words of the page's language") {
  const auto catalogue = kernel_catalogue();
  CHECK(date_text("2026-04-08", "fr", catalogue) == "8 avril 2026");
  CHECK(date_text("2026-05-01", "fr", catalogue) == "1er mai 2026");
  CHECK(date_text("2026-04-08", "en", catalogue) == "8 April 2026");
  CHECK(date_text("2026-04-08T12:00:00Z", "fr", catalogue) == "8 avril 2026 à 14 h 00");
  CHECK(date_text("2026-04-08T12:00:00Z", "en", catalogue) == "8 April 2026, 14:00");
  CHECK(date_text("2026-12-31T23:30:00Z", "fr", catalogue) == "1er janvier 2027 à 0 h 30");
}

TEST_CASE("the clock of Paris changes on the last Sundays of March and October at one o'clock UTC") {
  const auto catalogue = kernel_catalogue();
  CHECK(date_text("2026-03-29T00:59:59Z", "en", catalogue) == "29 March 2026, 01:59");
  CHECK(date_text("2026-03-29T01:00:00Z", "en", catalogue) == "29 March 2026, 03:00");
  CHECK(date_text("2026-10-25T00:59:59Z", "en", catalogue) == "25 October 2026, 02:59");
  CHECK(date_text("2026-10-25T01:00:00Z", "en", catalogue) == "25 October 2026, 02:00");
  CHECK(date_text("2027-03-28T01:00:00Z", "en", catalogue) == "28 March 2027, 03:00");
}

TEST_CASE("what is no date is shown as it came") {
  const auto catalogue = kernel_catalogue();
  for (const auto* text : {"", "hier", "2026-02-30", "2026-13-01", "2026-04-08T", "2026-04-08T25:00:00Z", "2026-04-08T12:00", "20260408",
                           "-026-04-08", "2026-04-08X12:00:00Z"})
    CHECK(date_text(text, "fr", catalogue) == text);
}

TEST_CASE("an offset and a fraction of a second are taken into account") {
  CHECK(parse_date("2026-04-08T14:00:00+02:00") == parse_date("2026-04-08T12:00:00Z"));
  CHECK(parse_date("2026-04-08T12:00:00.250Z") == parse_date("2026-04-08T12:00:00Z"));
  CHECK_FALSE(parse_date("2026-04-08T14:00:00+2"));
}

TEST_CASE("a local time entered in a form comes back as the same local time") {
  CHECK(from_local_input("2026-04-08T14:00") == "2026-04-08T12:00:00Z");
  CHECK(from_local_input("2026-01-08T14:00:30") == "2026-01-08T13:00:30Z");
  CHECK(from_local_input("2026-10-25T02:30") == "2026-10-25T00:30:00Z");  // twice that night: the first
  CHECK(from_local_input("2026-03-29T02:30") == "2026-03-29T01:30:00Z");  // never that night: the clock not yet moved
  CHECK(to_local_input("2026-04-08T12:00:00Z") == "2026-04-08T14:00");
  CHECK(to_local_input("demain") == "demain");
  for (const auto* text : {"", "2026-04-08", "2026-04-08T14", "2026-04-08T14:00Z", "2026-04-31T14:00"}) CHECK_FALSE(from_local_input(text));
}
