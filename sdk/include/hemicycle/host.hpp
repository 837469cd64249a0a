// The host's tables, found once at entry.
#pragma once

#include <hemicycle/ext/bus.h>
#include <hemicycle/ext/clock.h>
#include <hemicycle/ext/config.h>
#include <hemicycle/ext/log.h>
#include <hemicycle/ext/mail.h>
#include <hemicycle/ext/policy.h>
#include <hemicycle/ext/reply.h>
#include <hemicycle/ext/session.h>
#include <hemicycle/ext/store.h>
#include <hemicycle/host.h>
#include <hemicycle/span.hpp>

#include <string_view>

namespace hemicycle {

/// Lives as long as the plugin's instance; the tables live as long as the host.
struct Host {
  const hmc_host_v1* self = nullptr;  ///< what the host itself wants to see outside a call
  std::string_view plugin{};
  const hmc_bus_v1* bus = nullptr;
  const hmc_clock_v1* clock = nullptr;
  const hmc_config_v1* config = nullptr;
  const hmc_log_v1* log = nullptr;
  const hmc_policy_v1* policy = nullptr;
  const hmc_reply_v1* reply = nullptr;
  const hmc_session_v1* session = nullptr;
  const hmc_store_v1* store = nullptr;
  const hmc_mail_v1* mail = nullptr;  ///< null at a host of 1.0
};

/// False when the host lacks one of them, or has an older one that is shorter than what this SDK calls.
[[nodiscard]] inline bool collect(const hmc_host_v1& from, Host& to) {
  const auto find = [&]<typename Table>(std::string_view id, const Table*& table) {
    table = static_cast<const Table*>(from.extension(&from, to_span(id)));
    return table != nullptr && table->struct_size >= sizeof(Table);
  };
  // What came after 1.0 may be missing: only who uses it minds.
  if (!find(HMC_EXT_MAIL, to.mail)) to.mail = nullptr;
  return find(HMC_EXT_LOG, to.log) && find(HMC_EXT_REPLY, to.reply) && find(HMC_EXT_CONFIG, to.config) && find(HMC_EXT_CLOCK, to.clock) &&
         find(HMC_EXT_STORE, to.store) && find(HMC_EXT_BUS, to.bus) && find(HMC_EXT_POLICY, to.policy) && find(HMC_EXT_SESSION, to.session);
}

}  // namespace hemicycle
