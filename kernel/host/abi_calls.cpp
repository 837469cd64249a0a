// The tables whose functions need a call: reply, bus, clock, policy, session.
#include "kernel/host/abi_call.hpp"
#include "kernel/host/abi_tables.hpp"

namespace hemicycle::host {
namespace {

using core::Status;
using core::view;

hmc_status as_abi(Status status) { return static_cast<hmc_status>(status); }

hmc_status reply_ok(hmc_call token, hmc_span payload) {
  return with_call(token, [&](AbiCall& call) -> hmc_status {
    if (call.answered) return HMC_INTERNAL;
    call.answered = true;
    call.outcome = core::Outcome::success(std::string(view(payload)));
    return HMC_OK;
  });
}

hmc_status reply_fail(hmc_call token, hmc_status status, hmc_span problem) {
  return with_call(token, [&](AbiCall& call) -> hmc_status {
    if (call.answered || status <= HMC_OK || status > HMC_INTERNAL) return HMC_INTERNAL;
    call.answered = true;
    call.outcome = core::Outcome::failure(core::Problem::parse(Status{status}, view(problem)));
    return HMC_OK;
  });
}

hmc_status ask(hmc_call token, hmc_span type, hmc_span payload, hmc_span* reply) {
  return with_call(token, [&](AbiCall& call) -> hmc_status {
    auto outcome = call.context().services().ask(call.context(), view(type), view(payload));
    *reply = call.keep(outcome.ok() ? std::move(outcome.payload) : outcome.problem.json());
    return as_abi(outcome.status);
  });
}

hmc_status emit(hmc_call token, hmc_span type, hmc_span subject, hmc_span payload) {
  return with_call(token, [&](AbiCall& call) {
    return as_abi(call.context().services().emit(call.context(), view(type), view(subject), view(payload)));
  });
}

hmc_status schedule(hmc_call token, hmc_span type, hmc_span payload, int64_t due_ns, hmc_span key) {
  return with_call(token, [&](AbiCall& call) {
    return as_abi(call.context().services().schedule(call.context(), view(type), view(payload), due_ns, view(key)));
  });
}

int64_t now(hmc_call token) {
  const auto* call = AbiCall::find(token);
  return call == nullptr ? 0 : call->context().message().time_ns;
}

hmc_status allowed(hmc_call token, hmc_span permission, hmc_span scope, int32_t* yes) {
  return with_call(token, [&](AbiCall& call) -> hmc_status {
    *yes = call.context().services().allowed(view(permission), call.context().message().actor, view(scope)) ? 1 : 0;
    return HMC_OK;
  });
}

hmc_status change_grant(hmc_call token, hmc_span actor, hmc_span role, hmc_span scope, bool given) {
  return with_call(token, [&](AbiCall& call) {
    return as_abi(call.context().services().change_grant(
        call.context(), {.actor = std::string(view(actor)), .grant = {std::string(view(role)), std::string(view(scope))}, .given = given}));
  });
}

hmc_status grant(hmc_call token, hmc_span actor, hmc_span role, hmc_span scope) { return change_grant(token, actor, role, scope, true); }
hmc_status revoke(hmc_call token, hmc_span actor, hmc_span role, hmc_span scope) { return change_grant(token, actor, role, scope, false); }

hmc_status begin_session(hmc_call token, hmc_span actor) {
  return with_call(token, [&](AbiCall& call) {
    return as_abi(call.context().services().change_session(call.context(), {core::SessionChange::Kind::begin, std::string(view(actor))}));
  });
}

hmc_status end_session(hmc_call token) {
  return with_call(token, [&](AbiCall& call) {
    return as_abi(call.context().services().change_session(call.context(), {core::SessionChange::Kind::end, {}}));
  });
}

hmc_status end_all_sessions(hmc_call token, hmc_span actor) {
  return with_call(token,
                   [&](AbiCall& call) { return as_abi(call.context().services().end_all_sessions(call.context(), view(actor))); });
}

}  // namespace

const hmc_reply_v1 kReplyTable{sizeof(hmc_reply_v1), 0, &reply_ok, &reply_fail};
const hmc_bus_v1 kBusTable{sizeof(hmc_bus_v1), 0, &ask, &emit, &schedule};
const hmc_clock_v1 kClockTable{sizeof(hmc_clock_v1), 0, &now};
const hmc_policy_v1 kPolicyTable{sizeof(hmc_policy_v1), 0, &allowed, &grant, &revoke};
const hmc_session_v1 kSessionTable{sizeof(hmc_session_v1), 0, &begin_session, &end_session, &end_all_sessions};

}  // namespace hemicycle::host
