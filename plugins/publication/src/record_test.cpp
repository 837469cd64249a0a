#include "record.hpp"

#include <catch2/catch.hpp>

using publication::approximate_date;
using publication::complete;
using publication::Record;

namespace {
Record whole() {
  Record record;
  record.title = "Données et territoires";
  record.summary = "Ce que le groupe a appris.";
  record.type = "retrospective";
  record.themes = {"donnees"};
  record.date = "2026-04-08";
  record.body = "Six mots pour en parler.";
  return record;
}

std::vector<std::string> lacks(const Record& record) {
  const auto result = complete(record);
  std::vector<std::string> fields;
  if (result.ok()) return fields;
  for (const auto& field : result.error().fields) fields.push_back(field.field);
  return fields;
}
}  // namespace

TEST_CASE("an article with date, type, summary, a theme and a body can be published") { CHECK(lacks(whole()).empty()); }

TEST_CASE("what lacks before publishing is said at each field, all at once") {
  CHECK(lacks(Record{}) == std::vector<std::string>{"date", "type", "summary", "themes", "body"});
}

TEST_CASE("a summary or a body of white space counts as missing") {
  auto record = whole();
  record.summary = " \n";
  record.body = "\t";
  CHECK(lacks(record) == std::vector<std::string>{"summary", "body"});
}

TEST_CASE("a date is shown no more precisely than it is known") {
  CHECK_FALSE(approximate_date("2020-04-08", "day"));
  CHECK(approximate_date("2020-04-01", "month") == "04/2020");
  CHECK(approximate_date("2020-01-01", "year") == "2020");
  CHECK_FALSE(approximate_date("", "year"));
}
