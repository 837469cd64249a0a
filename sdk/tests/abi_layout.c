/* Prints what a plugin built yesterday relies on: sizes, offsets, numbers and ids of the ABI. abi_layout.py compares it with
   abi_layout.golden. Every struct of sdk/abi stands here with all its members; a hole in the list is found by the checker. */
#include <hemicycle/entry.h>
#include <hemicycle/ext/bus.h>
#include <hemicycle/ext/clock.h>
#include <hemicycle/ext/config.h>
#include <hemicycle/ext/log.h>
#include <hemicycle/ext/mail.h>
#include <hemicycle/ext/policy.h>
#include <hemicycle/ext/reply.h>
#include <hemicycle/ext/session.h>
#include <hemicycle/ext/store.h>
#include <stdio.h>

/* `growing`: begins with struct_size, so members may be appended. `fixed`: embedded in others or passed by value. */
#define GROWING(type) printf("growing %s %zu\n", #type, sizeof(type))
#define FIXED(type) printf("fixed %s %zu\n", #type, sizeof(type))
#define MEMBER(type, member) printf("  %s %zu %zu\n", #member, offsetof(type, member), sizeof(((type*)0)->member))
#define NUMBER(name) printf("number %s %ld\n", #name, (long)(name))
#define ID(name) printf("id %s %s\n", #name, name)

static void values(void) {
  FIXED(hmc_span);
  MEMBER(hmc_span, data);
  MEMBER(hmc_span, size);
  FIXED(hmc_call);
  MEMBER(hmc_call, token);
  FIXED(hmc_cursor);
  MEMBER(hmc_cursor, token);
  FIXED(hmc_value);
  MEMBER(hmc_value, type);
  MEMBER(hmc_value, reserved);
  MEMBER(hmc_value, as);
  FIXED(hmc_param);
  MEMBER(hmc_param, name);
  MEMBER(hmc_param, value);
}

static void message(void) {
  GROWING(hmc_message_v1);
  MEMBER(hmc_message_v1, struct_size);
  MEMBER(hmc_message_v1, kind);
  MEMBER(hmc_message_v1, major);
  MEMBER(hmc_message_v1, reserved);
  MEMBER(hmc_message_v1, id);
  MEMBER(hmc_message_v1, type);
  MEMBER(hmc_message_v1, subject);
  MEMBER(hmc_message_v1, actor);
  MEMBER(hmc_message_v1, tenant);
  MEMBER(hmc_message_v1, correlation);
  MEMBER(hmc_message_v1, causation);
  MEMBER(hmc_message_v1, traceparent);
  MEMBER(hmc_message_v1, content_type);
  MEMBER(hmc_message_v1, time_ns);
  MEMBER(hmc_message_v1, budget_ns);
  MEMBER(hmc_message_v1, payload);
  MEMBER(hmc_message_v1, prepared);
}

static void roots(void) {
  GROWING(hmc_host_v1);
  MEMBER(hmc_host_v1, struct_size);
  MEMBER(hmc_host_v1, abi_minor);
  MEMBER(hmc_host_v1, extension);
  GROWING(hmc_instance_v1);
  MEMBER(hmc_instance_v1, struct_size);
  MEMBER(hmc_instance_v1, reserved);
  MEMBER(hmc_instance_v1, self);
  MEMBER(hmc_instance_v1, start);
  MEMBER(hmc_instance_v1, handle);
  MEMBER(hmc_instance_v1, stop);
  MEMBER(hmc_instance_v1, destroy);
}

static void extensions(void) {
  GROWING(hmc_bus_v1);
  MEMBER(hmc_bus_v1, struct_size);
  MEMBER(hmc_bus_v1, reserved);
  MEMBER(hmc_bus_v1, ask);
  MEMBER(hmc_bus_v1, emit);
  MEMBER(hmc_bus_v1, schedule);
  GROWING(hmc_clock_v1);
  MEMBER(hmc_clock_v1, struct_size);
  MEMBER(hmc_clock_v1, reserved);
  MEMBER(hmc_clock_v1, now);
  GROWING(hmc_config_v1);
  MEMBER(hmc_config_v1, struct_size);
  MEMBER(hmc_config_v1, reserved);
  MEMBER(hmc_config_v1, settings);
  MEMBER(hmc_config_v1, vocabulary);
  MEMBER(hmc_config_v1, refuse);
  GROWING(hmc_log_v1);
  MEMBER(hmc_log_v1, struct_size);
  MEMBER(hmc_log_v1, reserved);
  MEMBER(hmc_log_v1, write);
  GROWING(hmc_policy_v1);
  MEMBER(hmc_policy_v1, struct_size);
  MEMBER(hmc_policy_v1, reserved);
  MEMBER(hmc_policy_v1, allowed);
  MEMBER(hmc_policy_v1, grant);
  MEMBER(hmc_policy_v1, revoke);
  GROWING(hmc_reply_v1);
  MEMBER(hmc_reply_v1, struct_size);
  MEMBER(hmc_reply_v1, reserved);
  MEMBER(hmc_reply_v1, ok);
  MEMBER(hmc_reply_v1, fail);
  GROWING(hmc_session_v1);
  MEMBER(hmc_session_v1, struct_size);
  MEMBER(hmc_session_v1, reserved);
  MEMBER(hmc_session_v1, begin);
  MEMBER(hmc_session_v1, end);
  MEMBER(hmc_session_v1, end_all);
  GROWING(hmc_store_v1);
  MEMBER(hmc_store_v1, struct_size);
  MEMBER(hmc_store_v1, reserved);
  MEMBER(hmc_store_v1, exec);
  MEMBER(hmc_store_v1, query);
  MEMBER(hmc_store_v1, next);
  MEMBER(hmc_store_v1, columns);
  MEMBER(hmc_store_v1, close);
  MEMBER(hmc_store_v1, error);
  GROWING(hmc_letter_v1);
  MEMBER(hmc_letter_v1, struct_size);
  MEMBER(hmc_letter_v1, reserved);
  MEMBER(hmc_letter_v1, to);
  MEMBER(hmc_letter_v1, subject);
  MEMBER(hmc_letter_v1, text);
  MEMBER(hmc_letter_v1, calendar);
  GROWING(hmc_mail_v1);
  MEMBER(hmc_mail_v1, struct_size);
  MEMBER(hmc_mail_v1, reserved);
  MEMBER(hmc_mail_v1, write);
  MEMBER(hmc_mail_v1, state);
}

static void constants(void) {
  NUMBER(HMC_OK);
  NUMBER(HMC_INVALID);
  NUMBER(HMC_DENIED);
  NUMBER(HMC_NOT_FOUND);
  NUMBER(HMC_CONFLICT);
  NUMBER(HMC_OVERLOADED);
  NUMBER(HMC_UNAVAILABLE);
  NUMBER(HMC_DEADLINE);
  NUMBER(HMC_INTERNAL);
  NUMBER(HMC_QUERY);
  NUMBER(HMC_COMMAND);
  NUMBER(HMC_EVENT);
  NUMBER(HMC_JOB);
  NUMBER(HMC_NULL);
  NUMBER(HMC_INTEGER);
  NUMBER(HMC_REAL);
  NUMBER(HMC_TEXT);
  NUMBER(HMC_BLOB);
  NUMBER(HMC_LOG_DEBUG);
  NUMBER(HMC_LOG_INFO);
  NUMBER(HMC_LOG_WARNING);
  NUMBER(HMC_LOG_ERROR);
  ID(HMC_MANIFEST_SECTION);
  ID(HMC_EXT_BUS);
  ID(HMC_EXT_CLOCK);
  ID(HMC_EXT_CONFIG);
  ID(HMC_EXT_LOG);
  ID(HMC_EXT_POLICY);
  ID(HMC_EXT_REPLY);
  ID(HMC_EXT_SESSION);
  ID(HMC_EXT_STORE);
  ID(HMC_EXT_MAIL);
}

int main(void) {
  values();
  message();
  roots();
  extensions();
  constants();
  return 0;
}
