// A former register comes in: each line's fate is shown before anything is written.
#include <catch2/catch.hpp>

#include "fixture.hpp"

using namespace members_test;

namespace {

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '\n' ? std::string("\\n") : c == '"' ? std::string("\\\"") : std::string(1, c);
  return out;
}

std::string lay_out(Council& council, const std::string& csv) {
  const auto reply = council.team().call("members.prepare_import", R"({"csv": ")" + escaped(csv) + "\"}");
  return reply.ok() ? R"({"import": ")" + reply.field("import") + "\"}" : "refused: " + reply.explain();
}

const std::string kTable =
    "nom;courriel;genre;annee_naissance;organisation;instance;categorie;college;part;debut;decision;couleur\n"
    "Ada Test;ada@example.org;F;1980;\"Les Amis; et Cie\";plenary;organisation;north;titulaire;08/04/2026;Délibération 1;bleu\n"
    "Bea Test;bea@example.org;f;1975;\"Les Amis; et Cie\";plenary;organisation;north;suppléance;2026-04-08;Délibération 1;\n"
    "Cleo Test;;;;;;;;;;;\n"
    "\n"
    "Dan Test;nowhere;x;80;;moon;organisation;;;32/13/2026;;\n"
    "Ada Test;ada@example.org;;;;;;;;;;\n";

}  // namespace

TEST_CASE("the dry run shows each line's fate field by field and writes nothing") {
  Council council;
  const auto import = lay_out(council, kTable);
  const auto preview = council.team().call("members.import_preview", import);
  INFO(preview.explain());
  REQUIRE(preview.field("created") == "3");
  REQUIRE(preview.field("refused") == "2");
  REQUIRE(preview.field("unknown_columns.0") == "couleur");
  REQUIRE(preview.field("lines.0.appointed") == "true");
  REQUIRE(preview.field("lines.2.appointed") == "false");
  REQUIRE(preview.field("lines.3.refused.0.field") == "email");
  REQUIRE(preview.size("lines.3.refused") == 6);
  REQUIRE(preview.field("lines.3.refused.0.value") == "nowhere");
  for (std::size_t at = 0; at < 6; ++at) {
    const auto refused = "lines.3.refused." + std::to_string(at);
    if (preview.field(refused + ".field") != "body") continue;
    REQUIRE(preview.field(refused + ".value") == "moon");
    REQUIRE(preview.field(refused + ".accepted.0") == "plenary");
  }
  REQUIRE(preview.field("lines.4.refused.0.why") == "twice_in_file");
  REQUIRE(council.kernel.rows("SELECT COUNT(*) FROM members_person") == Rows{{"0"}});
  REQUIRE(council.kernel.events("members.roster_changed").empty());
}

TEST_CASE("confirmed, the lines that were not refused are in the register, and a second time changes nothing") {
  Council council;
  const auto import = lay_out(council, kTable);
  const auto taken = council.team().call("members.confirm_import", import);
  INFO(taken.explain());
  REQUIRE(taken.field("created") == "3");
  REQUIRE(taken.field("refused") == "2");
  REQUIRE(council.team().call("members.confirm_import", import).code() == "import_taken");
  REQUIRE(council.electorate().size("voters") == 1);
  REQUIRE(council.electorate().field("voters.0.alternate_person").size() > 3);
  REQUIRE(council.kernel.rows("SELECT csv FROM members_import") == Rows{{""}});

  const auto again = council.team().call("members.import_preview", lay_out(council, kTable));
  REQUIRE(again.field("unchanged") == "3");
  REQUIRE(again.size("actions") == 0);
}

TEST_CASE("a table that nobody took is deleted after a week") {
  Council council;
  static_cast<void>(lay_out(council, kTable));
  council.kernel.advance(std::chrono::days(8));
  REQUIRE(council.kernel.rows("SELECT COUNT(*) FROM members_import") == Rows{{"0"}});
}

TEST_CASE("an item of a list is taken like a line, and what the register exports it can take in") {
  Council council;
  const auto item = R"({"name": "Ada Test", "email": "ada@example.org", "gender": "woman", "body": "plenary", "category": "organisation", "legal_reference": "Decision 1"})";
  REQUIRE(council.team().call("members.import_member", item).field("result") == "created");
  REQUIRE(council.team().call("members.import_member", item).field("result") == "unchanged");
  const auto out = council.team().call("members.export_members");
  REQUIRE(out.size("rows") == 1);
  std::string csv;
  for (std::size_t c = 0; c < 14; ++c) csv += out.field("columns." + std::to_string(c)) + ";";
  csv += "\n";
  for (std::size_t c = 0; c < 14; ++c) csv += out.field("rows.0." + std::to_string(c)) + ";";
  const auto preview = council.team().call("members.import_preview", lay_out(council, csv));
  INFO(preview.explain());
  REQUIRE(preview.field("unchanged") == "1");
}
