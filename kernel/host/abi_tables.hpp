// The tables that find_extension hands out, one file each.
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

namespace hemicycle::host {

extern const hmc_store_v1 kStoreTable;
extern const hmc_bus_v1 kBusTable;
extern const hmc_reply_v1 kReplyTable;
extern const hmc_clock_v1 kClockTable;
extern const hmc_policy_v1 kPolicyTable;
extern const hmc_session_v1 kSessionTable;
extern const hmc_log_v1 kLogTable;
extern const hmc_mail_v1 kMailTable;
extern const hmc_config_v1 kConfigTable;

}  // namespace hemicycle::host
