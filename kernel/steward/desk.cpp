#include "kernel/steward/desk.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "kernel/core/call_context.hpp"
#include "kernel/core/envelope.hpp"

namespace hemicycle::steward {
namespace {

using core::Outcome;
using core::Status;
using nlohmann::json;

constexpr std::array kWishes{std::pair{Wish::reload, std::string_view("reload")}, std::pair{Wish::enable, std::string_view("enable")},
                             std::pair{Wish::disable, std::string_view("disable")}};

Outcome refused(Status status, std::string code) { return Outcome::failure({.status = status, .code = std::move(code)}); }

/// A folder may bear any bytes as its name.
Outcome reply(const json& value) { return Outcome::success(value.dump(-1, ' ', false, json::error_handler_t::replace)); }

bool serves(const Standing& plugin) { return plugin.state == "running" || plugin.state == "degraded"; }

/// The code of what speaks against it, or "".
std::string objection(Wish wish, const Standing& plugin) {
  const bool about_to = plugin.state == "restarting";
  switch (wish) {
    case Wish::enable: return serves(plugin) || about_to ? "already_running" : "";
    case Wish::disable: return serves(plugin) || about_to || plugin.state == "quarantined" ? "" : "not_running";
    case Wish::reload: break;
  }
  return serves(plugin) ? "" : "not_running";
}

bool is_identifier(const std::string& name) {
  return !name.empty() && name.size() <= 100 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == ':' || c == '-';
  });
}

json line_of(const Standing& plugin) {
  constexpr std::uint64_t kMilli = 1'000'000, kMebi = 1U << 20U;
  json out = {{"name", plugin.name}, {"title", plugin.title.empty() ? plugin.name : plugin.title}, {"state", plugin.state}, {"isolation", plugin.isolation},
              {"calls", plugin.calls}, {"failures", plugin.failures}, {"busy_ms", plugin.busy_ns / kMilli}, {"statements", plugin.statements}, {"restarts", plugin.restarts}};
  if (!plugin.version.empty()) out["version"] = plugin.version;
  if (plugin.memory_bytes != 0) out["memory_mib"] = (plugin.memory_bytes + kMebi - 1) / kMebi;  // none is known of one that shares the server's
  if (is_identifier(plugin.name)) out["path"] = "/admin/plugins/" + plugin.name;
  return out;
}

std::optional<Standing> find(const std::vector<Standing>& standings, std::string_view name) {
  const auto found = std::find_if(standings.begin(), standings.end(), [&](const Standing& one) { return one.name == name; });
  return found == standings.end() ? std::nullopt : std::optional(*found);
}

}  // namespace

std::shared_ptr<const contract::Plugin> desk_contract(const std::filesystem::path& folder) {
  const auto path = folder / "plugin.json";
  std::ifstream file(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file) throw std::runtime_error("the program is not whole: " + path.string() + " cannot be read");
  return std::make_shared<const contract::Plugin>(contract::read(text, path.string(), folder / "views"));
}

Outcome Desk::start() { return Outcome::success({}); }

Outcome Desk::handle(core::CallContext& call, const core::Message& message) {
  try {
    const auto verb = std::string_view(message.type).substr(message.type.find('.') + 1);
    if (verb == "plugins") return list();
    const auto plugin = json::parse(message.payload).at("plugin").get<std::string>();
    if (verb == "plugin") return one(plugin);
    for (const auto& [wish, name] : kWishes)
      if (verb == name) return take(call, wish, plugin);
    return refused(Status::not_found, "unknown_contract");
  } catch (const std::exception& error) {
    return Outcome::failure({.status = Status::internal, .code = {}, .fields = {}, .detail = error.what()});
  }
}

Outcome Desk::list() const {
  auto plugins = json::array();
  for (const auto& plugin : stewardship_.standings()) plugins.push_back(line_of(plugin));
  return reply({{"plugins", std::move(plugins)}});
}

Outcome Desk::one(std::string_view name) const {
  const auto plugin = find(stewardship_.standings(), name);
  if (!plugin) return refused(Status::not_found, "no_such_plugin");
  auto out = line_of(*plugin);
  out.erase("path");
  out["not_applied"] = plugin->not_applied;
  out["rights"] = plugin->rights;
  if (!plugin->reason.empty()) out["reason"] = plugin->reason;
  if (!plugin->signed_by.empty()) out["signed_by"] = plugin->signed_by;
  if (!plugin->sha256.empty()) out["sha256"] = plugin->sha256;
  if (plugin->rating) out["rating"] = *plugin->rating;
  out["actions"] = json::array();
  for (const auto& [wish, verb] : kWishes)
    if (objection(wish, *plugin).empty()) out["actions"].push_back(verb);
  return reply(out);
}

Outcome Desk::take(core::CallContext& call, Wish wish, const std::string& name) {
  const auto plugin = find(stewardship_.standings(), name);
  if (!plugin) return refused(Status::not_found, "no_such_plugin");
  if (const auto against = objection(wish, *plugin); !against.empty()) return refused(Status::conflict, against);
  const auto* verb = std::find_if(kWishes.begin(), kWishes.end(), [&](const auto& one) { return one.first == wish; });
  const json told = {{"plugin", name}, {"wish", verb->second}};
  if (const auto status = call.services().emit(call, "steward.plugin_changed", "plugin:" + name, told.dump()); status != Status::ok) return refused(status, {});
  stewardship_.wish(wish, name);
  return reply({{"plugin", name}});
}

}  // namespace hemicycle::steward
