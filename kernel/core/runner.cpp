#include "kernel/core/runner.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "kernel/core/identity.hpp"

namespace hemicycle::core {
namespace {

using std::chrono::steady_clock;

bool contains(const std::vector<std::string>& list, std::string_view text) { return std::find(list.begin(), list.end(), text) != list.end(); }

/// The actor that the template names in this payload.
std::string actor_in(std::string_view ends, std::string_view payload) {
  const auto told = nlohmann::json::parse(payload, nullptr, false);
  return contract::fill(ends, [&](std::string_view field) { return told.is_object() ? told.value(std::string(field), std::string()) : std::string(); });
}

/// What the kernel keeps for an actor goes with them, in the same unit of work.
void forget(CallContext& caller, const std::string& actor) {
  const std::array parameters{bind("actor", actor)};
  caller.db().exec(kKernel, "DELETE FROM hmc_session WHERE actor = :actor", parameters);
  caller.db().exec(kKernel, "DELETE FROM hmc_draft WHERE actor = :actor", parameters);
  caller.effects()->events.emplace_back(kSessionsEnded);
}

std::string_view verb_of(std::string_view type) { return type.substr(type.find('.') + 1); }

}  // namespace

Outcome Runner::run(Attached& plugin, const contract::Operation* operation, const Message& message, Connection& db, Effects* effects, int depth) {
  const auto begun = parts_.clock.steady();
  if (begun >= message.deadline) return fail(Status::deadline, "deadline");
  CallContext call(*plugin.contract, operation, message, db, effects, *this, depth);
  if (depth == 0) db.set_deadline(message.deadline);
  auto outcome = plugin.instance->handle(call, message);
  plugin.account->statements += call.statements();
  if (depth == 0) db.set_deadline(steady_clock::time_point::max());
  ++plugin.account->calls;
  plugin.account->busy_ns += static_cast<std::uint64_t>((parts_.clock.steady() - begun).count());
  if (outcome.status == Status::internal) {
    ++plugin.account->failures;
    parts_.log(plugin.contract->name, 4, message.type + " failed (" + message.correlation + "): " + outcome.problem.detail);
  }
  return outcome;
}

Outcome Runner::run_query(const Route& route, const Message& message, Connection& db) {
  try {
    db.begin_read();
    auto outcome = run(*route.plugin, route.operation, message, db, nullptr);
    db.commit();
    return outcome;
  } catch (const StoreError& error) {
    db.rollback();
    return fail(error.status(), "", error.what());
  }
}

std::string Runner::scope_of(const contract::Operation& operation, std::string_view payload) {
  if (operation.scope.empty()) return {};
  const auto input = nlohmann::json::parse(payload, nullptr, false);
  return contract::fill(operation.scope, [&](std::string_view field) -> std::string {
    const auto found = input.is_object() ? input.find(field) : input.end();
    return input.is_object() && found != input.end() && found->is_string() ? found->get<std::string>() : std::string();
  });
}

Outcome Runner::ask(CallContext& caller, std::string_view type, std::string_view payload) {
  const auto route = routes_.find(type);
  const auto& own = caller.plugin();
  const auto names = [&](const contract::Requirement& one) { return one.name == type; };
  const bool declared = (route && route->plugin->contract->name == own.name) || std::any_of(own.requires_.begin(), own.requires_.end(), names) ||
                        std::any_of(own.uses.begin(), own.uses.end(), names);
  if (!declared) return fail(Status::internal, "", own.name + " asked " + std::string(type) + " without naming it in `requires` or `uses`");
  if (!route || route->plugin->instance->set_aside()) return fail(Status::unavailable, std::string(kNoProvider), "nobody provides " + std::string(type));
  if (route->operation->command) return fail(Status::internal, "", own.name + " asked the command " + std::string(type) + "; emit an event instead");
  if (caller.depth() >= kDeepestNesting) return fail(Status::internal, "", "queries nest too deep at " + std::string(type));

  const auto& operation = *route->operation;
  const auto& outer = caller.message();
  if (operation.permission.access != contract::Access::internal && operation.permission.access != contract::Access::open &&
      !parts_.policy.allowed(operation.permission, outer.actor, scope_of(operation, payload)))
    return fail(Status::denied, "denied");

  const Message message{.kind = Kind::query,
                        .major = operation.major,
                        .id = new_id(outer.time_ns),
                        .type = operation.name,
                        .subject = {},
                        .actor = outer.actor,
                        .correlation = outer.correlation,
                        .causation = outer.id,
                        .traceparent = outer.traceparent,
                        .time_ns = outer.time_ns,
                        .deadline = outer.deadline,
                        .payload = payload,
                        .prepared = {}};
  auto outcome = run(*route->plugin, &operation, message, caller.db(), nullptr, caller.depth() + 1);
  // What the provider itself lacks is not the provider's absence.
  if (outcome.status == Status::unavailable && outcome.problem.code == kNoProvider) outcome.problem.code = "unavailable";
  return outcome;
}

Status Runner::emit(CallContext& caller, std::string_view type, std::string_view subject, std::string_view payload) {
  auto* effects = caller.effects();
  const auto& own = caller.plugin();
  const auto* event = type.starts_with(own.name + ".") ? own.event(verb_of(type)) : nullptr;
  const bool declared = event != nullptr && (caller.operation() == nullptr || contains(caller.operation()->emits, type));
  if (effects == nullptr || !declared) {
    parts_.log(own.name, 4, caller.message().type + " may not emit " + std::string(type) + ": it is not among its `emits`");
    return Status::denied;
  }
  const auto& cause = caller.message();
  const auto consumers = routes_.consumers(type);
  parts_.journal.append(caller.db(),
                        {.seq = 0,
                         .id = new_id(cause.time_ns),
                         .type = std::string(type),
                         .subject = std::string(subject),
                         .actor = cause.actor,
                         .tenant = std::string(kTenant),
                         .correlation = cause.correlation,
                         .causation = cause.id,
                         .traceparent = cause.traceparent,
                         .payload = std::string(payload),
                         .major = event->major,
                         .time_ns = cause.time_ns},
                        consumers);
  if (!event->ends.empty()) forget(caller, actor_in(event->ends, payload));
  effects->events.emplace_back(type);
  effects->wakes_deliveries |= !consumers.empty();
  return Status::ok;
}

Status Runner::schedule(CallContext& caller, std::string_view type, std::string_view payload, std::int64_t due_ns, std::string_view key) {
  auto* effects = caller.effects();
  const auto& own = caller.plugin();
  if (effects == nullptr || !type.starts_with(own.name + ".") || own.job(verb_of(type)) == nullptr) return Status::denied;
  const auto& cause = caller.message();
  parts_.journal.schedule(caller.db(), {.id = 0,
                                        .type = std::string(type),
                                        .payload = std::string(payload),
                                        .key = std::string(key),
                                        .correlation = cause.correlation,
                                        .causation = cause.id,
                                        .traceparent = cause.traceparent,
                                        .due_ns = due_ns,
                                        .attempts = 0});
  effects->wakes_deliveries = true;
  return Status::ok;
}

Status Runner::change_grant(CallContext& caller, Policy::Change change) {
  auto* effects = caller.effects();
  if (effects == nullptr || !contains(caller.plugin().grants, change.grant.role)) {
    parts_.log(caller.plugin().name, 4, "may not give the role " + change.grant.role + ": it is not among its `grants`");
    return Status::denied;
  }
  if (!parts_.policy.knows(change.grant.role)) return Status::not_found;
  Policy::write(caller.db(), change);
  effects->grants.push_back(std::move(change));
  return Status::ok;
}

Status Runner::change_session(CallContext& caller, SessionChange change) {
  auto* effects = caller.effects();
  const auto* operation = caller.operation();
  if (effects == nullptr || operation == nullptr) return Status::denied;
  if (change.kind == SessionChange::Kind::begin ? !operation->begins_session : !operation->ends_session) return Status::denied;
  effects->session = std::move(change);
  return Status::ok;
}

Status Runner::end_all_sessions(CallContext& caller, std::string_view actor) {
  const auto* operation = caller.operation();
  if (caller.effects() == nullptr || operation == nullptr || !(operation->begins_session || operation->ends_session)) return Status::denied;
  const std::array parameters{bind("actor", actor)};
  caller.db().exec(kKernel, "DELETE FROM hmc_session WHERE actor = :actor", parameters);
  caller.effects()->events.emplace_back(kSessionsEnded);
  return Status::ok;
}

Status Runner::write_letter(CallContext& caller, Letter& letter) {
  const auto& own = caller.plugin();
  if (caller.effects() == nullptr || !own.mail || parts_.outbox == nullptr) {
    parts_.log(own.name, 4, caller.message().type + " may not write letters: a query never may, others need `\"mail\": true` in the contract");
    return Status::denied;
  }
  letter.plugin = own.name;
  letter.written_ns = caller.message().time_ns;
  letter.id = new_id(letter.written_ns);
  if (const auto wrong = wrong_with(letter); !wrong.empty()) {
    parts_.log(own.name, 4, caller.message().type + " wrote a letter that cannot be sent: " + wrong);
    return Status::invalid;
  }
  parts_.outbox->write(caller.db(), letter);
  caller.effects()->letters = true;
  return Status::ok;
}

std::optional<LetterState> Runner::letter_state(CallContext& caller, std::string_view id) const {
  return parts_.outbox == nullptr ? std::nullopt : parts_.outbox->state(caller.db(), caller.plugin().name, id);
}

bool Runner::allowed(std::string_view permission, std::string_view actor, std::string_view scope) const {
  return parts_.policy.allowed(permission, actor, scope);
}

}  // namespace hemicycle::core
