#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>

#include "kernel/cli/commands.hpp"
#include "kernel/cli/package_commands.hpp"

namespace hemicycle::cli {
namespace {

using nlohmann::json;

json described(const host::Resident& resident) {
  json out = {{"name", resident.name}, {"state", host::name(resident.state)}, {"isolation", contract::name(resident.isolation)}, {"folder", resident.folder.string()}};
  if (!resident.reason.empty()) out["reason"] = resident.reason;
  if (!resident.sha256.empty()) out["sha256"] = resident.sha256;
  if (!resident.contract) return out;
  const auto& contract = *resident.contract;
  out["version"] = contract.version;
  out["requires"] = json::array();
  for (const auto& requirement : contract.requires_) out["requires"].push_back(requirement.name + "@" + std::to_string(requirement.major));
  out["reacts_to"] = contract.reactions;
  out["permissions"] = contract.permissions;
  out["grants"] = contract.grants;
  for (const auto& operation : contract.operations) out[operation.command ? "commands" : "queries"][operation.verb] = operation.permission.name;
  for (const auto& event : contract.events) out["events"].push_back(event.name);
  for (const auto& page : contract.pages) out["pages"].push_back(page.path);
  return out;
}

/// Signature, rating and rights, in the site's first language.
json trust_in(const config::Settings& settings, const host::Resident& resident) {
  const auto provenance = !resident.signed_by.empty() ? packages::Provenance::trusted : resident.own ? packages::Provenance::house : packages::Provenance::unsigned_;
  return packages::describe(*resident.contract, resident.isolation, provenance, resident.signed_by, kernel_words(settings));
}

/// A folder's name is bytes; JSON is UTF-8.
std::string shown(const json& value) { return value.dump(2, ' ', false, json::error_handler_t::replace); }

void print(const json& value, const std::string& indent) {
  for (const auto& [key, item] : value.items()) {
    if (item.is_string()) {
      std::cout << indent << key << ": " << item.get_ref<const std::string&>() << '\n';
    } else if (item.is_array()) {
      std::cout << indent << key << ":";
      for (const auto& one : item) std::cout << ' ' << one.get_ref<const std::string&>();
      std::cout << '\n';
    } else {
      std::cout << indent << key << ":\n";
      print(item, indent + "  ");
    }
  }
}

}  // namespace

Exit plugin_list(const config::Settings& settings, bool as_json) {
  Kernel kernel(settings, {.serve_pages = true});  // views and catalogues can refuse a plugin too
  json all = json::array();
  bool well = true;
  for (const auto& resident : kernel.house().residents()) {
    well = well && (resident.state == host::State::running || resident.state == host::State::disabled);
    if (as_json) {
      all.push_back(described(resident));
      continue;
    }
    const std::string state(host::name(resident.state));
    std::cout << neutralised(resident.name) << std::string(std::max<std::size_t>(1, 20 - std::min<std::size_t>(19, resident.name.size())), ' ') << state
              << std::string(10 - state.size(), ' ') << (resident.contract ? resident.contract->version : "-")
              << (resident.reason.empty() ? "" : "  " + neutralised(resident.reason)) << '\n';
  }
  if (as_json) std::cout << shown(all) << '\n';
  return well ? Exit::ok : Exit::unavailable;
}

Exit plugin_info(const config::Settings& settings, const std::string& name, bool as_json) {
  Kernel kernel(settings, {.serve_pages = true});  // views and catalogues can refuse a plugin too
  const auto resident = kernel.house().find(name);
  if (!resident) throw Refusal(Exit::not_found, "no plugin '" + name + "' in this house; `hemicycle plugin list` names them");
  auto description = described(*resident);
  if (resident->contract) description.update(trust_in(settings, *resident));
  if (as_json)
    std::cout << shown(description) << '\n';
  else
    print(description, "");
  return Exit::ok;
}

}  // namespace hemicycle::cli
