#include "kernel/web/gateway/health.hpp"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace hemicycle::web::gateway {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

http::Response no_store(http::Response response) {
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

ClientMetric sample(MetricType type, double value, std::vector<ClientMetric::Label> labels = {}) {
  ClientMetric metric;
  metric.label = std::move(labels);
  if (type == MetricType::Counter)
    metric.counter.value = value;
  else
    metric.gauge.value = value;
  return metric;
}

MetricFamily family(std::string name, std::string help, MetricType type, std::vector<ClientMetric> samples) {
  return {.name = std::move(name), .help = std::move(help), .type = type, .metric = std::move(samples)};
}

double number(std::uint64_t value) { return static_cast<double>(value); }

}  // namespace

http::Response livez() { return no_store(http::Response::of(200, "text/plain; charset=utf-8", "ok\n")); }

http::Response readyz(const Health& health) {
  auto plugins = nlohmann::json::array();
  bool all_run = true;
  for (const auto& plugin : health.plugins()) {
    if (plugin.state == "running" || plugin.state == "disabled") continue;
    all_run = false;
    plugins.push_back({{"name", plugin.name}, {"state", plugin.state}});
  }
  const bool trusted = health.store_trusted();
  nlohmann::json body = {{"status", !trusted ? "unavailable" : (all_run ? "ready" : "degraded")}, {"plugins", plugins}};
  if (health.mail) {
    const auto mail = health.mail();
    body["mail"] = {{"server", mail.server ? "configured" : "none"}, {"queued", mail.queued}, {"failed", mail.failed}};
  }
  return no_store(http::Response::of(trusted ? 200 : 503, "application/json", body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n"));
}

http::Response metrics(const Health& health, std::size_t live_readers) {
  const auto lanes = health.bus.metrics();
  const auto web = health.http();
  const auto counter = MetricType::Counter;
  const auto gauge = MetricType::Gauge;
  std::vector<MetricFamily> families;
  const auto one = [&](const char* name, const char* help, MetricType type, double value) { families.push_back(family(name, help, type, {sample(type, value)})); };
  one("hemicycle_http_requests_total", "Requests whose head was read.", counter, number(web.requests));
  one("hemicycle_http_cached_total", "Requests answered from the page cache or the assets.", counter, number(web.cached));
  one("hemicycle_http_refused_total", "Requests refused by the engine.", counter, number(web.refused));
  one("hemicycle_http_connections", "Connections open now.", gauge, number(web.connections));
  one("hemicycle_live_readers", "Readers of live pages who are connected now.", gauge, number(live_readers));
  one("hemicycle_queries_total", "Queries and pages run on the query lane.", counter, number(lanes.queries));
  one("hemicycle_units_total", "Units of work run on the command lane.", counter, number(lanes.units));
  one("hemicycle_commits_total", "Durable commits; units per commit is the group commit at work.", counter, number(lanes.commits));
  one("hemicycle_deliveries_total", "Events delivered to reactions.", counter, number(lanes.deliveries));
  one("hemicycle_jobs_total", "Jobs done.", counter, number(lanes.jobs));
  one("hemicycle_overloaded_total", "Calls refused because a mailbox was full.", counter, number(lanes.overloaded));
  one("hemicycle_dead_letters_total", "Events and jobs given up since the start.", counter, number(lanes.dead_letters));
  one("hemicycle_command_lane_waiting", "Units that wait for the writer.", gauge, number(lanes.waiting));
  if (health.mail) {
    const auto mail = health.mail();
    one("hemicycle_letters_queued", "Letters that wait to be sent.", gauge, static_cast<double>(mail.queued));
    one("hemicycle_letters_failed", "Letters that were given up.", gauge, static_cast<double>(mail.failed));
  }
  std::vector<ClientMetric> calls, failures, seconds;
  for (const auto& [plugin, cost] : health.bus.plugin_metrics()) {
    const std::vector<ClientMetric::Label> label{{"plugin", plugin}};
    calls.push_back(sample(counter, number(cost.calls), label));
    failures.push_back(sample(counter, number(cost.failures), label));
    seconds.push_back(sample(counter, number(cost.busy_ns) / 1e9, label));
  }
  families.push_back(family("hemicycle_plugin_calls_total", "Messages handled.", counter, std::move(calls)));
  families.push_back(family("hemicycle_plugin_failures_total", "Messages that ended as internal errors.", counter, std::move(failures)));
  families.push_back(family("hemicycle_plugin_busy_seconds_total", "Time spent in handlers.", counter, std::move(seconds)));
  std::vector<ClientMetric> states, restarts, statements, memory;
  for (const auto& plugin : health.plugins()) {
    const std::vector<ClientMetric::Label> label{{"plugin", plugin.name}};
    states.push_back(sample(gauge, 1, {{"plugin", plugin.name}, {"state", plugin.state}}));
    restarts.push_back(sample(counter, plugin.restarts, label));
    statements.push_back(sample(counter, number(plugin.statements), label));
    if (plugin.memory_bytes != 0) memory.push_back(sample(gauge, number(plugin.memory_bytes), label));
  }
  families.push_back(family("hemicycle_plugin_state", "1 for the state that the plugin is in.", gauge, std::move(states)));
  families.push_back(family("hemicycle_plugin_restarts_total", "Times that it was started again after it died.", counter, std::move(restarts)));
  families.push_back(family("hemicycle_plugin_statements_total", "SQL statements run for it.", counter, std::move(statements)));
  families.push_back(family("hemicycle_plugin_memory_bytes", "Memory of its own process.", gauge, std::move(memory)));
  return no_store(http::Response::of(200, "text/plain; version=0.0.4; charset=utf-8", prometheus::TextSerializer().Serialize(families)));
}

}  // namespace hemicycle::web::gateway
