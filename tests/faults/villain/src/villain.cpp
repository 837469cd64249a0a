// A plugin that does on request what no plugin may, on the bare ABI: the SDK would stop half of it before the host could.
// Each misdeed comes after a row of its own, so that a test sees whether the deed's unit of work was kept.
#include <hemicycle/entry.h>
#include <hemicycle/ext/bus.h>
#include <hemicycle/ext/policy.h>
#include <hemicycle/ext/reply.h>
#include <hemicycle/ext/session.h>
#include <hemicycle/ext/store.h>

#include <array>
#include <csignal>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>

#include "machine.hpp"

namespace {

hmc_span span(std::string_view text) { return {text.data(), text.size()}; }
std::string_view view(hmc_span bytes) { return {bytes.data, bytes.size}; }

struct Villain {
  const hmc_store_v1* store;
  const hmc_reply_v1* reply;
  const hmc_bus_v1* bus;
  const hmc_policy_v1* policy;
  const hmc_session_v1* session;
  hmc_call kept{};  // of the call before: stale by now

  hmc_status write(hmc_call call, std::string_view sql) const { return store->exec(call, span(sql), nullptr, 0, nullptr); }

  hmc_status trace(hmc_call call, std::string_view id, std::string_view how) const {
    const std::array<hmc_param, 2> params{
        {{span("message"), {HMC_TEXT, 0, {.bytes = span(id)}}}, {span("how"), {HMC_TEXT, 0, {.bytes = span(how)}}}}};
    return store->exec(call, span("INSERT INTO villain_trace (message, how) VALUES (:message, :how)"), params.data(), params.size(),
                       nullptr);
  }

  hmc_status say(hmc_call call, hmc_status status) const {
    const auto payload = "{\"status\":" + std::to_string(status) + "}";
    return reply->ok(call, span(payload));
  }

  bool pardoned(hmc_call call) const {
    hmc_cursor rows{};
    const hmc_value* row = nullptr;
    std::size_t columns = 0;
    if (store->query(call, span("SELECT 1 FROM villain_trace WHERE how = 'pardon'"), nullptr, 0, &rows) != HMC_OK) return false;
    return store->next(call, rows, &row, &columns) == HMC_OK && row != nullptr;
  }
};

/// Misdeeds that the host answers with a status; the plugin then replies OK and tells it.
hmc_status attempt(Villain& self, hmc_call call, std::string_view how) {
  hmc_span answer{};
  if (how == "other_thread") {
    hmc_status status = HMC_OK;
    std::thread([&] { status = self.trace(call, "other-thread", how); }).join();
    return status;
  }
  if (how == "kept_token") return self.trace(self.kept, "kept-token", how);
  if (how == "foreign_table") return self.write(call, "UPDATE accounts_account SET name = 'villain'");
  if (how == "kernel_table") return self.write(call, "DELETE FROM hmc_event");
  if (how == "define") return self.write(call, "CREATE TABLE villain_more (a TEXT)");
  if (how == "transaction") return self.write(call, "COMMIT");
  if (how == "undeclared_event") return self.bus->emit(call, span("villain.hidden"), span("villain:1"), span("{}"));
  if (how == "foreign_event") return self.bus->emit(call, span("publication.published"), span("article:1"), span("{}"));
  if (how == "undeclared_role") return self.policy->grant(call, span("somebody"), span("admin"), span(""));
  if (how == "undeclared_query") return self.bus->ask(call, span("accounts.me"), span("{}"), &answer);
  if (how == "own_command") return self.bus->ask(call, span("villain.pardon"), span("{}"), &answer);
  if (how == "session") return self.session->begin(call, span("somebody"));
  return HMC_OK;
}

hmc_status act(Villain& self, hmc_call call, std::string_view id, std::string_view how) {
  if (const auto status = self.trace(call, id, how); status != HMC_OK) return self.reply->fail(call, status, span("{}")), status;
  if (how == "throw") throw std::runtime_error("across the boundary");
  if (how == "throw_nothing_known") throw 42;
  if (how == "silent") return HMC_OK;
  if (how == "crash") std::raise(SIGSEGV);
  if (how == "other_status") return static_cast<void>(self.say(call, 0)), HMC_CONFLICT;
  if (how == "impossible_status") return self.reply->fail(call, 99, span("{}"));
  if (how == "twice") return static_cast<void>(self.say(call, 1)), self.say(call, 2), HMC_OK;
  return self.say(call, attempt(self, call, how));
}

/// A text field of a payload that the kernel has checked; empty when it is left out.
std::string_view field(std::string_view payload, std::string_view name) {
  const auto key = "\"" + std::string(name) + "\":\"";
  const auto found = payload.find(key);
  if (found == std::string_view::npos) return {};
  const auto begin = found + key.size();
  return payload.substr(begin, payload.find('"', begin) - begin);
}

hmc_status do_evil(Villain& self, hmc_call call, const hmc_message_v1& message) {
  const auto how = field(view(message.payload), "how");
  if (message.kind == HMC_COMMAND) {
    if (const auto status = self.trace(call, view(message.id), how); status != HMC_OK) return self.reply->fail(call, status, span("{}")), status;
  }
  return self.say(call, villain::evil(how, std::string(field(view(message.payload), "where"))));
}

hmc_status handle(void* self_pointer, hmc_call call, const hmc_message_v1* message) {
  auto& self = *static_cast<Villain*>(self_pointer);
  const auto type = view(message->type);
  const auto id = view(message->id);
  if (type == "villain.look") return self.say(call, self.trace(call, id, "look"));
  if (type == "villain.pardon") return static_cast<void>(self.trace(call, id, "pardon")), self.say(call, HMC_OK);
  if (message->kind == HMC_EVENT) {
    if (self.pardoned(call)) return static_cast<void>(self.trace(call, id, "reaction")), self.reply->ok(call, span("{}"));
    return self.reply->fail(call, HMC_CONFLICT, span(R"({"code":"not_pardoned"})")), HMC_CONFLICT;
  }
  if (type == "villain.provoke") return self.say(call, self.bus->emit(call, span("villain.provoked"), span("villain:1"), span("{}")));
  if (type == "villain.evil" || type == "villain.lurk") return do_evil(self, call, *message);
  const auto status = act(self, call, id, field(view(message->payload), "how"));
  self.kept = call;
  return status;
}

hmc_status start(void*) { return HMC_OK; }
void stop(void*) {}
void destroy(void* self) { delete static_cast<Villain*>(self); }

}  // namespace

hmc_status hmc_plugin_entry_v1(const hmc_host_v1* host, hmc_instance_v1* out) {
  const auto table = [&](const char* id) { return host->extension(host, span(id)); };
  out->self =
      new Villain{static_cast<const hmc_store_v1*>(table(HMC_EXT_STORE)),     static_cast<const hmc_reply_v1*>(table(HMC_EXT_REPLY)),
                  static_cast<const hmc_bus_v1*>(table(HMC_EXT_BUS)),         static_cast<const hmc_policy_v1*>(table(HMC_EXT_POLICY)),
                  static_cast<const hmc_session_v1*>(table(HMC_EXT_SESSION)), hmc_call{}};
  out->start = start;
  out->handle = handle;
  out->stop = stop;
  out->destroy = destroy;
  return HMC_OK;
}
