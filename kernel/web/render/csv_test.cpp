#include "kernel/web/render/csv.hpp"

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

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

TEST_CASE("a reply of another shape is no table") {
  CHECK_FALSE(csv_file("[]"));
  CHECK_FALSE(csv_file(R"({"columns": ["a"]})"));
  CHECK_FALSE(csv_file(R"({"columns": ["a"], "rows": [[1]]})"));
  CHECK_FALSE(csv_file(R"({"columns": "a", "rows": []})"));
}
