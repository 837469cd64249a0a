#include "sdk/tests/fake_host.hpp"

#include <hemicycle/ext/bus.h>
#include <hemicycle/ext/clock.h>
#include <hemicycle/ext/config.h>
#include <hemicycle/ext/log.h>
#include <hemicycle/ext/policy.h>
#include <hemicycle/ext/reply.h>
#include <hemicycle/ext/session.h>

#include <bit>
#include <hemicycle/span.hpp>

namespace hemicycle::test {

FakeHost& owner_of(const hmc_host_v1* host) { return *static_cast<const FakeHost::Table*>(host)->owner; }
/// The token of this host is its address.
FakeHost& owner_of(hmc_call call) { return *std::bit_cast<FakeHost*>(call.token); }

namespace {

std::string text(hmc_span bytes) { return std::string(to_view(bytes)); }

const void* extension(const hmc_host_v1* host, hmc_span id) {
  static constexpr hmc_log_v1 log = {sizeof(hmc_log_v1), 0, [](const hmc_host_v1* speaker, std::uint32_t, hmc_span line) {
                                       owner_of(speaker).logged.push_back(text(line));
                                     }};
  static constexpr hmc_reply_v1 reply = {sizeof(hmc_reply_v1), 0,
                                         [](hmc_call call, hmc_span payload) -> hmc_status {
                                           owner_of(call).replies.push_back("0 " + text(payload));
                                           return HMC_OK;
                                         },
                                         [](hmc_call call, hmc_status status, hmc_span problem) -> hmc_status {
                                           owner_of(call).replies.push_back(std::to_string(status) + " " + text(problem));
                                           return HMC_OK;
                                         }};
  static constexpr hmc_clock_v1 clock = {sizeof(hmc_clock_v1), 0, [](hmc_call call) { return owner_of(call).now_ns; }};
  static constexpr hmc_config_v1 config = {sizeof(hmc_config_v1), 0,
                                           [](const hmc_host_v1* asker, hmc_span* json) -> hmc_status {
                                             *json = to_span(owner_of(asker).settings);
                                             return HMC_OK;
                                           },
                                           [](const hmc_host_v1* asker, hmc_span name, hmc_span* json) -> hmc_status {
                                             ++owner_of(asker).vocabularies_read;
                                             *json = to_span(owner_of(asker).vocabulary);
                                             return to_view(name) == "themes" ? HMC_OK : HMC_NOT_FOUND;
                                           },
                                           [](const hmc_host_v1* asker, hmc_span path, hmc_span expected, hmc_span found) {
                                             owner_of(asker).said.push_back("refuse " + text(path) + ": expected " + text(expected) + ", found " + text(found));
                                           }};
  static constexpr hmc_policy_v1 policy = {sizeof(hmc_policy_v1), 0,
                                           [](hmc_call, hmc_span permission, hmc_span scope, std::int32_t* yes) -> hmc_status {
                                             *yes = to_view(permission) == "everything.decide" && to_view(scope) == "group:12" ? 1 : 0;
                                             return HMC_OK;
                                           },
                                           [](hmc_call call, hmc_span actor, hmc_span role, hmc_span scope) -> hmc_status {
                                             owner_of(call).said.push_back("grant " + text(actor) + " " + text(role) + " " + text(scope));
                                             return to_view(role) == "lead" ? HMC_OK : HMC_DENIED;
                                           },
                                           [](hmc_call, hmc_span, hmc_span, hmc_span) -> hmc_status { return HMC_OK; }};
  static constexpr hmc_session_v1 session = {sizeof(hmc_session_v1), 0, [](hmc_call, hmc_span) -> hmc_status { return HMC_OK; },
                                             [](hmc_call) -> hmc_status { return HMC_OK; },
                                             [](hmc_call, hmc_span) -> hmc_status { return HMC_OK; }};
  static constexpr hmc_bus_v1 bus = {
      sizeof(hmc_bus_v1), 0,
      [](hmc_call call, hmc_span type, hmc_span payload, hmc_span* answer) -> hmc_status {
        owner_of(call).said.push_back(text(type) + "  " + text(payload));
        *answer = to_span(owner_of(call).ask_reply);
        return owner_of(call).ask_status;
      },
      [](hmc_call call, hmc_span type, hmc_span subject, hmc_span payload) -> hmc_status {
        owner_of(call).said.push_back(text(type) + " " + text(subject) + " " + text(payload));
        return HMC_OK;
      },
      [](hmc_call call, hmc_span type, hmc_span payload, std::int64_t due, hmc_span key) -> hmc_status {
        owner_of(call).said.push_back(text(type) + " " + std::to_string(due) + " " + text(payload) + " " + text(key));
        return HMC_OK;
      }};
  static constexpr hmc_store_v1 store = {
      sizeof(hmc_store_v1),
      0,
      [](hmc_call call, hmc_span sql, const hmc_param*, std::size_t, std::int64_t* changed) -> hmc_status {
        owner_of(call).executed.push_back(text(sql));
        *changed = 1;
        return owner_of(call).store_status;
      },
      [](hmc_call call, hmc_span, const hmc_param*, std::size_t, hmc_cursor* out) -> hmc_status {
        if (owner_of(call).store_status != HMC_OK) return owner_of(call).store_status;
        *out = {7};
        owner_of(call).next_row = 0;
        ++owner_of(call).open_cursors;
        return HMC_OK;
      },
      [](hmc_call call, hmc_cursor, const hmc_value** row, std::size_t* columns) -> hmc_status {
        const bool more = owner_of(call).next_row < owner_of(call).rows.size();
        *row = more ? owner_of(call).rows[owner_of(call).next_row].data() : nullptr;
        *columns = more ? owner_of(call).rows[owner_of(call).next_row].size() : 0;
        ++owner_of(call).next_row;
        return HMC_OK;
      },
      [](hmc_call, hmc_cursor, const hmc_span**, std::size_t*) -> hmc_status { return HMC_OK; },
      [](hmc_call call, hmc_cursor) -> hmc_status {
        --owner_of(call).open_cursors;
        return HMC_OK;
      },
      [](hmc_call) -> hmc_span { return to_span("UNIQUE constraint failed"); }};

  static const std::map<std::string_view, const void*> tables = {
      {HMC_EXT_LOG, &log},       {HMC_EXT_REPLY, &reply},     {HMC_EXT_CLOCK, &clock}, {HMC_EXT_CONFIG, &config},
      {HMC_EXT_POLICY, &policy}, {HMC_EXT_SESSION, &session}, {HMC_EXT_BUS, &bus},     {HMC_EXT_STORE, &store}};
  const auto found = tables.find(to_view(id));
  return found == tables.end() || owner_of(host).lacking.contains(to_view(id)) ? nullptr : found->second;
}

}  // namespace

FakeHost::FakeHost() {
  table_.struct_size = sizeof(hmc_host_v1);
  table_.abi_minor = HMC_ABI_MINOR;
  table_.extension = &extension;
  table_.owner = this;
}

hmc_status FakeHost::send(const hmc_instance_v1& instance, std::uint32_t kind, std::string_view type, std::string_view payload,
                          std::string_view prepared) {
  hmc_message_v1 message{};
  message.struct_size = sizeof message;
  message.kind = kind;
  message.major = 1;
  message.type = to_span(type);
  message.actor = to_span("a1");
  message.payload = to_span(payload);
  message.prepared = to_span(prepared);
  return instance.handle(instance.self, {std::bit_cast<std::uint64_t>(this)}, &message);
}

}  // namespace hemicycle::test
