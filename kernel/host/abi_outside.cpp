// The tables for outside a call (log, config), and the way to all of them.
#include <array>
#include <utility>

#include "kernel/host/abi_call.hpp"
#include "kernel/host/abi_tables.hpp"

namespace hemicycle::host {
namespace {

using core::view;

// The table is PluginHost's first member, and a plugin only ever has the pointer that it was given.
const PluginHost& plugin_host(const hmc_host_v1* host) { return *reinterpret_cast<const PluginHost*>(host); }

void write(const hmc_host_v1* host, uint32_t level, hmc_span text) {
  if (host == nullptr) return;
  const auto& own = plugin_host(host);
  own.log(own.plugin, level, view(text));
}

hmc_status settings(const hmc_host_v1* host, hmc_span* json) {
  if (host == nullptr || json == nullptr) return HMC_INTERNAL;
  *json = core::span(plugin_host(host).settings_json);
  return HMC_OK;
}

hmc_status vocabulary(const hmc_host_v1* host, hmc_span name, hmc_span* json) {
  if (host == nullptr || json == nullptr) return HMC_INTERNAL;
  const auto& all = *plugin_host(host).vocabularies_json;
  const auto found = all.find(view(name));
  if (found == all.end()) return HMC_NOT_FOUND;
  *json = core::span(found->second);
  return HMC_OK;
}

void refuse(const hmc_host_v1* host, hmc_span path, hmc_span expected, hmc_span found) {
  if (host == nullptr || plugin_host(host).refused) return;
  plugin_host(host).refused = {.path = std::string(view(path)), .expected = std::string(view(expected)), .found = std::string(view(found))};
}

}  // namespace

const hmc_log_v1 kLogTable{sizeof(hmc_log_v1), 0, &write};
const hmc_config_v1 kConfigTable{sizeof(hmc_config_v1), 0, &settings, &vocabulary, &refuse};

const void* find_extension(const hmc_host_v1*, hmc_span id) {
  static constexpr std::array<std::pair<std::string_view, const void*>, 9> kTables{{{HMC_EXT_STORE, &kStoreTable},
                                                                                  {HMC_EXT_BUS, &kBusTable},
                                                                                  {HMC_EXT_REPLY, &kReplyTable},
                                                                                  {HMC_EXT_CLOCK, &kClockTable},
                                                                                  {HMC_EXT_POLICY, &kPolicyTable},
                                                                                  {HMC_EXT_SESSION, &kSessionTable},
                                                                                  {HMC_EXT_LOG, &kLogTable},
                                                                                  {HMC_EXT_MAIL, &kMailTable},
                                                                                  {HMC_EXT_CONFIG, &kConfigTable}}};
  for (const auto& [name, table] : kTables)
    if (name == view(id)) return table;
  return nullptr;
}

}  // namespace hemicycle::host
