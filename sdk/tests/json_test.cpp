#include <catch2/catch.hpp>
#include <hemicycle/json.hpp>

#include <limits>
#include <nlohmann/json.hpp>

#include "everything.contract.hpp"

using namespace hemicycle;

namespace {

everything::Decide full() {
  everything::Decide out{.group = "12", .count = -3, .share = 0.1, .open = false, .tags = {"a", "é\n\"\\"}, .flags = {true, false}};
  out.line = everything::Line{.points = {{.x = 1.5, .y = 2}, {.x = 1e300}}, .label = "l"};
  out.place = everything::DecidePlace{.street = "rue de la Paix", .floor = 3};
  out.steps = {{.text = "one"}, {.text = "two"}};
  out.file = Upload{.blob = "ab", .name = "n.pdf", .media_type = "application/pdf", .size = 5'000'000'000};
  out.mood = "glad";
  return out;
}

}  // namespace

TEST_CASE("a struct that was written reads back equal") {
  CHECK(from_json<everything::Decide>(to_json(full())) == full());
  const everything::Decide bare{.group = "12", .count = 1};
  CHECK(from_json<everything::Decide>(to_json(bare)) == bare);
}

TEST_CASE("what is written is JSON that another reader understands") {
  const auto other = nlohmann::json::parse(to_json(full()));
  CHECK(other["tags"][1] == "é\n\"\\");
  CHECK(other["flags"] == nlohmann::json::array({true, false}));
  CHECK(other["line"]["points"][1]["x"] == 1e300);
  CHECK(other["file"]["size"] == 5'000'000'000);
}

TEST_CASE("an absent optional is left out, and a default is taken for what is absent") {
  CHECK(to_json(everything::Decide{.group = "g", .count = 0}) == R"({"group":"g","count":0,"open":true,"mood":"so_so"})");
  const auto read = from_json<everything::Decide>("{}");
  CHECK(read.open);
  CHECK(read.mood == "so_so");
  CHECK(read.tags.empty());
  CHECK(from_json<everything::Settings>("").greeting == "dit \"oui\" ?");
}

TEST_CASE("unknown members of every kind are passed over") {
  const auto read = from_json<everything::Line>(R"({"a":{"b":[1,{"c":"\"}]"}]},"label":"l","d":null,"e":-1.5e3,"f":true,"g":[]})");
  CHECK(read.label == "l");
}

TEST_CASE("every character is written so that it reads back") {
  for (std::uint32_t point = 0; point < 0x11000; point += point < 0x100 ? 1 : 97) {
    if (point >= 0xD800 && point <= 0xDFFF) continue;
    std::string text;
    append_utf8(text, point);
    const auto written = to_json(text);
    CHECK(from_json<std::string>(written) == text);
    CHECK(nlohmann::json::parse(written).get<std::string>() == text);
  }
}

TEST_CASE("bytes that are no UTF-8 become the replacement character") {
  const std::string replacement = "\xEF\xBF\xBD";
  CHECK(to_json(std::string("a\xFFz")) == "\"a" + replacement + "z\"");
  CHECK(to_json(std::string("caf\xC3")) == "\"caf" + replacement + "\"");
  CHECK(to_json(std::string("\xC0\x80")) == "\"" + replacement + replacement + "\"");
  CHECK(to_json(std::string("\xED\xA0\x80")) == "\"" + replacement + replacement + replacement + "\"");
}

TEST_CASE("escapes are read, surrogates in pairs, a lone one as the replacement character") {
  CHECK(from_json<std::string>(R"("\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00")") == "\"\\/\b\f\n\r\té😀");
  CHECK(from_json<std::string>(R"("\ud83dx")") == "\xEF\xBF\xBDx");
  CHECK(from_json<std::string>(R"("\ud83d\u0041")") ==
        "\xEF\xBF\xBD"
        "A");
}

TEST_CASE("numbers keep their value to the last bit") {
  for (const auto number :
       {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max(), std::int64_t{0}, std::int64_t{-1}}) {
    CHECK(from_json<std::int64_t>(to_json(number)) == number);
  }
  for (const auto number : {0.1, 1.0 / 3, std::numeric_limits<double>::max(), std::numeric_limits<double>::denorm_min(), -0.0}) {
    CHECK(from_json<double>(to_json(number)) == number);
  }
  CHECK_THROWS_AS(to_json(std::numeric_limits<double>::infinity()), std::domain_error);
  CHECK_THROWS_AS(from_json<std::int64_t>("1.5"), JsonError);
  CHECK_THROWS_AS(from_json<std::int64_t>("9223372036854775808"), JsonError);
}

TEST_CASE("a document cut anywhere is refused") {
  const auto whole = to_json(full());
  for (std::size_t size = 1; size < whole.size(); ++size) CHECK_THROWS_AS(from_json<everything::Decide>(whole.substr(0, size)), JsonError);
}

TEST_CASE("a document with one byte changed is read or refused, nothing worse") {
  const auto whole = to_json(full());
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (const char byte : {'\0', '"', '\\', '{', ']', ',', 'e', '\x7F', '\xFF'}) {
      auto changed = whole;
      changed[at] = byte;
      try {
        static_cast<void>(from_json<everything::Decide>(changed));
      } catch (const JsonError&) {
      }
    }
  }
  SUCCEED("survived");
}

TEST_CASE("what is nested too deep is refused before the stack ends") {
  const auto deep = R"({"x":)" + std::string(100'000, '[');
  CHECK_THROWS_AS(from_json<everything::Line>(deep), JsonError);
}

TEST_CASE("what is no JSON is refused") {
  for (const auto* text : {"{", "}", "[]", "{\"label\"}", "{\"label\":}", "{\"label\":1}", "{\"label\":\"a\",}", "{} x", "{\"a\":tru}",
                           "{\"a\":+1}", "{\"a\":01x}", "{'a':1}", "{\"label\":\"\\x\"}", "{\"label\":\"\\u12\"}"}) {
    CAPTURE(text);
    CHECK_THROWS_AS(from_json<everything::Line>(text), JsonError);
  }
}
