// The tables whose functions need a call: reply and clock stay here, bus, policy and session ask the server.
#include "kernel/worker/call.hpp"
#include "kernel/worker/tables.hpp"

namespace hemicycle::worker {
namespace {

using wire::Kind;
using wire::view;

hmc_status answer(hmc_call token, hmc_status status, hmc_span bytes) {
  return with_call(token, [&](Call& call) -> hmc_status {
    if (call.answered) return HMC_INTERNAL;
    call.answered = true;
    call.status = status;
    call.reply = view(bytes);
    return HMC_OK;
  });
}

hmc_status reply_ok(hmc_call token, hmc_span payload) { return answer(token, HMC_OK, payload); }

hmc_status reply_fail(hmc_call token, hmc_status status, hmc_span problem) {
  return status <= HMC_OK || status > HMC_INTERNAL ? HMC_INTERNAL : answer(token, status, problem);
}

hmc_status ask(hmc_call token, hmc_span type, hmc_span payload, hmc_span* reply) {
  return with_call(token, [&](Call& call) -> hmc_status {
    call.request(Kind::ask).text(view(type)).text(view(payload));
    wire::Reader answered({});
    const auto status = call.ask(answered);
    const auto bytes = answered.text();
    *reply = call.hold(call.keep(), bytes);
    return status;
  });
}

hmc_status emit(hmc_call token, hmc_span type, hmc_span subject, hmc_span payload) {
  return with_call(token, [&](Call& call) {
    call.request(Kind::emit).text(view(type)).text(view(subject)).text(view(payload));
    return call.ask();
  });
}

hmc_status schedule(hmc_call token, hmc_span type, hmc_span payload, int64_t due_ns, hmc_span key) {
  return with_call(token, [&](Call& call) {
    call.request(Kind::schedule).text(view(type)).text(view(payload)).number(due_ns).text(view(key));
    return call.ask();
  });
}

int64_t now(hmc_call token) {
  const auto* call = Call::find(token);
  return call == nullptr ? 0 : call->message().time_ns;
}

hmc_status allowed(hmc_call token, hmc_span permission, hmc_span scope, int32_t* yes) {
  return with_call(token, [&](Call& call) -> hmc_status {
    call.request(Kind::allowed).text(view(permission)).text(view(scope));
    wire::Reader answered({});
    const auto status = call.ask(answered);
    *yes = status == HMC_OK && answered.number<std::uint8_t>() != 0 ? 1 : 0;
    return status;
  });
}

hmc_status change_grant(Kind kind, hmc_call token, hmc_span actor, hmc_span role, hmc_span scope) {
  return with_call(token, [&](Call& call) {
    call.request(kind).text(view(actor)).text(view(role)).text(view(scope));
    return call.ask();
  });
}

hmc_status grant(hmc_call token, hmc_span actor, hmc_span role, hmc_span scope) { return change_grant(Kind::grant, token, actor, role, scope); }
hmc_status revoke(hmc_call token, hmc_span actor, hmc_span role, hmc_span scope) { return change_grant(Kind::revoke, token, actor, role, scope); }

hmc_status begin_session(hmc_call token, hmc_span actor) {
  return with_call(token, [&](Call& call) {
    call.request(Kind::begin_session).text(view(actor));
    return call.ask();
  });
}

hmc_status end_session(hmc_call token) {
  return with_call(token, [&](Call& call) {
    static_cast<void>(call.request(Kind::end_session));
    return call.ask();
  });
}

hmc_status end_all_sessions(hmc_call token, hmc_span actor) {
  return with_call(token, [&](Call& call) {
    call.request(Kind::end_all_sessions).text(view(actor));
    return call.ask();
  });
}

}  // namespace

const hmc_reply_v1 kReplyTable{sizeof(hmc_reply_v1), 0, &reply_ok, &reply_fail};
const hmc_bus_v1 kBusTable{sizeof(hmc_bus_v1), 0, &ask, &emit, &schedule};
const hmc_clock_v1 kClockTable{sizeof(hmc_clock_v1), 0, &now};
const hmc_policy_v1 kPolicyTable{sizeof(hmc_policy_v1), 0, &allowed, &grant, &revoke};
const hmc_session_v1 kSessionTable{sizeof(hmc_session_v1), 0, &begin_session, &end_session, &end_all_sessions};

}  // namespace hemicycle::worker
