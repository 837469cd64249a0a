#include "kernel/steward/desk.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <mutex>
#include <nlohmann/json.hpp>

#include "kernel/web/gateway/showroom_fixture_test.hpp"

using namespace hemicycle;
using namespace hemicycle::web::gateway;
using hemicycle::core::Status;
using hemicycle::steward::Desk;
using hemicycle::steward::Standing;
using hemicycle::steward::Wish;
using hemicycle::web::http::testing::RawClient;
using hemicycle::web::http::testing::body_of;
using hemicycle::web::http::testing::status_of;
using nlohmann::json;
namespace http = hemicycle::web::http;

namespace {

class Pretence final : public steward::Stewardship {
 public:
  std::vector<Standing> plugins;
  [[nodiscard]] std::vector<Standing> standings() const override { return plugins; }
  void wish(Wish wish, const std::string& plugin) override {
    const std::lock_guard lock(mutex_);
    wishes_.emplace_back(wish, plugin);
  }
  [[nodiscard]] std::vector<std::pair<Wish, std::string>> wishes() const {
    const std::lock_guard lock(mutex_);
    return wishes_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::pair<Wish, std::string>> wishes_;
};

struct Office : ShownHouse {
  Pretence pretence;

  Office() {
    const std::filesystem::path folder_of_desk = HEMICYCLE_STEWARD_FOLDER;
    const auto contract = steward::desk_contract(folder_of_desk);
    bus->attach(contract, std::make_shared<Desk>(pretence));
    exhibits.push_back({contract->name, folder_of_desk, contract});
    policy.apply({{.actor = "ada", .grant = {"keeper", ""}, .given = true}});
    pretence.plugins = {{.name = "comments", .version = "1.2.0", .title = {}, .state = "quarantined", .isolation = "sandboxed", .reason = "died <3> times", .sha256 = "abc",
                         .restarts = 3, .calls = 41, .failures = 4, .busy_ns = 12'345'678, .statements = 99, .memory_bytes = 9'437'185, .rating = 2, .signed_by = "RWQ1",
                         .not_applied = {"cgroup"}, .rights = {"Lire les noms"}},
                        {.name = "club", .version = "1.0.0", .title = "Le club", .state = "running", .isolation = "in_process", .reason = {}, .sha256 = {}},
                        {.name = "not a \xff plugin", .version = {}, .title = {}, .state = "refused", .isolation = "in_process", .reason = "is not a folder", .sha256 = {}}};
  }
  ~Office() {
    server->stop(std::chrono::seconds(5));
    bus->stop();
  }
  Office(const Office&) = delete;
  Office& operator=(const Office&) = delete;
  [[nodiscard]] json asked(const std::string& query, const std::string& payload = "{}") { return json::parse(call("steward." + query, payload, "ada").payload); }
};

std::vector<std::string> strings(const json& list) { return list.get<std::vector<std::string>>(); }

}  // namespace

TEST_CASE("each plugin is listed with what it cost, and one whose name no address can hold has none") {
  Office office;
  office.serve();
  const auto plugins = office.asked("plugins")["plugins"];
  REQUIRE(plugins.size() == 3);
  CHECK(plugins[0]["busy_ms"] == 12);
  CHECK(plugins[0]["memory_mib"] == 10);
  CHECK(plugins[0]["title"] == "comments");
  CHECK(plugins[0]["path"] == "/admin/plugins/comments");
  CHECK(plugins[1]["title"] == "Le club");
  CHECK_FALSE(plugins[1].contains("memory_mib"));
  CHECK_FALSE(plugins[2].contains("path"));
}

TEST_CASE("what can be asked of a plugin follows from its state") {
  Office office;
  office.serve();
  const std::map<std::string, std::vector<std::string>> offered{
      {"running", {"reload", "disable"}}, {"degraded", {"reload", "disable"}}, {"restarting", {"disable"}}, {"quarantined", {"enable", "disable"}},
      {"disabled", {"enable"}},           {"refused", {"enable"}},             {"failed", {"enable"}},      {"readable", {"enable"}}};
  for (const auto& [state, actions] : offered) {
    office.pretence.plugins[0].state = state;
    CHECK(strings(office.asked("plugin", R"({"plugin": "comments"})")["actions"]) == actions);
    for (const auto* wish : {"reload", "enable", "disable"}) {
      const bool may = std::find(actions.begin(), actions.end(), wish) != actions.end();
      CHECK(office.call("steward." + std::string(wish), R"({"plugin": "comments"})", "ada").status == (may ? Status::ok : Status::conflict));
    }
  }
}

TEST_CASE("a wish is recorded with who asked, then passed on; one about nobody is neither") {
  Office office;
  office.serve();
  const auto recorded = [&] { return office.seen("SELECT COUNT(*) FROM hmc_event WHERE type = 'steward.plugin_changed' AND actor = 'ada' AND subject = 'plugin:club'"); };
  CHECK(office.call("steward.reload", R"({"plugin": "nobody"})", "ada").status == Status::not_found);
  CHECK(office.pretence.wishes().empty());
  CHECK(office.call("steward.reload", R"({"plugin": "club"})", "ada").ok());
  CHECK(recorded() == 1);
  CHECK(office.pretence.wishes() == std::vector<std::pair<Wish, std::string>>{{Wish::reload, "club"}});
}

TEST_CASE("who does not manage plugins reads nothing and changes nothing, by page, form and API") {
  Office office;
  office.serve();
  const auto member = office.cookie_of("mia");
  RawClient client(office.port);
  CHECK(status_of(client.ask(get("/admin/plugins"))) == 401);
  for (const auto* path : {"/admin/plugins", "/admin/plugins/club", "/admin/plugins/club/arreter", "/admin/plugins/nobody", "/api/v1/steward/plugins"}) {
    CHECK(status_of(client.ask(get(path, member))) == 403);
    CHECK(status_of(client.ask(get(path))) == 401);
  }
  const std::string body = R"({"plugin": "club"})";
  const auto answer = client.ask("POST /api/v1/steward/disable HTTP/1.1\r\nHost: localhost\r\n" + member + "X-CSRF-Token: token-mia\r\nContent-Type: application/json\r\nContent-Length: " +
                                 std::to_string(body.size()) + "\r\n\r\n" + body);
  CHECK(status_of(answer) == 403);
  CHECK(office.pretence.wishes().empty());
  CHECK(body_of(client.ask(get("/club", member))).find("/admin/plugins") == std::string::npos);
}

TEST_CASE("an administrator reads the list, a plugin with its reason, and stops it with a form") {
  Office office;
  office.serve();
  const auto cookie = office.cookie_of("ada");
  RawClient client(office.port);
  const auto list = body_of(client.ask(get("/admin/plugins", cookie)));
  CHECK(list.find("En quarantaine") != std::string::npos);
  CHECK(list.find("<a href=\"/admin/plugins/comments\">comments</a>") != std::string::npos);
  CHECK(list.find("Refusé") != std::string::npos);
  const auto page = body_of(client.ask(get("/admin/plugins/comments", cookie)));
  CHECK(page.find("died &lt;3&gt; times") != std::string::npos);
  CHECK(page.find("Lire les noms") != std::string::npos);
  CHECK(page.find("href=\"/admin/plugins/comments/activer\"") != std::string::npos);
  CHECK(page.find("/recharger") == std::string::npos);
  CHECK(status_of(client.ask(get("/admin/plugins/nobody", cookie))) == 404);
  CHECK(body_of(client.ask(get("/admin/plugins/comments?lang=en", cookie))).find("In quarantine") != std::string::npos);
  const auto form = body_of(client.ask(get("/admin/plugins/club/arreter", cookie)));
  CHECK(form.find("name=\"csrf\" value=\"token-ada\"") != std::string::npos);
  const std::string body = "csrf=token-ada&plugin=club&once=1";
  const auto sent = client.ask("POST /admin/plugins/club/arreter HTTP/1.1\r\nHost: localhost\r\n" + cookie + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " +
                               std::to_string(body.size()) + "\r\n\r\n" + body);
  CHECK(status_of(sent) == 303);
  CHECK(sent.find("Location: /admin/plugins/club\r\n") != std::string::npos);
  CHECK(office.pretence.wishes() == std::vector<std::pair<Wish, std::string>>{{Wish::disable, "club"}});
  CHECK(body_of(client.ask(get("/club", cookie))).find("href=\"/admin/plugins\"") != std::string::npos);
}

TEST_CASE("each state has a name and an explanation in both languages") {
  web::render::Catalogue catalogue;
  catalogue.add("steward", HEMICYCLE_STEWARD_FOLDER);
  const auto contract = steward::desk_contract(HEMICYCLE_STEWARD_FOLDER);
  const auto* state = contract->operation("plugin")->output.find("state");
  REQUIRE(state != nullptr);
  CHECK(state->enumeration.size() == 8);
  for (const auto& value : state->enumeration)
    for (const auto* locale : {"fr", "en"}) {
      CHECK(catalogue.find("steward", "state." + value, locale) != nullptr);
      CHECK(catalogue.find("steward", "explained." + value, locale) != nullptr);
    }
}
