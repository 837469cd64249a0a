#include "record.hpp"

#include <catch2/catch.hpp>

using network_events::Record;

TEST_CASE("an event of one day ends on that day, one of several on its last") {
  Record record;
  record.date = "2026-04-08";
  CHECK(record.last_date() == "2026-04-08");
  record.end_date = "2026-04-10";
  CHECK(record.last_date() == "2026-04-10");
}

TEST_CASE("a new event is announced, on site, and lasts whole days until hours are given") {
  const Record record;
  CHECK(record.is("announced"));
  CHECK_FALSE(record.is("held"));
  CHECK(record.mode == "on_site");
  CHECK_FALSE(record.starts_at);
}
