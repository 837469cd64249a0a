#include "kernel/web/render/csv.hpp"

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include "kernel/web/render/house_fixture_test.hpp"

using namespace hemicycle::web::render;

TEST_CASE("a table opens in columns in a French spreadsheet and says it is UTF-8") {
  const auto table = csv_file(R"({"file_name": "sièges.csv", "columns": ["Siège", "Collège"], "rows": [["1", "Habitants"], ["2", ""]]})");
  REQUIRE(table);
  CHECK(table->name == "sièges.csv");
  CHECK(table->bytes == "\xEF\xBB\xBFSiège;Collège\r\n1;Habitants\r\n2;\r\n");
}

TEST_CASE("a cell with a separator, a quote or a line break stays one cell") {
  CHECK(csv_cell("a;b") == "\"a;b\"");
  CHECK(csv_cell("dit « oui » ou \"non\"") == "\"dit « oui » ou \"\"non\"\"\"");
  CHECK(csv_cell("deux\nlignes") == "\"deux\nlignes\"");
  CHECK(csv_cell("3,5") == "\"3,5\"");
  CHECK(csv_cell("sans rien") == "sans rien");
}

TEST_CASE("no cell is run as a formula, whatever stands in front of it, and a number keeps its sign") {
  for (const std::string formula : {"=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "  =1", "\t=1", "\r=1", "\n=1", "|dde", "\xEF\xBC\x9D" "1+1", "-", "--1", "-1-1", "=", "+\"x\""}) {
    INFO(formula);
    const auto cell = csv_cell(formula);
    CHECK(cell.find_first_not_of('"') == cell.find('\''));
  }
  for (const std::string plain : {"-3", "+12", "2026-04-08", "a=b", "50 %", "", "3.5", "-0.25"}) CHECK(csv_cell(plain) == plain);
  CHECK(csv_cell("-3,5") == "\"-3,5\"");
}

TEST_CASE("control characters do not reach the file") {
  CHECK(csv_cell(std::string("a\0b\x1b[31m", 8)) == "ab[31m");
}

TEST_CASE("rows of a type have headings and cells in the reader's words") {
  Folder plugin;
  plugin.write("locales/fr.po", "msgid \"column.kind\"\nmsgstr \"Sorte\"\n\nmsgid \"column.day\"\nmsgstr \"Jour\"\n\nmsgid \"kind.open\"\nmsgstr \"ouverte\"\n");
  plugin.write("locales/en.po", "msgid \"column.kind\"\nmsgstr \"Kind\"\n");
  auto catalogue = kernel_catalogue();
  catalogue.add("p", plugin.path());
  const hemicycle::core::Vocabularies vocabularies{{"themes", {{"water", {{"fr", "L’eau"}, {"en", "Water"}}}}}};
  const auto contract = contract_of(R"({"hemicycle": 1, "name": "p", "version": "1.0.0", "vocabularies": ["themes"],
    "types": {"Row": {"kind": {"type": "string", "enum": ["open"]}, "theme": {"type": "string", "among": "themes"},
                      "day": {"type": "string", "format": "date", "optional": true}, "count": {"type": "integer"}}},
    "queries": {"table": {"permission": "public", "output": {"file_name": {"type": "string"}, "rows": {"type": "array", "items": {"ref": "Row"}}}}}})");
  const auto& output = contract.operation("table")->output;
  const auto* const reply = R"({"file_name": "t.csv", "rows": [{"kind": "open", "theme": "water", "day": "2026-04-08", "count": 0}, {"kind": "open", "theme": "air", "count": -3}]})";
  CHECK(worded_csv(reply, output, {.catalogue = catalogue, .vocabularies = vocabularies, .plugin = "p", .locale = "fr"})->bytes ==
        "\xEF\xBB\xBFSorte;theme;Jour;count\r\nouverte;L’eau;08/04/2026;0\r\nouverte;air;;-3\r\n");
  CHECK(worded_csv(reply, output, {.catalogue = catalogue, .vocabularies = vocabularies, .plugin = "p", .locale = "en"})->bytes ==
        "\xEF\xBB\xBFKind;theme;Jour;count\r\nouverte;Water;2026-04-08;0\r\nouverte;air;;-3\r\n");
  CHECK_FALSE(worded_csv("[]", output, {.catalogue = catalogue, .vocabularies = vocabularies, .plugin = "p", .locale = "fr"}));
}

TEST_CASE("a reply of another shape is no table") {
  CHECK_FALSE(csv_file("[]"));
  CHECK_FALSE(csv_file(R"({"columns": ["a"]})"));
  CHECK_FALSE(csv_file(R"({"columns": ["a"], "rows": [[1]]})"));
  CHECK_FALSE(csv_file(R"({"columns": "a", "rows": []})"));
}
