#include "kernel/worker/host_side.hpp"

#include <array>
#include <utility>

#include "kernel/wire/values.hpp"
#include "kernel/worker/tables.hpp"

namespace hemicycle::worker {
namespace {

using wire::span;
using wire::view;

// A longer line is cut: the log is for people.
constexpr std::size_t kLongestLine = 4096;

// The table is HostSide's first member, and a plugin only ever has the pointer that it was given.
HostSide& side(const hmc_host_v1* host) { return *reinterpret_cast<HostSide*>(const_cast<hmc_host_v1*>(host)); }

void write(const hmc_host_v1* host, uint32_t level, hmc_span text) {
  if (host != nullptr) side(host).say(level, view(text));
}

hmc_status settings(const hmc_host_v1* host, hmc_span* json) {
  if (host == nullptr || json == nullptr) return HMC_INTERNAL;
  *json = span(side(host).settings_json);
  return HMC_OK;
}

hmc_status vocabulary(const hmc_host_v1* host, hmc_span name, hmc_span* json) {
  if (host == nullptr || json == nullptr) return HMC_INTERNAL;
  const auto& all = side(host).vocabularies_json;
  const auto found = all.find(view(name));
  if (found == all.end()) return HMC_NOT_FOUND;
  *json = span(found->second);
  return HMC_OK;
}

void refuse(const hmc_host_v1* host, hmc_span path, hmc_span expected, hmc_span found) {
  if (host == nullptr || !side(host).refused.path.empty()) return;
  side(host).refused = {.path = std::string(view(path)), .expected = std::string(view(expected)), .found = std::string(view(found))};
}

}  // namespace

void HostSide::say(std::uint32_t level, std::string_view text) {
  const std::lock_guard lock(speaking);
  control.write(wire::Kind::log, 0).number(level).text(text.substr(0, kLongestLine));
  static_cast<void>(control.send());  // a server that is gone reads no log
}

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

}  // namespace hemicycle::worker
