// The course of a mandate: incompatibility, charter, leave, resignation, replacement, terms.
#include <catch2/catch.hpp>

#include "fixture.hpp"

using namespace members_test;

namespace {

std::string mandate_of(Council& council, const std::string& person) {
  for (const auto& row : council.kernel.rows("SELECT person, id FROM members_mandate WHERE state <> 'ended' ORDER BY part DESC"))
    if (row.at(0) == person) return row.at(1);
  return {};
}

Reply councillor(Council& council, const std::string& person, const std::string& begins, const std::string& until = {}) {
  return council.team().call("members.record_councillor", R"({"person": ")" + person + R"(", "authority": "The authority", "begins": ")" + begins + "\"" +
                                                              (until.empty() ? "" : R"(, "until": ")" + until + "\"") + "}");
}

}  // namespace

TEST_CASE("invariant 1: a sitting councillor is refused a seat, and may have one once that mandate is over") {
  Council council;
  const auto ada = council.person("Ada");
  REQUIRE(councillor(council, ada, "2020-07-01").ok());
  REQUIRE(council.appoint(council.seat(), ada).error("person") == "incompatible");
  REQUIRE(council.appoint(council.seat(), ada, R"(, "part": "alternate")").error("person") == "incompatible");
  const auto id = council.kernel.rows("SELECT id FROM members_councillor").at(0).at(0);
  REQUIRE(council.team().call("members.end_councillor", R"({"councillor": ")" + id + R"(", "until": "2026-04-07"})").ok());
  REQUIRE(council.appoint(council.seat(), ada).ok());
}

TEST_CASE("invariant 1: a seat ends as incompatible on the day when its holder becomes a councillor, known at once or ahead") {
  Council council;
  const auto ada = council.sitting("Ada", "ada"), bea = council.sitting("Bea", "bea");
  REQUIRE(councillor(council, ada, "2026-04-01").ok());
  REQUIRE(council.kernel.events("members.seat_ended").at(0).field("reason") == "incompatible");
  REQUIRE(council.roles_of("ada").empty());

  REQUIRE(councillor(council, bea, "2026-04-20").ok());
  REQUIRE(council.kernel.events("members.seat_ended").size() == 1);
  council.kernel.advance(std::chrono::days(12));
  REQUIRE(council.kernel.events("members.seat_ended").size() == 2);
  REQUIRE(council.kernel.events("members.seat_ended").at(1).field("person") == bea);
}

TEST_CASE("invariant 1: an appointment for later does not become a seat when its person has become a councillor meanwhile") {
  Council council;
  const auto ada = council.person("Ada");
  REQUIRE(council.team().call("members.appoint", R"({"seat": ")" + council.seat() + R"(", "person": ")" + ada +
                              R"(", "begins": "2026-05-01", "legal_reference": "Decision 1"})").ok());
  REQUIRE(councillor(council, ada, "2026-04-20", "2026-05-30").ok());
  council.kernel.advance(std::chrono::days(30));
  REQUIRE(council.kernel.events("members.seat_filled").empty());
  REQUIRE(council.kernel.rows("SELECT state, end_reason FROM members_mandate") == Rows{{"ended", "incompatible"}});
}

TEST_CASE("once a charter was adopted a mandate runs from its signature, not before") {
  Council council;
  REQUIRE(council.kernel.as("ada").call("members.sign_charter", R"({"agreed": true})").code() == "no_charter");
  REQUIRE(council.team().call("members.adopt_charter", R"({"text": "We listen to one another."})").ok());
  const auto ada = council.person("Ada", "ada");
  REQUIRE(council.appoint(council.seat(), ada).ok());
  REQUIRE(council.electorate().size("voters") == 0);
  REQUIRE(council.kernel.as("ada").call("members.tasks").field("tasks.0.act") == "sign_charter");
  REQUIRE(council.kernel.as("ada").call("members.sign_charter", R"({"agreed": false})").error("agreed") == "say_so");
  REQUIRE(council.kernel.as("ada").call("members.sign_charter", R"({"agreed": true})").ok());
  REQUIRE(council.electorate().size("voters") == 1);
  REQUIRE(council.electorate("plenary", "2026-04-08T13:59:59Z").size("voters") == 0);
  REQUIRE(council.kernel.as("ada").call("members.sign_charter", R"({"agreed": true})").code() == "nothing_to_sign");
}

TEST_CASE("a signature on paper counts, at the appointment or recorded later") {
  Council council;
  REQUIRE(council.team().call("members.adopt_charter", R"({"text": "We listen to one another."})").ok());
  const auto ada = council.person("Ada"), bea = council.person("Bea");
  REQUIRE(council.appoint(council.seat(), ada, R"(, "charter_signed_on": "2026-04-08")").ok());
  REQUIRE(council.appoint(council.seat(), bea).ok());
  REQUIRE(council.electorate().size("voters") == 1);
  REQUIRE(council.team().call("members.record_signature", R"({"mandate": ")" + mandate_of(council, bea) + R"(", "on": "2026-04-08"})").ok());
  REQUIRE(council.electorate().size("voters") == 2);
}

TEST_CASE("while the titular is on leave the alternate votes, and nobody when there is none") {
  Council council;
  const auto ada = council.person("Ada"), bea = council.person("Bea");
  const auto seat = council.seat();
  REQUIRE(council.appoint(seat, ada).ok());
  const auto of_ada = R"({"mandate": ")" + mandate_of(council, ada) + "\"}";
  REQUIRE(council.team().call("members.return_from_leave", of_ada).code() == "not_on_leave");
  REQUIRE(council.team().call("members.take_leave", of_ada).ok());
  REQUIRE(council.electorate().size("voters") == 0);
  REQUIRE(council.appoint(seat, bea, R"(, "part": "alternate")").ok());
  REQUIRE(council.electorate().field("voters.0.person") == bea);
  council.kernel.advance(std::chrono::hours(1));
  REQUIRE(council.team().call("members.return_from_leave", of_ada).ok());
  REQUIRE(council.electorate().field("voters.0.person") == ada);
}

TEST_CASE("a member resigns their own seat, once they said so twice, and nobody else's") {
  Council council;
  const auto ada = council.sitting("Ada", "ada");
  council.sitting("Bea", "bea");
  const auto mandate = mandate_of(council, ada);
  REQUIRE(council.kernel.as("bea").call("members.resign", R"({"mandate": ")" + mandate + R"(", "sure": true})").code() == "no_such_mandate");
  REQUIRE(council.kernel.as("ada").call("members.resign", R"({"mandate": ")" + mandate + R"(", "sure": false})").error("sure") == "say_so");
  REQUIRE(council.kernel.as("ada").call("members.resign", R"({"mandate": ")" + mandate + R"(", "sure": true})").ok());
  REQUIRE(council.kernel.events("members.seat_ended").at(0).field("reason") == "resigned");
  REQUIRE(council.roles_of("ada").empty());
}

TEST_CASE("the alternate takes the seat over, keeps what they held, and the former titular's past stays") {
  Council council;
  const auto ada = council.person("Ada", "ada"), bea = council.person("Bea", "bea");
  const auto seat = council.seat();
  REQUIRE(council.appoint(seat, ada).ok());
  REQUIRE(council.team().call("members.replace", R"({"seat": ")" + seat + R"(", "legal_reference": "Letter of 8 April"})").code() == "no_alternate");
  REQUIRE(council.appoint(seat, bea, R"(, "part": "alternate")").ok());
  REQUIRE(council.team().call("members.grant_office", R"({"person": ")" + bea + R"(", "office": "chair", "body": "plenary"})").ok());
  REQUIRE(council.team().call("members.replace", R"({"seat": ")" + seat + R"(", "legal_reference": "Letter of 8 April"})").ok());
  REQUIRE(council.electorate().size("voters") == 1);
  REQUIRE(council.electorate().field("voters.0.person") == bea);
  REQUIRE(council.kernel.events("members.seat_ended").at(0).field("reason") == "replaced");
  REQUIRE(council.kernel.events("members.office_ended").empty());
  REQUIRE(council.kernel.rows("SELECT COUNT(*) FROM members_mandate WHERE state = 'ended'") == Rows{{"2"}});
}

TEST_CASE("a new term ends the running mandates on its eve, those of one college when the renewal is partial") {
  Council council;
  const auto ada = council.person("Ada"), bea = council.person("Bea");
  REQUIRE(council.appoint(council.seat("north"), ada).ok());
  REQUIRE(council.appoint(council.seat("south"), bea).ok());
  REQUIRE(council.team().call("members.open_term", R"({"label": "2026-2029", "body": "plenary", "college": "north", "begins": "2026-04-15", "until": "2029-04-14"})").ok());
  REQUIRE(council.team().call("members.open_term", R"({"label": "Again", "body": "plenary", "college": "north", "begins": "2028-01-01", "until": "2030-01-01"})").error("begins") == "terms_overlap");
  council.kernel.advance(std::chrono::days(7));
  REQUIRE(council.electorate().size("voters") == 1);
  REQUIRE(council.electorate().field("voters.0.person") == bea);
  const auto cleo = council.person("Cleo");
  REQUIRE(council.team().call("members.appoint", R"({"seat": "seat_1", "person": ")" + cleo + R"(", "begins": "2026-04-15", "legal_reference": "Decision 2"})").ok());
  REQUIRE(council.kernel.rows("SELECT until FROM members_mandate WHERE state = 'active' AND seat = 'seat_1'") == Rows{{"2029-04-14"}});
}

TEST_CASE("names of those who hold an office are public, those of the others are for the council") {
  Council council;
  const auto ada = council.sitting("Ada Lovely", "ada");
  council.sitting("Bea Quiet", "bea");
  REQUIRE(council.team().call("members.grant_office", R"({"person": ")" + ada + R"(", "office": "chair", "body": "plenary"})").ok());
  const auto seen = council.kernel.visitor().call("members.seats").explain();
  REQUIRE(seen.find("Ada Lovely") != std::string::npos);
  REQUIRE(seen.find("Bea Quiet") == std::string::npos);
  REQUIRE(council.kernel.as("ada").call("members.seats").explain().find("Bea Quiet") != std::string::npos);
  REQUIRE(council.kernel.visitor().call("members.directory").status() == "denied");
}
