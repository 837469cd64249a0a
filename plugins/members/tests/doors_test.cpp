// What holds at every door into the council: one voice a seat, and no councillor of the authority.
#include <catch2/catch.hpp>

#include <vector>

#include "fixture.hpp"

using namespace members_test;

namespace {

Reply becomes_councillor(Council& council, const std::string& person) {
  return council.team().call("members.record_councillor", R"({"person": ")" + person + R"(", "authority": "The authority", "begins": "2020-07-01"})");
}

}  // namespace

TEST_CASE("a seat has one voice in a body where its titular and its alternate both hold offices: the titular's, whoever got theirs first") {
  const bool titular_first = GENERATE(true, false);
  Council council;
  const auto seat = council.seat(), ada = council.person("Ada", "ada"), bea = council.person("Bea", "bea");
  REQUIRE(council.appoint(seat, ada).ok());
  REQUIRE(council.appoint(seat, bea, R"(, "part": "alternate")").ok());
  for (const auto& person : titular_first ? std::vector{ada, bea} : std::vector{bea, ada}) {
    REQUIRE(council.team().call("members.grant_office", R"({"person": ")" + person + R"(", "office": "board_member", "body": "board"})").ok());
    council.kernel.advance(std::chrono::minutes(1));
  }
  const auto board = council.electorate("board");
  INFO(board.explain());
  REQUIRE(board.size("voters") == 1);
  REQUIRE(board.field("voters.0.person") == ada);
  REQUIRE(board.field("voters.0.account") == "ada");
  REQUIRE(board.field("voters.0.alternate_person") == bea);
  REQUIRE(board.field("voters.0.alternate_account") == "bea");
}

TEST_CASE("invariant 1: a line of an import that appoints a sitting councillor is refused in the dry run and writes nothing") {
  Council council;
  REQUIRE(becomes_councillor(council, council.person("Ada Test", "", R"(, "email": "ada@example.org")")).ok());
  const auto laid = council.team().call("members.prepare_import", R"({"csv": "nom;courriel;instance;categorie;college;part;debut;decision\nAda Test;ada@example.org;plenary;organisation;north;titulaire;08/04/2026;Decision 1\n"})");
  const auto import = R"({"import": ")" + laid.field("import") + "\"}";
  const auto preview = council.team().call("members.import_preview", import);
  INFO(preview.explain());
  REQUIRE(preview.field("refused") == "1");
  REQUIRE(preview.explain().find("incompatible") != std::string::npos);
  REQUIRE(council.kernel.rows("SELECT COUNT(*) FROM members_mandate") == Rows{{"0"}});
}

TEST_CASE("invariant 1: an alternate who became a councillor has no seat left, and cannot take over") {
  Council council;
  const auto seat = council.seat(), ada = council.person("Ada"), bea = council.person("Bea");
  REQUIRE(council.appoint(seat, ada).ok());
  REQUIRE(council.appoint(seat, bea, R"(, "part": "alternate")").ok());
  REQUIRE(becomes_councillor(council, bea).ok());
  REQUIRE(council.team().call("members.replace", R"({"seat": ")" + seat + R"(", "legal_reference": "Decision 2"})").code() == "no_alternate");
  REQUIRE(council.electorate().field("voters.0.person") == ada);
}

TEST_CASE("invariant 1: who was drawn by lot and became a councillor is not appointed") {
  Council council;
  const auto opened = council.team().call("members.open_call", R"({"title": "Join the council", "text": "We look for people of all sorts.", "body": "plenary",
    "category": "organisation", "places": 1, "closes": "2026-04-30", "method": "sortition"})");
  INFO(opened.explain());
  REQUIRE(opened.ok());
  const auto call = R"({"call": ")" + opened.field("call") + "\"";
  for (const auto* who : {"ada", "bea"})
    REQUIRE(council.kernel.visitor().call("members.apply", call + R"(, "name": "Person", "email": ")" + who + R"(@example.org", "consent": true})").ok());
  council.kernel.advance(std::chrono::days(23));
  auto team = council.kernel.as("examiner").may("members.examine").may("members.manage");
  REQUIRE(team.call("members.draw", call + R"(, "seed": "4 8 15", "source": "National lottery"})").ok());
  const auto application = [&] {
    for (const auto& row : council.kernel.rows("SELECT state, id FROM members_application"))
      if (row.at(0) == "drawn") return R"({"application": ")" + row.at(1) + "\"";
    return std::string("{");
  };
  const auto drawn = team.call("members.select_applicant", application() + "}");
  INFO(drawn.explain());
  REQUIRE(becomes_councillor(council, drawn.field("person")).ok());
  REQUIRE(council.appoint(council.seat(), drawn.field("person")).error("person") == "incompatible");
}
