#include "kernel/web/gateway/health.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "kernel/web/gateway/showroom_fixture_test.hpp"

using namespace hemicycle::web::gateway;
using hemicycle::web::http::testing::RawClient;
using hemicycle::web::http::testing::body_of;
using hemicycle::web::http::testing::status_of;

TEST_CASE("the house is ready while every plugin runs or was stopped on purpose, and says which do not") {
  ShownHouse house;
  house.health = {{.name = "club", .state = "running", .reason = {}}, {.name = "forum", .state = "disabled", .reason = "somebody stopped it"}};
  house.serve();
  RawClient client(house.port);
  CHECK(nlohmann::json::parse(body_of(client.ask(get("/readyz"))))["status"] == "ready");
  for (const auto* state : {"refused", "failed", "degraded", "restarting", "quarantined"}) {
    house.health[0].state = state;
    const auto answer = client.ask(get("/readyz"));
    CHECK(status_of(answer) == 200);
    const auto told = nlohmann::json::parse(body_of(answer));
    CHECK(told["status"] == "degraded");
    CHECK(told["plugins"] == nlohmann::json::array({{{"name", "club"}, {"state", state}}}));
  }
}

TEST_CASE("metrics tell of each plugin its state, restarts and statements, and memory where it is its own") {
  ShownHouse house;
  house.health = {{.name = "club", .state = "restarting", .reason = {}, .restarts = 2, .statements = 41, .memory_bytes = 4096},
                  {.name = "forum", .state = "running", .reason = {}, .restarts = 0, .statements = 0, .memory_bytes = 0}};
  house.serve();
  RawClient client(house.port);
  const auto told = body_of(client.ask(get("/metrics")));
  for (const auto* line : {"hemicycle_plugin_state{plugin=\"club\",state=\"restarting\"} 1\n", "hemicycle_plugin_restarts_total{plugin=\"club\"} 2\n",
                           "hemicycle_plugin_statements_total{plugin=\"club\"} 41\n", "hemicycle_plugin_memory_bytes{plugin=\"club\"} 4096\n",
                           "hemicycle_plugin_state{plugin=\"forum\",state=\"running\"} 1\n"})
    CHECK(told.find(line) != std::string::npos);
  CHECK(told.find("hemicycle_plugin_memory_bytes{plugin=\"forum\"}") == std::string::npos);
}

TEST_CASE("metrics count the readers of live pages who are connected") {
  ShownHouse house;
  house.serve();
  RawClient client(house.port);
  CHECK(body_of(client.ask(get("/metrics"))).find("hemicycle_live_readers 0\n") != std::string::npos);
  {
    const std::string room = "room";
    const LiveDesk::Depends depends;
    const auto reader = house.live->open({.room = room, .depends = depends, .last_seen = {}, .address = "192.0.2.1"});
    REQUIRE(reader.streaming);
    CHECK(body_of(client.ask(get("/metrics"))).find("hemicycle_live_readers 1\n") != std::string::npos);
  }
  CHECK(body_of(client.ask(get("/metrics"))).find("hemicycle_live_readers 0\n") != std::string::npos);
}
