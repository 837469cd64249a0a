// What a form about a mandate or an office tells of it, and to whom.
#include <catch2/catch.hpp>

#include "fixture.hpp"

using namespace members_test;

TEST_CASE("a form about a mandate tells whose it is, which seat and since when: to who keeps the register, and to its holder alone besides") {
  Council council;
  const auto ada = council.sitting("Ada", "ada"), bea = council.sitting("Bea", "bea");
  REQUIRE(bea != "refused");
  const auto id = council.kernel.rows("SELECT m.id FROM members_mandate m JOIN members_person p ON p.id = m.person WHERE p.name = 'Ada'").at(0).at(0);
  const members::Mandate mandate{.mandate = id};
  const auto told = council.team().call(mandate);
  INFO(told.explain());
  REQUIRE(told.field("name") == "Ada");
  REQUIRE(told.field("number") == "1");
  REQUIRE(told.field("body") == "plenary");
  REQUIRE(told.field("part") == "primary");
  REQUIRE(told.field("begins") == "2026-04-08");
  REQUIRE(council.kernel.as("ada").call(mandate).field("name") == "Ada");
  REQUIRE(council.kernel.as("bea").call(mandate).code() == "no_such_mandate");
  REQUIRE(council.kernel.as("nobody").call(mandate).code() == "no_such_mandate");
  REQUIRE(council.team().call(members::Mandate{.mandate = "man_none"}).code() == "no_such_mandate");
  REQUIRE(council.team().call(members::RecordWarning{.mandate = id, .on = "2026-04-08"}).ok());
  REQUIRE(council.team().call(mandate).field("warned_on") == "2026-04-08");
  council.kernel.advance(std::chrono::days(3));
  REQUIRE(council.team().call(members::EndMandate{.mandate = id, .reason = "resigned"}).ok());
  REQUIRE(council.team().call(mandate).field("mandate_state") == "ended");
  REQUIRE(council.team().call(mandate).field("until") == "2026-04-11");
}

TEST_CASE("a form about an office tells who holds it, as long as it is held") {
  Council council;
  const auto ada = council.sitting("Ada", "ada");
  const auto granted = council.team().call(members::GrantOffice{.person = ada, .office = "chair", .body = "plenary", .until = "2027-04-08"});
  REQUIRE(granted.ok());
  const members::Tenure tenure{.tenure = granted.field("tenure")};
  const auto told = council.team().call(tenure);
  REQUIRE(told.field("name") == "Ada");
  REQUIRE(told.field("office") == "chair");
  REQUIRE(told.field("granted") == "2026-04-08");
  REQUIRE(told.field("until") == "2027-04-08");
  REQUIRE(council.kernel.as("somebody").call(tenure).status() == "denied");
  REQUIRE(council.team().call(members::EndOffice{.tenure = tenure.tenure}).ok());
  REQUIRE(council.team().call(tenure).code() == "no_such_office");
}

TEST_CASE("a form about a mandate that goes with no seat tells whose it is and in which assembly") {
  Council council;
  const auto ada = council.person("Ada", "ada");
  const auto recorded = council.team().call(members::RecordCouncillor{.person = ada, .authority = "La métropole", .begins = "2020-07-01"});
  REQUIRE(recorded.ok());
  const members::Councillor councillor{.councillor = recorded.field("councillor")};
  REQUIRE(council.team().call(councillor).field("name") == "Ada");
  REQUIRE(council.team().call(councillor).field("authority") == "La métropole");
  REQUIRE(council.team().call(members::Councillor{.councillor = "elu_none"}).code() == "no_such_councillor");
  REQUIRE(council.kernel.as("ada").call(councillor).status() == "denied");
}
