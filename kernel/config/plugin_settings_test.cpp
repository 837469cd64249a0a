#include <catch2/catch.hpp>

#include "kernel/config/roles.hpp"
#include "kernel/config/scratch_folder_test.hpp"
#include "kernel/config/settings.hpp"

using namespace hemicycle;
using namespace hemicycle::config;

namespace {

contract::Plugin club() {
  return contract::read(R"({"hemicycle": 1, "name": "book_club", "version": "1.0.0", "vocabularies": ["themes"], "settings": {
    "limit": {"type": "integer", "default": 20, "min": 1, "max": 100},
    "open": {"type": "boolean", "default": true},
    "kind": {"type": "string", "enum": ["small", "large"], "default": "small"},
    "theme": {"type": "string", "among": "themes", "optional": true},
    "key": {"type": "string", "format": "password", "optional": true},
    "steps": {"type": "array", "items": {"type": "object", "fields": {"name": {"type": "string"}, "days": {"type": "integer", "min": 0, "max": 90}}}, "default": []}}})",
                        "plugin.json");
}

PluginSettings with(const std::string& toml, std::map<std::string, std::string> environment = {}, std::vector<std::string> options = {}) {
  const ScratchFolder folder;
  return load({.file = folder.write("hemicycle.toml", toml), .environment = std::move(environment), .options = std::move(options)})
      .plugin(club());
}

struct Caught {
  std::string where, key, expected, found;
};

Caught refusal(const std::string& toml, std::map<std::string, std::string> environment = {}, std::vector<std::string> options = {}) {
  try {
    static_cast<void>(with(toml, std::move(environment), std::move(options)));
  } catch (const Refused& refused) {
    return {std::filesystem::path(refused.where()).filename().string(), refused.key(), refused.expected(), refused.found()};
  }
  FAIL("not refused: " << toml);
  return {};
}

std::vector<core::Role> roles(const std::string& toml) {
  const ScratchFolder folder;
  return read_roles(folder.write("roles.toml", toml));
}

std::string roles_refusal(const std::string& toml) {
  try {
    static_cast<void>(roles(toml));
  } catch (const Refused& refused) {
    const std::string what = refused.what();
    return what.substr(what.find("roles.toml:"));
  }
  FAIL("not refused: " << toml);
  return {};
}

}  // namespace

TEST_CASE("settings that nobody gave have the contract's defaults") {
  const auto settings = with("");
  CHECK(settings.values == nlohmann::json::parse(R"({"limit": 20, "open": true, "kind": "small", "steps": []})"));
}

TEST_CASE("a plugin's settings come through the same layers, and each tells from where") {
  const auto settings =
      with("[settings.book_club]\nlimit = 1\nkind = \"large\"\n[[settings.book_club.steps]]\nname = \"a\"\ndays = 3\n",
           {{"HEMICYCLE_PLUGINS_BOOK_CLUB_LIMIT", "2"}, {"HEMICYCLE_PLUGINS_BOOK_CLUB_OPEN", "false"}}, {"settings.book_club.limit=3"});
  CHECK(settings.values == nlohmann::json::parse(R"({"limit": 3, "open": false, "kind": "large", "steps": [{"name": "a", "days": 3}]})"));
  const auto origin = [&](const std::string& key) {
    for (const auto& line : settings.lines)
      if (line.key == key) return line.origin;
    return std::string("none");
  };
  CHECK(origin("settings.book_club.limit") == "option");
  CHECK(origin("settings.book_club.open") == "environment HEMICYCLE_PLUGINS_BOOK_CLUB_OPEN");
  CHECK_THAT(origin("settings.book_club.kind"), Catch::EndsWith("hemicycle.toml:3"));
  CHECK(origin("settings.book_club.theme") == "none");
}

TEST_CASE("a setting that the contract does not allow is refused with line, key, expectation and finding") {
  const auto large = refusal("[settings.book_club]\n\nlimit = 101\n");
  CHECK(large.where == "hemicycle.toml:3");
  CHECK(large.key == "settings.book_club.limit");
  CHECK(large.expected == "an integer from 1 to 100");
  CHECK(large.found == "101");
  const auto deep =
      refusal("[[settings.book_club.steps]]\nname = \"a\"\ndays = 3\n[[settings.book_club.steps]]\nname = \"b\"\ndays = 91\n");
  CHECK(deep.where == "hemicycle.toml:6");
  CHECK(deep.key == "settings.book_club.steps.1.days");
  CHECK(deep.expected == "an integer from 0 to 90");
  CHECK(refusal("[settings.book_club]\nkind = \"huge\"\n").expected == "one of small, large");
  CHECK(refusal("[settings.book_club]\ntheme = \"eau\"\n").expected == "an id of the vocabulary 'themes'");
  CHECK(refusal("[settings.book_club]\nlimt = 3\n").expected == "a setting of plugin 'book_club' (did you mean 'limit'?)");
  CHECK(refusal("", {{"HEMICYCLE_PLUGINS_BOOK_CLUB_LIMIT", "many"}}).where == "environment HEMICYCLE_PLUGINS_BOOK_CLUB_LIMIT");
  CHECK(refusal("", {}, {"settings.book_club.open=perhaps"}).expected == "true or false");
  CHECK(refusal("settings.book_club = 3\n").expected == "a table");
}

TEST_CASE("a secret is neither shown nor repeated in a refusal") {
  const auto shown = with("[settings.book_club]\nkey = \"hush\"\n");
  CHECK(shown.values["key"] == "hush");
  for (const auto& line : shown.lines)
    if (line.key == "settings.book_club.key") CHECK(line.value == "•••");
  CHECK(refusal("[settings.book_club]\nkey = \"" + std::string(200, 'x') + "\"\n").found == "•••");
}

TEST_CASE("a theme is held to the configured vocabulary") {
  CHECK(with("[settings.book_club]\ntheme = \"eau\"\n[vocabularies]\nthemes = [{id = \"eau\", fr = \"Eau\"}]\n").values["theme"] == "eau");
}

TEST_CASE("settings of a plugin that is not there are named") {
  const ScratchFolder folder;
  const auto settings = load({.file = folder.write("h.toml", "[settings.ghost]\nx = 1\n[settings.book_club]\nlimit = 2\n"),
                              .environment = {{"HEMICYCLE_PLUGINS_BOOK_CLUB_LIMT", "3"}, {"HEMICYCLE_PLUGINS_BOOK_CLUB_LIMIT", "3"}}});
  const auto found = settings.strangers({club()});
  REQUIRE(found.size() == 2);
  CHECK_THAT(found[0], Catch::Contains("h.toml:2: settings.ghost: there is no plugin 'ghost'"));
  CHECK_THAT(found[1], Catch::StartsWith("environment HEMICYCLE_PLUGINS_BOOK_CLUB_LIMT: "));
}

TEST_CASE("settings of a plugin whose contract cannot be read are no stranger's") {
  const ScratchFolder folder;
  const auto settings = load({.file = folder.write("h.toml", "[settings.ghost]\nx = 1\n"), .environment = {{"HEMICYCLE_PLUGINS_GHOST_X", "3"}}});
  CHECK(settings.strangers({club()}).size() == 2);
  CHECK(settings.strangers({club()}, {"ghost"}).empty());
}

TEST_CASE("roles are read with what they include and allow") {
  const auto found = roles("[roles.member]\nincludes = [\"inhabitant\"]\npermissions = [\"club.join\", \"forum.*\"]\n[roles.inhabitant]\n");
  REQUIRE(found.size() == 2);
  CHECK(found[0].name == "inhabitant");
  CHECK(found[1].includes == std::vector<std::string>{"inhabitant"});
  CHECK(found[1].permissions == std::vector<std::string>{"club.join", "forum.*"});
}

TEST_CASE("broken roles are refused with line and reason") {
  CHECK(roles_refusal("[roles.a]\nincludes = [\"memer\"]\n[roles.member]\n") ==
        "roles.toml:2: roles.a.includes: expected a role of this file (did you mean 'member'?), found 'memer'");
  CHECK(roles_refusal("[roles.a]\nincludes = [\"b\"]\n[roles.b]\nincludes = [\"a\"]\n") ==
        "roles.toml:4: roles.b.includes: expected no circle, found a -> b -> a");
  CHECK(roles_refusal("[roles.a]\npermissions = [\"club.join\",\n\"everything\"]\n") ==
        "roles.toml:3: roles.a.permissions: expected permissions such as club.join or club.*, found \"everything\"");
  CHECK(roles_refusal("[roles.a]\npermission = []\n") ==
        "roles.toml:2: roles.a.permission: expected includes, permissions or a language such as fr, found 'permission'");
  CHECK(roles_refusal("[roles.A]\n") == "roles.toml:1: roles.A: expected a role in snake_case, found 'A'");
  CHECK(roles_refusal("[role.a]\n") == "roles.toml:1: role: expected tables [roles.<name>], found role");
}
