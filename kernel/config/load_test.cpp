#include <catch2/catch.hpp>

#include "kernel/config/keys.hpp"
#include "kernel/config/scratch_folder_test.hpp"
#include "kernel/config/settings.hpp"

using namespace hemicycle;
using namespace hemicycle::config;

namespace {

/// Nothing of the machine's own configuration reaches a test: a file is always named.
Settings with(const std::string& toml, std::map<std::string, std::string> environment = {}, std::vector<std::string> options = {}) {
  const ScratchFolder folder;
  return load({.file = folder.write("hemicycle.toml", toml), .environment = std::move(environment), .options = std::move(options)});
}

struct Caught {
  std::string where, key, expected, found, what;
};

Caught refusal(const std::string& toml, std::map<std::string, std::string> environment = {}, std::vector<std::string> options = {}) {
  try {
    static_cast<void>(with(toml, std::move(environment), std::move(options)));
  } catch (const Refused& refused) {
    const auto where = std::filesystem::path(refused.where()).filename().string();
    return {where, refused.key(), refused.expected(), refused.found(), refused.what()};
  }
  FAIL("not refused: " << toml);
  return {};
}

}  // namespace

TEST_CASE("without any layer every key has its default") {
  const auto settings = with("");
  CHECK(settings.text("web.address") == "127.0.0.1");
  CHECK(settings.integer("web.port") == 8080);
  CHECK(settings.integer("web.max_body_bytes") == 1024 * 1024);
  CHECK(settings.integer("web.max_upload_bytes") == 20 * 1024 * 1024);
  CHECK(settings.boolean("web.page_cache"));
  CHECK(settings.list("site.languages") == std::vector<std::string>{"fr", "en"});
  CHECK(settings.text("store.synchronous") == "FULL");
  CHECK(settings.text("site.name") == "Hémicycle");
  CHECK(settings.origin("web.port") == "default");
  CHECK(settings.warnings().empty());
  CHECK_THROWS_AS(settings.integer("web.prot"), std::out_of_range);
}

TEST_CASE("every default is itself a value that its key accepts") {
  for (const auto& key : keys()) {
    INFO(key.name);
    CHECK(accepts(key, nlohmann::json::parse(key.default_json)));
    CHECK_FALSE(key.description.empty());
  }
}

TEST_CASE("later layers win: file, conf.d in the order of names, environment, options") {
  const ScratchFolder folder;
  const auto file = folder.write("hemicycle.toml", "[web]\nport = 1\nmax_connections = 10\n[bus]\nmailbox = 1\nslow_threads = 3\n");
  folder.write("conf.d/20-b.toml", "web.port = 3\nbus.mailbox = 3\n");
  folder.write("conf.d/10-a.toml", "web.port = 2\nbus.mailbox = 2\nweb.max_connections = 20\n");
  folder.write("conf.d/30-c.txt", "web.port = 99\n");
  const auto settings = load({.file = file,
                              .environment = {{"HEMICYCLE_WEB_PORT", "4"}, {"HEMICYCLE_BUS_MAILBOX", "4"}, {"PATH", "x"}},
                              .options = {"web.port=5"}});
  CHECK(settings.integer("web.port") == 5);
  CHECK(settings.origin("web.port") == "option");
  CHECK(settings.integer("bus.mailbox") == 4);
  CHECK(settings.origin("bus.mailbox") == "environment HEMICYCLE_BUS_MAILBOX");
  CHECK(settings.integer("web.max_connections") == 20);
  CHECK(settings.origin("web.max_connections") == (folder.path() / "conf.d/10-a.toml").string() + ":3");
  CHECK(settings.integer("bus.slow_threads") == 3);
  CHECK(settings.origin("bus.slow_threads") == file.string() + ":6");
}

TEST_CASE("secrets that the service manager hands over are read after conf.d and before the environment") {
  const ScratchFolder folder;
  const auto file = folder.write("hemicycle.toml", "web.port = 1\n");
  folder.write("conf.d/10-a.toml", "web.port = 2\nbus.mailbox = 2\n");
  const auto secrets = folder.write("credentials/secrets.toml", "web.port = 3\nbus.mailbox = 3\n");
  folder.write("credentials/another.key", "no TOML at all");
  const auto settings = load({.file = file, .environment = {{"HEMICYCLE_BUS_MAILBOX", "4"}}, .credentials = secrets.parent_path()});
  CHECK(settings.integer("web.port") == 3);
  CHECK(settings.origin("web.port") == secrets.string() + ":1");
  CHECK(settings.integer("bus.mailbox") == 4);
}

TEST_CASE("the file is that of the option, else of HEMICYCLE_CONFIG, and must then exist") {
  const ScratchFolder folder;
  const auto one = folder.write("one.toml", "web.port = 1\n");
  const auto two = folder.write("two.toml", "web.port = 2\n");
  CHECK(load({.environment = {{"HEMICYCLE_CONFIG", two.string()}}}).integer("web.port") == 2);
  CHECK(load({.file = one, .environment = {{"HEMICYCLE_CONFIG", two.string()}}}).integer("web.port") == 1);
  CHECK_THROWS_AS(load({.file = folder.path() / "none.toml"}), Refused);
  CHECK_THROWS_AS(load({.file = folder.path()}), Refused);
}

TEST_CASE("a wrong value names file, line, key, what was expected and what was found") {
  const auto port = refusal("[web]\naddress = \"127.0.0.1\"\nport = \"abc\"\n");
  CHECK(port.where == "hemicycle.toml:3");
  CHECK(port.key == "web.port");
  CHECK(port.expected == "an integer from 0 to 65535");
  CHECK(port.found == "\"abc\"");
  CHECK_THAT(port.what, Catch::EndsWith("hemicycle.toml:3: web.port: expected an integer from 0 to 65535, found \"abc\""));
  CHECK(refusal("web.port = 65536\n").found == "65536");
  CHECK(refusal("web.port = -1\n").key == "web.port");
  CHECK(refusal("web.port = 80.5\n").key == "web.port");
  CHECK(refusal("web.page_cache = \"yes\"\n").expected == "true or false");
  CHECK(refusal("store.synchronous = \"OFF\"\n").expected == "one of FULL, NORMAL");
  CHECK(refusal("web.address = \"localhost\"\n").expected == "an IPv4 or IPv6 address");
  CHECK(refusal("web.public_url = \"conseil.example.org\"\n").key == "web.public_url");
  CHECK(refusal("web.public_url = \"https://conseil.example.org/path\"\n").key == "web.public_url");
  CHECK(refusal("web.trusted_proxies = [\"10.0.0.0/8\", \"10.0.0.0/33\"]\n").key == "web.trusted_proxies");
  CHECK(refusal("web.trusted_proxies = \"10.0.0.1\"\n").key == "web.trusted_proxies");
  CHECK(refusal("site.name = \"a\\nb\"\n").expected == "a text of one line");
  CHECK(refusal("site.time_zone = \"Mars/Olympus\"\n").expected == "one of Europe/Paris");
  CHECK(refusal("[web.port]\nx = 1\n").key == "web.port");
}

TEST_CASE("an unknown key is refused with the name that was probably meant") {
  const auto found = refusal("[web]\n\nprot = 80\n");
  CHECK(found.where == "hemicycle.toml:3");
  CHECK(found.key == "web.prot");
  CHECK(found.expected == "a key that is known (did you mean 'web.port'?)");
  CHECK(refusal("zzzzzzzzzzzz = 1\n").expected == "a key that is known");
  CHECK(refusal("", {{"HEMICYCLE_WEB_PROT", "80"}}).expected == "a variable that is known (did you mean 'HEMICYCLE_WEB_PORT'?)");
  CHECK(refusal("", {}, {"web.prot=80"}).where == "option web.prot");
}

TEST_CASE("text of the environment and of options is read strictly as the key's kind") {
  CHECK(refusal("", {{"HEMICYCLE_WEB_PORT", "80a"}}).where == "environment HEMICYCLE_WEB_PORT");
  CHECK(refusal("", {{"HEMICYCLE_WEB_PORT", ""}}).key == "web.port");
  CHECK(refusal("", {}, {"web.page_cache=maybe"}).where == "option web.page_cache");
  CHECK(refusal("", {}, {"web.port"}).expected == "key=value");
  const auto settings =
      with("", {{"HEMICYCLE_WEB_TRUSTED_PROXIES", "10.0.0.1,::1"}, {"HEMICYCLE_WEB_RATE_LIMITS", "false"}}, {"site.name=Conseil = nous"});
  CHECK(settings.list("web.trusted_proxies") == std::vector<std::string>{"10.0.0.1", "::1"});
  CHECK_FALSE(settings.boolean("web.rate_limits"));
  CHECK(settings.text("site.name") == "Conseil = nous");
}

TEST_CASE("a file that is no TOML is refused with its line") {
  const auto found = refusal("[web]\nport = \n");
  CHECK_THAT(found.where, Catch::StartsWith("hemicycle.toml:"));
  CHECK(found.expected == "TOML");
  CHECK(refusal("web.port = 1\nweb.port = 2\n").where == "hemicycle.toml:2");
}

TEST_CASE("a path in a file is taken from where the file lies") {
  const ScratchFolder folder;
  const auto settings = load(
      {.file = folder.write("etc/h.toml", "data.dir = \"../data\"\nplugins.path = [\"p\", \"/q\"]\n"), .options = {"web.theme=theme"}});
  CHECK(settings.text("data.dir") == (folder.path() / "data").string());
  CHECK(settings.list("plugins.path") == std::vector<std::string>{(folder.path() / "etc/p").string(), "/q"});
  CHECK(settings.text("web.theme") == "theme");
  CHECK(settings.text("policy.roles").empty());
  CHECK(settings.database() == folder.path() / "data/hemicycle.db");
}

TEST_CASE("what may lose data or lets passwords be guessed is warned of, with its place") {
  const auto settings = with("store.synchronous = \"NORMAL\"\nweb.rate_limits = false\n");
  REQUIRE(settings.warnings().size() == 2);
  CHECK_THAT(settings.warnings()[0], Catch::Contains("hemicycle.toml:1: store.synchronous is NORMAL"));
}

TEST_CASE("the answered hosts are those of the public address, or this machine alone") {
  CHECK(with("web.public_url = \"https://conseil.example.org\"\n").allowed_hosts(8080) == std::vector<std::string>{"conseil.example.org"});
  CHECK(with("").allowed_hosts(8080) ==
        std::vector<std::string>{"127.0.0.1", "127.0.0.1:8080", "localhost", "localhost:8080", "[::1]", "[::1]:8080"});
}

TEST_CASE("show and describe name every key") {
  const auto lines = with("web.port = 81\n").show();
  CHECK(lines.size() == keys().size());
  const auto reference = describe();
  for (const auto& line : lines) {
    CHECK_THAT(reference, Catch::Contains("| `" + line.key + "` | `" + environment_name(line.key) + "` |"));
    if (line.key == "web.port") CHECK(line.value == "81");
  }
}

TEST_CASE("the reference names every layer, in the order in which they win") {
  const auto reference = describe();
  std::size_t at = 0;
  for (const auto* layer : {"the defaults", "`profile`", "`--config`", "`conf.d/*.toml`", "credentials", "the environment", "`--set key=value`"}) {
    INFO(layer);
    const auto found = reference.find(layer, at);
    REQUIRE(found != std::string::npos);
    at = found;
  }
}

TEST_CASE("vocabularies keep their order and labels; a later file replaces a whole one") {
  const auto settings =
      with("[vocabularies]\nthemes = [\n  {id = \"climat\", fr = \"Climat\", en = \"Climate\"},\n  {id = \"eau\", fr = \"Eau\"},\n]\n");
  const auto& themes = settings.vocabularies().at("themes");
  REQUIRE(themes.size() == 2);
  CHECK(themes[0].label("en") == "Climate");
  CHECK(themes[1].label("en") == "Eau");
}

TEST_CASE("a broken vocabulary is refused with its line") {
  const auto twice = refusal("[vocabularies]\nthemes = [\n  {id = \"eau\", fr = \"Eau\"},\n  {id = \"eau\", fr = \"Eaux\"},\n]\n");
  CHECK(twice.where == "hemicycle.toml:4");
  CHECK(twice.found == "'eau' twice");
  const auto no_french = refusal("[vocabularies]\nthemes = [\n  {id = \"eau\", en = \"Water\"},\n]\n");
  CHECK(no_french.where == "hemicycle.toml:3");
  CHECK_THAT(no_french.expected, Catch::Contains("French"));
  CHECK(refusal("[vocabularies]\nthemes = [{fr = \"Eau\"}]\n").expected == "an id");
  CHECK(refusal("[vocabularies]\nthemes = [{id = \"e a\", fr = \"Eau\"}]\n").key == "vocabularies.themes.0.id");
  CHECK(refusal("[vocabularies]\nthemes = [{id = \"eau\", fr = \"\"}]\n").key == "vocabularies.themes.0.fr");
  CHECK(refusal("[vocabularies]\nthemes = [{id = \"eau\", fr = \"Eau\", colour = \"blue\"}]\n").key == "vocabularies.themes.0.colour");
  CHECK(refusal("[vocabularies]\nthemes = \"eau\"\n").key == "vocabularies.themes");
}
