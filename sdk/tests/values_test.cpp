// Results, times and identifiers.
#include <catch2/catch.hpp>
#include <hemicycle/identifier.hpp>
#include <hemicycle/local_time.hpp>
#include <hemicycle/result.hpp>
#include <hemicycle/sha256.hpp>
#include <hemicycle/time.hpp>

using namespace hemicycle;

TEST_CASE("a result holds a value or an error, and says which") {
  const Result<std::string> value = std::string("v");
  const Result<std::string> error = invalid("title", "taken").also("theme", "closed");
  CHECK(*value == "v");
  CHECK(value->size() == 1);
  CHECK(value.status() == Status::ok);
  CHECK_FALSE(error);
  CHECK(error.error().fields == std::vector<FieldError>{{"title", "taken"}, {"theme", "closed"}});
  CHECK_THROWS_AS(error.value(), std::logic_error);
  CHECK_THROWS_AS(value.error(), std::logic_error);
}

TEST_CASE("a result without value is ok, or carries its error") {
  const Result<void> fine;
  const Result<void> failed = conflict("already_decided");
  CHECK(fine.ok());
  CHECK(failed.status() == Status::conflict);
  CHECK(failed.error().code == "already_decided");
}

TEST_CASE("times go to ISO and back") {
  const auto time = parse_iso("2026-04-08T14:00:00Z");
  REQUIRE(time);
  CHECK(to_ns(*time) == 1'775'656'800'000'000'000);
  CHECK(to_iso(*time) == "2026-04-08T14:00:00Z");
  CHECK(to_iso_date(*time) == "2026-04-08");
  CHECK(parse_iso("2026-04-08T16:00:00+02:00") == time);
  CHECK(parse_iso("2026-04-08T10:30:00-03:30") == time);
  CHECK(parse_iso("2026-04-08T14:00Z") == time);
  CHECK(to_ns(parse_iso("2026-04-08T14:00:00.25Z").value()) == to_ns(*time) + 250'000'000);
  CHECK(to_ns(parse_iso("2026-04-08").value()) == to_ns(*time) - 14LL * 3600 * 1'000'000'000);
  CHECK(to_iso(from_ns(-1'000'000'000)) == "1969-12-31T23:59:59Z");
  CHECK(to_iso_date(parse_iso("2024-02-29").value()) == "2024-02-29");
}

TEST_CASE("what is no time is not read as one") {
  for (const auto* text :
       {"", "2026", "2026-4-8", "2026-02-29", "2026-13-01", "2026-04-08 14:00:00", "2026-04-08T24:00:00Z", "2026-04-08T14:00:00",
        "2026-04-08T14:60:00Z", "2026-04-08T14:00:00+2", "2026-04-08T14:00:00.Z", "2026-04-08T14:00:00Zx", "2026-04-08T14:00:00+25:00"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_iso(text));
  }
}

TEST_CASE("identifiers are UUIDs of version 7 that sort by time, and within one instant by the order of asking") {
  const auto first = uuid_v7(1'775'656'800'000'000'000, 0);
  CHECK(first.size() == 36);
  CHECK(first[14] == '7');
  CHECK((first[19] == '8' || first[19] == '9' || first[19] == 'a' || first[19] == 'b'));
  CHECK(first.substr(0, 13) == "019d6d64-8f00");  // 1,775,656,800,000 ms in hexadecimal
  CHECK(first < uuid_v7(1'775'656'800'000'000'000, 1));
  CHECK(uuid_v7(1'775'656'800'000'000'000, 9) < uuid_v7(1'775'656'800'001'000'000, 0));
  CHECK(uuid_v7(0, 0) != uuid_v7(0, 0));
}

// The examples of FIPS 180-4, and that of no byte.
TEST_CASE("SHA-256 is what every other tool computes") {
  CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST_CASE("the day on the wall changes at its own midnight, in winter and in summer") {
  const auto day = [](std::string_view time) { return local_date(to_ns(*parse_iso(time))); };
  CHECK(day("2026-01-15T22:59:59Z") == "2026-01-15");
  CHECK(day("2026-01-15T23:00:00Z") == "2026-01-16");
  CHECK(day("2026-07-15T21:59:59Z") == "2026-07-15");
  CHECK(day("2026-07-15T22:00:00Z") == "2026-07-16");
}

TEST_CASE("local days follow summer time") {
  const auto ns = [](const char* text) { return to_ns(*parse_iso(text)); };
  CHECK(local_date(ns("2026-03-28T22:59:59Z")) == "2026-03-28");
  CHECK(local_date(ns("2026-03-28T23:00:00Z")) == "2026-03-29");
  CHECK(local_date(ns("2026-03-29T21:59:59Z")) == "2026-03-29");
  CHECK(local_date(ns("2026-03-29T22:00:00Z")) == "2026-03-30");
  CHECK(local_hour(ns("2026-03-29T00:59:59Z")) == "01:59");
  CHECK(local_hour(ns("2026-03-29T01:00:00Z")) == "03:00");
  CHECK(local_hour(ns("2026-10-25T00:30:00Z")) == "02:30");
  CHECK(local_hour(ns("2026-10-25T01:30:00Z")) == "02:30");
  CHECK(days_between(ns("2026-03-28T12:00:00Z"), ns("2026-03-29T21:00:00Z")) == 1);
}

TEST_CASE("a local day begins at its own midnight and may be an hour shorter or longer") {
  const auto begins = [](std::string_view date) { return to_iso(local_midnight(date).value()); };
  const auto ended = [](std::string_view date) { return to_iso(local_midnight_after(date).value()); };
  CHECK(begins("2026-01-15") == "2026-01-14T23:00:00Z");
  CHECK(begins("2026-07-15") == "2026-07-14T22:00:00Z");
  CHECK(begins("2026-03-29") == "2026-03-28T23:00:00Z");
  CHECK(ended("2026-03-29") == "2026-03-29T22:00:00Z");
  CHECK(begins("2026-10-25") == "2026-10-24T22:00:00Z");
  CHECK(ended("2026-10-25") == "2026-10-25T23:00:00Z");
  CHECK_FALSE(local_midnight("2026-02-30"));
  CHECK_FALSE(local_midnight_after(""));
}

TEST_CASE("what happens while people wish each other a good year is of the new one") {
  const auto [begins, ends] = local_year(2027).value();
  CHECK(to_iso(from_ns(begins)) == "2026-12-31T23:00:00Z");
  CHECK(to_iso(from_ns(ends)) == "2027-12-31T23:00:00Z");
  CHECK_FALSE(local_year(0));
  CHECK_FALSE(local_year(9999));
}
