#include "kernel/cli/plugin_words.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <nlohmann/json.hpp>

#include "kernel/cli/commands.hpp"
#include "kernel/steward/control.hpp"

namespace hemicycle::cli {
namespace {

using core::Status;
using nlohmann::json;

/// Loading may try a plugin in a child for ten seconds, migrate it, and wait for calls under way.
constexpr std::chrono::seconds kPatience{60};

json described(const host::Resident& resident) {
  json out = {{"name", resident.name}, {"state", host::name(resident.state)}, {"isolation", contract::name(resident.isolation)}, {"folder", resident.folder.string()}};
  if (!resident.reason.empty()) out["reason"] = resident.reason;
  if (!resident.sha256.empty()) out["sha256"] = resident.sha256;
  if (!resident.signed_by.empty()) out["signed_by"] = resident.signed_by;
  if (!resident.not_applied.empty()) out["not_applied"] = resident.not_applied;
  if (!resident.contract) return out;
  const auto& contract = *resident.contract;
  out["version"] = contract.version;
  const auto contracts = [](const std::vector<contract::Requirement>& list) {
    auto names = json::array();
    for (const auto& one : list) names.push_back(one.name + "@" + std::to_string(one.major));
    return names;
  };
  out["requires"] = contracts(contract.requires_);
  out["uses"] = contracts(contract.uses);
  out["reacts_to"] = contract.reactions;
  out["permissions"] = contract.permissions;
  out["grants"] = contract.grants;
  for (const auto& operation : contract.operations) out[operation.command ? "commands" : "queries"][operation.verb] = operation.permission.name;
  for (const auto& event : contract.events) out["events"].push_back(event.name);
  for (const auto& page : contract.pages) out["pages"].push_back(page.path);
  return out;
}

/// Signature, rating and rights, in the site's first language.
json trust_in(const host::Resident& resident, const packages::Words& words) {
  const auto provenance = !resident.signed_by.empty() ? packages::Provenance::trusted : resident.own ? packages::Provenance::house : packages::Provenance::unsigned_;
  return packages::describe(*resident.contract, resident.isolation, provenance, resident.signed_by, words);
}

json described(const host::House& house, const config::Settings& settings) {
  const auto words = kernel_words(settings);
  auto out = json::array();
  const auto residents = house.residents();
  const auto provides = [&](const contract::Requirement& use) {
    return std::any_of(residents.begin(), residents.end(), [&](const host::Resident& one) {
      return one.name == use.plugin() && one.contract && (one.state == host::State::readable || host::attached(one)) && one.contract->operation(use.name.substr(one.name.size() + 1)) != nullptr;
    });
  };
  for (const auto& resident : residents) {
    out.push_back(described(resident));
    if (resident.contract)
      for (const auto& use : resident.contract->uses)
        if (!provides(use)) out.back()["does_without"].push_back(use.name);
    if (resident.contract) out.back().update(trust_in(resident, words));
  }
  return out;
}

/// With what only the server that runs it knows.
json living(Kernel& kernel) {
  auto out = described(kernel.house(), kernel.settings());
  for (const auto& standing : kernel.steward().standings())
    for (auto& plugin : out)
      if (plugin["name"] == standing.name) {
        plugin["restarts"] = standing.restarts;
        plugin["meters"] = {{"calls", standing.calls}, {"failures", standing.failures}, {"busy_ns", standing.busy_ns}, {"statements", standing.statements},
                            {"memory_bytes", standing.memory_bytes}};
      }
  return out;
}

Exit exit_named(const std::string& status) {
  for (const auto one : {Status::invalid, Status::denied, Status::not_found, Status::conflict, Status::overloaded, Status::unavailable, Status::deadline})
    if (core::name(one) == status) return exit_of(one);
  return Exit::failed;
}

}  // namespace

void rate(steward::Standing& standing, const host::Resident& resident, const packages::Words& words) {
  if (!resident.contract) return;
  const auto told = trust_in(resident, words);
  standing.rating = std::stoi(told.at("safety_rating").get<std::string>());
  standing.rights = told.at("rights").get<std::vector<std::string>>();
}

json answer_control(Kernel& kernel, const json& request) {
  const auto what = request.at("do").get<std::string>();
  if (what == "list") return {{"ok", true}, {"plugins", living(kernel)}};
  constexpr std::array kWishes{std::pair{"reload", steward::Wish::reload}, std::pair{"enable", steward::Wish::enable}, std::pair{"disable", steward::Wish::disable}};
  for (const auto& [name, wish] : kWishes) {
    if (what != name) continue;
    const auto plugin = request.find("plugin");
    if (plugin == request.end() || !plugin->is_string()) return steward::refusal(Status::invalid, what + " needs the name of a \"plugin\"");
    const auto outcome = kernel.steward().change(wish, plugin->get<std::string>());
    if (!outcome.ok()) return steward::refusal(outcome.status, outcome.problem.detail);
    return {{"ok", true}};
  }
  return steward::refusal(Status::invalid, "this server does not know how to '" + what + "'");
}

std::optional<json> ask_server(const config::Settings& settings, const json& request) {
  auto answer = steward::ask_running(settings.text("data.dir"), request, kPatience);
  if (answer && !answer->value("ok", false)) throw Refusal(exit_named(answer->value("status", "")), answer->value("error", "the server gave no reason"));
  return answer;
}

json plugins_now(const config::Settings& settings) {
  if (auto answer = ask_server(settings, {{"do", "list"}})) return answer->at("plugins");
  Kernel kernel(settings, {.serve_pages = true});  // views and catalogues can refuse a plugin too
  return described(kernel.house(), kernel.settings());
}

}  // namespace hemicycle::cli
