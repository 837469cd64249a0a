#include <catch2/catch.hpp>

#include "kernel/core/door.hpp"
#include "kernel/core/local_time.hpp"
#include "kernel/core/text_rules.hpp"

using namespace hemicycle;
using namespace hemicycle::core;
using nlohmann::json;

namespace {

contract::Fields fields(const std::string& block) {
  const auto plugin = contract::read(R"({"hemicycle": 1, "name": "club", "version": "1.0.0", "vocabularies": ["themes"],
    "commands": {"act": {"permission": "public", "input": )" +
                                         block + "}}}",
                                     "plugin.json");
  return plugin.operations.at(0).input;
}

json made(const std::string& block, const Form& form, Sent sent = Sent::form) { return coerce(fields(block), form, sent); }

}  // namespace

TEST_CASE("a form becomes JSON of the contract's types") {
  CHECK(made(R"({"title": {"type": "string"}, "count": {"type": "integer"}, "share": {"type": "number"}, "open": {"type": "boolean"}})",
             {{"title", " Bonjour "}, {"count", "-12"}, {"share", "1.5"}, {"open", "on"}}) ==
        json::parse(R"({"title": " Bonjour ", "count": -12, "share": 1.5, "open": true})"));
}

TEST_CASE("what is no number stays text, so that the check says wrong_type") {
  for (const auto* text : {"12a", "1.0", " 12", "0x1", "99999999999999999999", "+1"})
    CHECK(made(R"({"a": {"type": "integer"}})", {{"a", text}}) == json{{"a", text}});
  for (const auto* text : {"inf", "nan", "1,5", "1e999"}) CHECK(made(R"({"a": {"type": "number"}})", {{"a", text}}) == json{{"a", text}});
}

TEST_CASE("a date is taken as people write it, the day first, and what is no such date stays for the check to judge") {
  const auto* block = R"({"a": {"type": "string", "format": "date"}})";
  for (const auto& [written, read] : {std::pair{"8/4/2026", "2026-04-08"}, {"08/04/2026", "2026-04-08"}, {"2026-04-08", "2026-04-08"}, {"31/02/2026", "2026-02-31"},
                                      {"04/2026", "04/2026"}, {"08/04/26", "08/04/26"}, {"demain", "demain"}})
    CHECK(made(block, {{"a", written}}) == json{{"a", read}});
  CHECK(made(R"({"a": {"type": "string"}})", {{"a", "8/4/2026"}}) == json{{"a", "8/4/2026"}});
}

TEST_CASE("a box that is not ticked is false in a form and absent in a query string") {
  CHECK(made(R"({"a": {"type": "boolean", "default": true}})", {}) == json{{"a", false}});
  CHECK(made(R"({"a": {"type": "boolean", "default": true}})", {}, Sent::query_string) == json::object());
  CHECK(made(R"({"a": {"type": "boolean", "optional": true}})", {}) == json::object());
  for (const auto* yes : {"on", "true", "1"}) CHECK(made(R"({"a": {"type": "boolean"}})", {{"a", yes}}) == json{{"a", true}});
  CHECK(made(R"({"a": {"type": "boolean"}})", {{"a", "maybe"}}) == json{{"a", "maybe"}});
}

TEST_CASE("empty text of an optional or defaulted field is left out, of a required one is kept") {
  CHECK(
      made(
          R"({"a": {"type": "string", "optional": true}, "b": {"type": "integer", "default": 3}, "c": {"type": "string"}, "d": {"type": "integer"}})",
          {{"a", ""}, {"b", ""}, {"c", ""}, {"d", ""}}) == json{{"c", ""}});
}

TEST_CASE("arrays come from repeated names, from the lines of one textarea or from numbered names") {
  const std::string themes = R"({"a": {"type": "array", "items": {"type": "string", "among": "themes"}}})";
  CHECK(made(themes, {{"a", "climat"}, {"a", "data"}}) == json{{"a", {"climat", "data"}}});
  CHECK(made(themes, {}) == json{{"a", json::array()}});
  CHECK(made(themes, {}, Sent::query_string) == json::object());
  const std::string lines = R"({"a": {"type": "array", "items": {"type": "string"}}})";
  CHECK(made(lines, {{"a", "un\r\n\r\ndeux \r\n"}}) == json{{"a", {"un", "deux "}}});
  CHECK(made(lines, {{"a", "un"}, {"a", ""}, {"a", "deux"}}) == json{{"a", {"un", "deux"}}});
  CHECK(made(R"({"a": {"type": "array", "items": {"type": "integer"}}})", {{"a.1", "2"}, {"a.0", "1"}}) == json{{"a", {1, 2}}});
}

TEST_CASE("rows of objects keep their order by number, wholly blank rows are dropped") {
  const std::string block =
      R"({"recommendations": {"type": "array", "items": {"type": "object", "fields": {"text": {"type": "string"}, "due": {"type": "string", "format": "date", "optional": true}}}}})";
  CHECK(made(block, {{"recommendations.10.text", "c"},
                     {"recommendations.2.text", "b"},
                     {"recommendations.2.due", "2026-04-08"},
                     {"recommendations.1.text", " "},
                     {"recommendations.1.due", ""},
                     {"recommendations.0.text", "a"}}) ==
        json::parse(R"({"recommendations": [{"text": "a"}, {"text": "b", "due": "2026-04-08"}, {"text": "c"}]})"));
}

TEST_CASE("what no field explains is kept, so that the check refuses it by name") {
  const auto block = fields(
      R"({"title": {"type": "string"}, "rows": {"type": "array", "items": {"type": "object", "fields": {"a": {"type": "string"}}}}})");
  const auto result =
      check(block,
            coerce(block, {{"title", "x"}, {"titel", "y"}, {"title.0", "z"}, {"rows.x.a", "1"}, {"rows.0.b", "2"}, {"rows.0.a", "1"}}), {});
  REQUIRE_FALSE(result.ok());
  const std::vector<FieldError> expected{
      {"rows.0.b", "unknown_field"}, {"rows.x.a", "unknown_field"}, {"titel", "unknown_field"}, {"title.0", "unknown_field"}};
  CHECK(result.problem->fields == expected);
}

TEST_CASE("two values for one field are not guessed at") {
  const auto block = fields(R"({"title": {"type": "string"}})");
  const auto result = check(block, coerce(block, {{"title", "x"}, {"title", "y"}}), {});
  REQUIRE_FALSE(result.ok());
  CHECK(result.problem->fields == std::vector<FieldError>{{"title", "wrong_type"}});
}

TEST_CASE("an upload is the JSON that the kernel made of the file") {
  CHECK(made(R"({"a": {"type": "upload"}})", {{"a", R"({"blob": "x"})"}}) == json{{"a", {{"blob", "x"}}}});
  CHECK(made(R"({"a": {"type": "upload"}})", {{"a", "x.pdf"}}) == json{{"a", "x.pdf"}});
  CHECK(made(R"({"a": {"type": "upload", "optional": true}})", {{"a", ""}}) == json::object());
}

TEST_CASE("a local date-time of a form becomes UTC, by the rule of European summer time") {
  CHECK(made(R"({"a": {"type": "string", "format": "date-time"}})", {{"a", "2026-04-08T14:00"}}) == json{{"a", "2026-04-08T12:00:00Z"}});
  CHECK(made(R"({"a": {"type": "string", "format": "date-time"}})", {{"a", "2026-04-08T14:00:00Z"}}) ==
        json{{"a", "2026-04-08T14:00:00Z"}});
  // In 2026 summer time begins on 29 March and ends on 25 October.
  CHECK(paris_to_utc("2026-01-15T14:00") == "2026-01-15T13:00:00Z");
  CHECK(paris_to_utc("2026-03-29T01:59") == "2026-03-29T00:59:00Z");
  CHECK(paris_to_utc("2026-03-29T03:00") == "2026-03-29T01:00:00Z");
  CHECK(paris_to_utc("2026-03-29T02:30") == "2026-03-29T01:30:00Z");  // a minute that does not exist
  CHECK(paris_to_utc("2026-10-25T01:59") == "2026-10-24T23:59:00Z");
  CHECK(paris_to_utc("2026-10-25T02:30") == "2026-10-25T00:30:00Z");  // of two, the first
  CHECK(paris_to_utc("2026-10-25T03:00") == "2026-10-25T02:00:00Z");
  CHECK(paris_to_utc("2026-12-31T23:59:30") == "2026-12-31T22:59:30Z");
  CHECK(paris_to_utc("2026-01-01T00:00") == "2025-12-31T23:00:00Z");
  for (const auto* bad : {"", "2026-04-08", "2026-04-31T10:00", "2026-04-08 14:00", "2026-04-08T24:00", "2026-04-08T14:00+02:00"})
    CHECK_FALSE(paris_to_utc(bad));
  CHECK(utc_to_paris("2026-04-08T12:00:00Z") == "2026-04-08T14:00");
  CHECK(utc_to_paris("2026-10-25T00:59:00Z") == "2026-10-25T02:59");
  CHECK(utc_to_paris("2026-10-25T01:00:00Z") == "2026-10-25T02:00");
  CHECK_FALSE(utc_to_paris("2026-04-08T12:00"));
}

TEST_CASE("dates are days that exist") {
  for (const auto* good : {"2026-04-08", "2024-02-29", "2000-02-29", "1789-07-14"}) CHECK(is_date(good));
  for (const auto* bad : {"2026-02-29", "1900-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-01-00", "0000-01-01", "26-04-08",
                          "2026-4-8", "2026/04/08", "2026-04-08 ", "-026-04-08"})
    CHECK_FALSE(is_date(bad));
  CHECK(is_date_time("2026-04-08T23:59:59Z"));
  for (const auto* bad : {"2026-04-08T24:00:00Z", "2026-04-08T14:60:00Z", "2026-04-08T14:00:60Z", "2026-04-08T14:00:00",
                          "2026-04-08t14:00:00Z", "2026-04-08T14:00:00+02:00", "2026-02-30T14:00:00Z"})
    CHECK_FALSE(is_date_time(bad));
}

TEST_CASE("addresses have their shape") {
  for (const auto* good : {"a@b.example", "prenom.nom+tag@sous.domaine.fr", "a@localhost"}) CHECK(is_email(good));
  for (const auto* bad : {"", "a", "@b.fr", "a@", "a@b@c.fr", "a b@c.fr", "a@-b.fr", "a@b..fr", "a@b.fr\n", "é@b.fr"})
    CHECK_FALSE(is_email(bad));
  for (const auto* good : {"https://www.example.org/a?b=c#d", "http://localhost:8080", "HTTPS://example.org", "https://[::1]/",
                           "https://fr.wikipedia.org/wiki/Métropole"})
    CHECK(is_uri(good));
  for (const auto* bad :
       {"", "javascript:alert(1)", "ftp://a.fr", "https:/a.fr", "https://", "https:///a", "https://user@a.fr", "https://a.fr:99999",
        "https://a.fr:x", "https://a b.fr", "https://a.fr/\"onclick", "data:text/html,x", "//a.fr", "https://a.fr/\n"})
    CHECK_FALSE(is_uri(bad));
  CHECK(is_identifier("2026-S03:a.b_c"));
  CHECK(is_identifier(std::string(100, 'a')));
  for (const auto& bad : {std::string(), std::string("a b"), std::string("é"), std::string("a/b"), std::string(101, 'a')})
    CHECK_FALSE(is_identifier(bad));
}
