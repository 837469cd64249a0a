// Who asks to be forgotten is, and the council's record stands.
#include <catch2/catch.hpp>

#include "fixture.hpp"

using namespace members_test;

namespace {

std::string of(const std::string& person) { return R"({"person": ")" + person + "\""; }

Reply erase(Council& council, const std::string& person) { return council.team().call("members.erase_person", of(person) + R"(, "sure": true})"); }

/// A person about whom the register says all it can, who sat and resigned.
std::string former(Council& council) {
  const auto ada = council.sitting("Ada Lovely", "ada", R"(, "email": "ada@example.org", "gender": "woman", "birth_year": 1980, "constituency": "hill")");
  for (const auto& row : council.kernel.rows("SELECT id, person FROM members_mandate"))
    if (row.at(1) == ada) REQUIRE(council.team().call("members.end_mandate", R"({"mandate": ")" + row.at(0) + R"(", "reason": "resigned"})").ok());
  return ada;
}

}  // namespace

TEST_CASE("who sits, or is to sit, cannot be erased, and an erasure is said twice") {
  Council council;
  const auto ada = council.sitting("Ada Lovely", "ada"), bea = council.person("Bea");
  REQUIRE(erase(council, ada).code() == "still_sits");
  REQUIRE(council.kernel.as("ada").call("members.erase_me", R"({"sure": true})").code() == "still_sits");
  REQUIRE(council.team().call("members.erase_person", of(bea) + R"(, "sure": false})").error("sure") == "say_so");
  REQUIRE(council.kernel.as("ada").call("members.erase_person", of(bea) + R"(, "sure": true})").status() == "denied");
  REQUIRE(council.kernel.as("stranger").call("members.erase_me", R"({"sure": true})").code() == "not_in_register");
  REQUIRE(council.kernel.events("members.person_erased").empty());
}

TEST_CASE("what identifies a person goes, and the seat they held stays under the placeholder") {
  Council council;
  const auto ada = former(council);
  REQUIRE(council.team().call("members.record_councillor", of(ada) + R"(, "authority": "The authority", "begins": "2020-07-01"})").ok());
  REQUIRE(erase(council, ada).ok());
  REQUIRE(council.kernel.rows("SELECT name, email, gender, birth_year, constituency, organisation, account FROM members_person") ==
          Rows{{"(nom effacé)", "NULL", "unstated", "NULL", "NULL", "NULL", "NULL"}});
  REQUIRE(council.kernel.rows("SELECT COUNT(*) FROM members_councillor") == Rows{{"0"}});
  REQUIRE(council.kernel.rows("SELECT COUNT(*) FROM members_given") == Rows{{"0"}});
  const auto seat = council.team().call("members.seat", R"({"seat": "seat_1"})");
  REQUIRE(seat.field("mandates.0.person") == ada);
  REQUIRE(seat.field("mandates.0.name") == "(nom effacé)");
  const auto names = council.kernel.system().call("members.names", R"({"persons": [")" + ada + "\"]}");
  REQUIRE(names.field("names.0.name") == "(nom effacé)");
}

TEST_CASE("the event of an erasure tells ids alone, to the plugin that keeps the account") {
  Council council;
  const auto ada = former(council);
  REQUIRE(erase(council, ada).ok());
  const auto told = council.kernel.events("members.person_erased").at(0);
  REQUIRE(told.field("person") == ada);
  REQUIRE(told.field("account") == "ada");
  REQUIRE(told.payload.find("Lovely") == std::string::npos);
}

TEST_CASE("a former member erases themselves, and nobody can be acted upon who was erased") {
  Council council;
  const auto ada = former(council);
  REQUIRE(council.kernel.as("ada").call("members.mine").field("actions.0") == "erase_me");
  REQUIRE(council.kernel.as("ada").call("members.erase_me", R"({"sure": true})").ok());
  REQUIRE(council.team().call("members.file", of(ada) + "}").field("erased") == "2026-04-08");
  REQUIRE(council.team().call("members.file", of(ada) + "}").size("actions") == 0);
  REQUIRE(erase(council, ada).code() == "no_such_person");
  REQUIRE(council.appoint(council.seat(), ada).error("person") == "unknown_person");
  REQUIRE(council.team().call("members.link_account", of(ada) + R"(, "account": "ada"})").code() == "no_such_person");
  REQUIRE(council.team().call("members.people").size("options") == 0);
  REQUIRE(council.team().call("members.export_members").size("rows") == 0);
}

TEST_CASE("applications that were decided forget the person as well, and one that runs is its applicant's to withdraw") {
  Council council;
  const auto ada = former(council);
  const auto call = council.team().call("members.open_call", R"({"title": "Join the council", "text": "We look for people of all sorts.", "body": "plenary",
    "category": "organisation", "places": 1, "closes": "2026-04-30", "method": "examination"})").field("call");
  for (const auto* email : {"ADA@example.org", "bea@example.org"})
    REQUIRE(council.kernel.visitor().call("members.apply", R"({"call": ")" + call + R"(", "name": "Somebody", "email": ")" + email + R"(", "consent": true})").ok());
  auto team = council.kernel.as("examiner").may("members.examine").may("members.manage");
  const auto first = council.kernel.rows("SELECT id FROM members_application WHERE email LIKE 'ADA%'").at(0).at(0);
  council.kernel.advance(std::chrono::days(23));
  REQUIRE(team.call("members.refuse_applicant", R"({"application": ")" + first + "\"}").ok());
  REQUIRE(erase(council, ada).ok());
  REQUIRE(council.kernel.rows("SELECT name, email FROM members_application ORDER BY email") == Rows{{"", ""}, {"Somebody", "bea@example.org"}});
}
