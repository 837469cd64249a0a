#include <catch2/catch.hpp>

#include "kernel/config/roles.hpp"
#include "kernel/config/scratch_folder_test.hpp"
#include "kernel/config/settings.hpp"

using namespace hemicycle;
using namespace hemicycle::config;
using Catch::Contains;
using Catch::EndsWith;

namespace {

constexpr auto kAlpine = "[site]\nname = \"Club alpin\"\n[web]\nport = 1\n[vocabularies]\nthemes = [{id = \"neige\", fr = \"Neige\"}]\n";

std::string refusal(const Sources& sources) {
  try {
    static_cast<void>(load(sources));
  } catch (const Refused& refused) {
    return refused.what();
  }
  FAIL("not refused");
  return {};
}

}  // namespace

TEST_CASE("a profile lies beneath the file that names it, with its vocabularies, and says where each value comes from") {
  const ScratchFolder folder;
  folder.write("profiles/alpine.toml", kAlpine);
  const auto settings = load({.file = folder.write("h.toml", "profile = \"alpine\"\n[web]\nport = 2\n"), .profiles = folder.path() / "profiles"});
  CHECK(settings.text("site.name") == "Club alpin");
  CHECK_THAT(settings.origin("site.name"), EndsWith("alpine.toml:2"));
  CHECK(settings.integer("web.port") == 2);
  CHECK(settings.vocabularies().at("themes").at(0).id == "neige");
  CHECK(settings.text("profile") == "alpine");
}

TEST_CASE("the strongest source names the profile: an option, the environment, conf.d, the file") {
  const ScratchFolder folder;
  folder.write("profiles/alpine.toml", kAlpine);
  folder.write("profiles/marine.toml", "[site]\nname = \"Club nautique\"\n");
  const auto file = folder.write("h.toml", "profile = \"alpine\"\n");
  const auto profiles = folder.path() / "profiles";
  CHECK(load({.file = file, .options = {"profile=marine"}, .profiles = profiles}).text("site.name") == "Club nautique");
  CHECK(load({.file = file, .environment = {{"HEMICYCLE_PROFILE", "marine"}}, .profiles = profiles}).text("site.name") == "Club nautique");
  CHECK(load({.file = file, .environment = {{"HEMICYCLE_PROFILE", ""}}, .profiles = profiles}).text("site.name") != "Club alpin");
  folder.write("conf.d/own.toml", "profile = \"marine\"\n");
  CHECK(load({.file = file, .profiles = profiles}).text("site.name") == "Club nautique");
}

TEST_CASE("a council's own profile is a path from where the file lies, and a folder of its name beside it holds its texts") {
  const ScratchFolder folder;
  folder.write("own/mine.toml", kAlpine);
  const auto file = folder.write("h.toml", "profile = \"own/mine.toml\"\n");
  CHECK(load({.file = file}).text("site.name") == "Club alpin");
  CHECK(load({.file = file}).pack().empty());
  folder.write("own/mine/locales/club/fr.po", "");
  CHECK(load({.file = file}).pack() == folder.path() / "own/mine");
}

TEST_CASE("a profile that is not there is refused with the names of those that are") {
  const ScratchFolder folder;
  folder.write("profiles/alpine.toml", kAlpine);
  folder.write("profiles/marine.toml", "");
  const auto why = refusal({.file = folder.write("h.toml", "\nprofile = \"alpin\"\n"), .profiles = folder.path() / "profiles"});
  CHECK_THAT(why, Contains("h.toml:2: profile: expected one of alpine, marine, or the path of a file that is there, with a '/', found 'alpin'"));
}

TEST_CASE("what is wrong in a profile is named with the profile's line, and a profile names no other") {
  const ScratchFolder folder;
  const auto file = folder.write("h.toml", "profile = \"./p.toml\"\n");
  folder.write("p.toml", "[web]\nport = \"many\"\n");
  CHECK_THAT(refusal({.file = file}), Contains("p.toml:2: web.port"));
  folder.write("p.toml", "profile = \"./q.toml\"\n");
  CHECK_THAT(refusal({.file = file}), Contains("p.toml:1: profile: expected no profile beneath a profile"));
}

TEST_CASE("roles are a vocabulary that no configuration writes") {
  const ScratchFolder folder;
  const auto file = folder.write("h.toml", "[vocabularies]\nroles = [{id = \"king\", fr = \"Roi\"}]\n");
  CHECK_THAT(refusal({.file = file}), Contains("h.toml:2: vocabularies.roles: expected nothing here"));
}

TEST_CASE("a role is called as its file says, else by its name") {
  const ScratchFolder folder;
  const auto words = vocabulary_of(read_roles(folder.write("roles.toml", "[roles.lead]\nfr = \"Pilote\"\nen = \"Lead\"\n[roles.member]\n")));
  CHECK(words.at(0).label("en") == "Lead");
  CHECK(words.at(0).label("fr") == "Pilote");
  CHECK(words.at(1).label("en") == "member");
}

TEST_CASE("somebody can hold what the kernel or a plugin gives, and what that includes") {
  const ScratchFolder folder;
  const auto roles = read_roles(folder.write("roles.toml", "[roles.visitor]\n[roles.guest]\n[roles.member]\nincludes = [\"guest\"]\n[roles.king]\nincludes = [\"duke\"]\n[roles.duke]\n"));
  std::vector<std::string> names;
  for (const auto& role : held(roles, {"member"})) names.push_back(role.name);
  CHECK(names == std::vector<std::string>{"guest", "member", "visitor"});
}

TEST_CASE("a setting that names a role nobody can hold is refused with the role that was meant") {
  const auto plugin = contract::read(R"({"hemicycle": 1, "name": "club", "version": "1.0.0", "vocabularies": ["held_roles"],
    "settings": {"doors": {"type": "array", "default": [], "items": {"type": "object", "fields": {"role": {"type": "string", "among": "held_roles"}}}}}})",
                                    "plugin.json");
  const ScratchFolder folder;
  auto settings = load({.file = folder.write("h.toml", "[settings.club]\ndoors = [\n  {role = \"member\"},\n  {role = \"membre\"},\n]\n")});
  settings.provide(kHeldRoles, {{.id = "member", .labels = {{"fr", "Membre"}}}});
  try {
    static_cast<void>(settings.plugin(plugin));
    FAIL("not refused");
  } catch (const Refused& refused) {
    CHECK_THAT(refused.what(), Contains("h.toml:4: settings.club.doors.1.role: expected a role that somebody can hold"));
    CHECK_THAT(refused.what(), Contains("(did you mean 'member'?), found \"membre\""));
  }
  CHECK_THAT(settings.where(plugin, "doors.1.role"), EndsWith("h.toml:4"));
}
