#include "kernel/core/door.hpp"

#include <catch2/catch.hpp>
#include <chrono>

#include "kernel/core/store.hpp"

using namespace hemicycle;
using namespace hemicycle::core;
using nlohmann::json;

namespace {

/// The fields of an input, written as in plugin.json.
contract::Fields fields(const std::string& block) {
  const auto plugin = contract::read(R"({"hemicycle": 1, "name": "club", "version": "1.0.0", "vocabularies": ["themes"],
    "commands": {"act": {"permission": "public", "input": )" +
                                         block + "}}}",
                                     "plugin.json");
  return plugin.operations.at(0).input;
}

const Vocabularies kThemes{{"themes", {Term{"climat", {{"fr", "Climat"}}}, Term{"data", {{"fr", "Données"}}}}}};

std::vector<FieldError> errors(const contract::Fields& block, const json& input) {
  const auto result = check(block, input, kThemes);
  if (result.ok()) return {};
  CHECK(result.problem->status == Status::invalid);
  return result.problem->fields;
}

/// The code given for one value of a field "a"; "" when it passes.
std::string code(const std::string& schema, const json& value) {
  const auto found = errors(fields(R"({"a": )" + schema + "}"), {{"a", value}});
  if (found.empty()) return {};
  CHECK(found.at(0).field == "a");
  return found.at(0).code;
}

std::string refusal(std::string_view bytes) {
  const auto parsed = parse_strict(bytes);
  if (parsed.ok()) return {};
  CHECK(parsed.problem->status == Status::invalid);
  return parsed.problem->code;
}

}  // namespace

TEST_CASE("JSON that is right is read as it stands") {
  const auto parsed = parse_strict(R"({"a": [1, -2, 1.5, true, null, "é\u00e9\ud83d\ude00"], "b": {"c": {}}})");
  REQUIRE(parsed.ok());
  CHECK(parsed.value == json::parse(R"({"a": [1, -2, 1.5, true, null, "éé😀"], "b": {"c": {}}})"));
  CHECK(parse_strict("9223372036854775807").value == json(9223372036854775807));
}

TEST_CASE("JSON that is not strict is refused with the reason") {
  for (const auto* bytes :
       {"", " ", "{", "{\"a\": 1,}", "[1 2]", "{} {}", "{'a': 1}", "nan", "[01]", "[1.]", "// a\n{}", "\xEF\xBB\xBF{}", "\"\t\""}) {
    INFO(bytes);
    CHECK(refusal(bytes) == "malformed");
  }
  // Invalid UTF-8: a stray byte, an overlong slash, a surrogate, above U+10FFFF, cut short; lone surrogates written as escapes.
  for (const auto* text : {"\"\xff\"", "\"\xc0\xaf\"", "\"\xe0\x80\xaf\"", "\"\xed\xa0\x80\"", "\"\xf4\x90\x80\x80\"", "\"\xc3\"",
                           R"("\ud800")", R"("\udc00")", R"("\ud800\u0041")"}) {
    INFO(text);
    CHECK(refusal(text) == "malformed");
  }
  CHECK(refusal(R"({"a": 1, "b": 2, "a": 3})") == "duplicate_key");
  CHECK(refusal(R"([{"x": {"a": 1, "\u0061": 3}}])") == "duplicate_key");
  CHECK(refusal("9223372036854775808") == "number_too_large");
  CHECK(refusal("123456789012345678901234567890") == "number_too_large");
  CHECK(refusal("1e999") == "number_too_large");
}

TEST_CASE("depth and number of values are bounded, and hostile depth costs no stack") {
  CHECK(refusal(std::string(32, '[') + std::string(32, ']')).empty());
  CHECK(refusal(std::string(33, '[') + std::string(33, ']')) == "too_deep");
  CHECK(refusal(std::string(5'000'000, '[')) == "too_deep");
  std::string keys;
  for (int i = 0; i < 1'000'000; ++i) keys += "{\"a\":";
  CHECK(refusal(keys) == "too_deep");
  std::string many = "[0";
  for (int i = 0; i < 99'998; ++i) many += ",0";
  CHECK(refusal(many + "]").empty());  // with the array itself: 100,000
  CHECK(refusal(many + ",0]") == "too_many_values");
}

TEST_CASE("every wrong field is named at once, with its path") {
  const auto block = fields(R"({"title": {"type": "string"}, "count": {"type": "integer"}, "extra": {"type": "string", "optional": true},
    "recommendations": {"type": "array", "items": {"type": "object", "fields": {"text": {"type": "string", "max": 5}, "theme": {"type": "string", "among": "themes"}}}}})");
  const auto input = json::parse(R"({"count": "3", "stranger": 1, "extra": null,
    "recommendations": [{"text": "fine", "theme": "data"}, {"theme": "climat"}, {"text": "too long", "theme": "sport", "x": 1}]})");
  const std::vector<FieldError> expected{{"title", "required"},
                                         {"count", "wrong_type"},
                                         {"extra", "wrong_type"},
                                         {"recommendations.1.text", "required"},
                                         {"recommendations.2.text", "too_long"},
                                         {"recommendations.2.theme", "not_among"},
                                         {"recommendations.2.x", "unknown_field"},
                                         {"stranger", "unknown_field"}};
  CHECK(errors(block, input) == expected);
  CHECK(check(block, json::array(), {}).problem->code == "malformed");
}

TEST_CASE("what is left out has its default; an optional array is empty; an optional field stays out") {
  const auto block = fields(
      R"({"a": {"type": "integer", "default": 20}, "b": {"type": "string", "optional": true}, "c": {"type": "array", "optional": true, "items": {"type": "string"}},
    "d": {"type": "object", "fields": {"e": {"type": "string", "enum": ["x", "y"], "default": "y"}}}})");
  const auto result = check(block, {{"d", json::object()}}, {});
  REQUIRE(result.ok());
  CHECK(result.value == json::parse(R"({"a": 20, "c": [], "d": {"e": "y"}})"));
}

TEST_CASE("lengths count code points, numbers and arrays keep their bounds") {
  CHECK(code(R"({"type": "string", "max": 3})", "éé😀").empty());
  CHECK(code(R"({"type": "string", "max": 3})", "éé😀!") == "too_long");
  CHECK(code(R"({"type": "string", "min": 3})", "éé") == "too_short");
  CHECK(code(R"({"type": "string"})", std::string(201, 'a')) == "too_long");
  CHECK(code(R"({"type": "integer", "min": 1, "max": 5})", 0) == "too_small");
  CHECK(code(R"({"type": "integer", "min": 1, "max": 5})", 6) == "too_large");
  CHECK(code(R"({"type": "integer"})", 1.0) == "wrong_type");
  CHECK(code(R"({"type": "number", "max": 1.5})", 1.6) == "too_large");
  CHECK(code(R"({"type": "number"})", 1).empty());
  CHECK(code(R"({"type": "array", "min": 1, "max": 2, "items": {"type": "integer"}})", json::array()) == "too_few");
  CHECK(code(R"({"type": "array", "min": 1, "max": 2, "items": {"type": "integer"}})", {1, 2, 3}) == "too_many");
  CHECK(code(R"({"type": "boolean"})", "true") == "wrong_type");
  CHECK(code(R"({"type": "object", "fields": {}})", 1) == "wrong_type");
}

TEST_CASE("a line holds no control character, a text only line ends and tabs, with one form of line end") {
  for (const auto* bad : {"a\nb", "a\tb", "a\x01", "a\x7f", "a\xc2\x85", "a\xe2\x80\xa8"})
    CHECK(code(R"({"type": "string"})", bad) == "bad_format");
  CHECK(code(R"({"type": "string"})", std::string("a\0b", 3)) == "bad_format");
  CHECK(code(R"({"type": "string", "format": "text"})", "a\n\tb").empty());
  CHECK(code(R"({"type": "string", "format": "markdown"})", "a\x1b[31m") == "bad_format");
  CHECK(code(R"({"type": "string"})", "bad \xff utf-8") == "bad_format");
  const auto result = check(fields(R"({"a": {"type": "string", "format": "text", "max": 6}})"), {{"a", "a\r\nb\rc\n"}}, {});
  REQUIRE(result.ok());
  CHECK(result.value["a"] == "a\nb\nc\n");
}

TEST_CASE("a required string that is empty or blank counts as missing; nothing else is trimmed") {
  for (const auto* blank : {"", "   ", "\xc2\xa0\xe2\x80\xaf"}) {
    CHECK(code(R"({"type": "string"})", blank) == "required");
    CHECK(code(R"({"type": "string", "format": "text"})", blank) == "required");
    CHECK(code(R"({"type": "string", "optional": true})", blank).empty());
    CHECK(code(R"({"type": "string", "default": ""})", blank).empty());
  }
  CHECK(code(R"({"type": "string", "format": "date"})", "") == "required");
  CHECK(check(fields(R"({"a": {"type": "string"}})"), {{"a", " b "}}, {}).value["a"] == " b ");
}

TEST_CASE("choices are held to their list") {
  CHECK(code(R"({"type": "string", "enum": ["x", "y"]})", "y").empty());
  CHECK(code(R"({"type": "string", "enum": ["x", "y"]})", "z") == "not_among");
  CHECK(code(R"({"type": "string", "among": "themes"})", "climat").empty());
  CHECK(code(R"({"type": "string", "among": "themes"})", "sport") == "not_among");
}

TEST_CASE("an upload has exactly the shape that the kernel makes") {
  const json good{{"blob", std::string(64, 'a')}, {"name", "Synthèse.pdf"}, {"media_type", "application/pdf"}, {"size", 12}};
  const auto with = [&](const char* key, const json& value) {
    auto out = good;
    out[key] = value;
    return code(R"({"type": "upload"})", out);
  };
  CHECK(code(R"({"type": "upload"})", good).empty());
  CHECK(with("blob", "../../etc/passwd") == "bad_format");
  CHECK(with("name", "../a.pdf") == "bad_format");
  CHECK(with("name", "") == "bad_format");
  CHECK(with("size", -1) == "bad_format");
  CHECK(with("more", 1) == "bad_format");
  CHECK(with("media_type", "text/html") == "not_among");
  CHECK(code(R"({"type": "upload"})", "a.pdf") == "wrong_type");
}

TEST_CASE("an upload is a file that was sent before, and what it holds decides its type and its size") {
  const auto block = fields(R"({"papers": {"type": "array", "items": {"type": "object", "fields": {"file": {"type": "upload", "optional": true}}}}})");
  const auto upload = [](char digit, const char* name) {
    return json{{"file", {{"blob", std::string(64, digit)}, {"name", name}, {"media_type", "application/pdf"}, {"size", 1}}}};
  };
  const FindFile find = [](std::string_view blob, std::string_view name) -> std::optional<FileFacts> {
    if (blob == std::string(64, 'd')) throw StoreError(Status::unavailable, "the disk is gone");
    if (blob != std::string(64, 'a')) return std::nullopt;
    return FileFacts{.media_type = name.ends_with(".txt") ? "text/plain" : "", .size = 12};
  };
  const auto kept = check(block, {{"papers", json::array({upload('a', "notes.txt"), json::object()})}}, kThemes, find);
  REQUIRE(kept.ok());
  CHECK(kept.value["papers"][0]["file"] == json{{"blob", std::string(64, 'a')}, {"name", "notes.txt"}, {"media_type", "text/plain"}, {"size", 12}});

  const auto wrong = check(block, {{"papers", json::array({upload('a', "notes.txt"), upload('0', "a.pdf"), upload('a', "notes.pdf")})}}, kThemes, find);
  REQUIRE_FALSE(wrong.ok());
  CHECK(wrong.problem->fields == std::vector<FieldError>{{"papers.1.file", "no_such_file"}, {"papers.2.file", "file_type_refused"}});

  const auto broken = check(block, {{"papers", json::array({upload('d', "a.pdf")})}}, kThemes, find);
  REQUIRE_FALSE(broken.ok());
  CHECK(broken.problem->status == Status::unavailable);
  CHECK(takes_files(block));
  CHECK_FALSE(takes_files(fields(R"({"a": {"type": "array", "items": {"type": "string"}}})")));
}

TEST_CASE("an unknown key never travels back as bytes that cannot be sent") {
  const auto found = errors(fields("{}"), {{std::string(5000, 'x'), 1}, {"\xff", 1}});
  REQUIRE(found.size() == 2);
  for (const auto& error : found) CHECK(error == FieldError{"?", "unknown_field"});
}

TEST_CASE("a flood of wrong fields gives a bounded answer") {
  json flood = json::object();
  for (int i = 0; i < 5000; ++i) flood["f" + std::to_string(i)] = i;
  CHECK(errors(fields("{}"), flood).size() == 200);
}

TEST_CASE("checking a comment costs a few microseconds", "[.][bench]") {
  const auto block =
      fields(R"({"article": {"type": "string", "format": "identifier"}, "text": {"type": "string", "format": "text", "max": 5000}})");
  const auto bytes = json{{"article", "2026-04-08-donnees"}, {"text", std::string(260, 'e')}}.dump();
  const auto begin = std::chrono::steady_clock::now();
  constexpr int kRounds = 100'000;
  std::size_t passed = 0;
  for (int i = 0; i < kRounds; ++i) passed += std::size_t{check(block, parse_strict(bytes).value, kThemes).ok()};
  const auto each = std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - begin).count() / kRounds;
  WARN("parse and check: " << each << " us");
  CHECK(passed == kRounds);
}
