#include "kernel/core/conversation.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "kernel/core/identity.hpp"

namespace hemicycle::core {

Conversation::Conversation(const Bus::Parts& parts, const Routes& routes, Runner& runner, Connection& db, Request request)
    : parts_(parts),
      routes_(routes),
      runner_(runner),
      db_(db),
      request_(std::move(request)),
      now_ns_(parts.clock.now_ns()),
      deadline_(parts.clock.steady() + request_.budget) {
  if (request_.correlation.empty()) request_.correlation = new_id(now_ns_);
  if (!is_traceparent(request_.traceparent)) request_.traceparent = new_traceparent();
}

Outcome Conversation::ask(std::string_view query, std::string_view payload) {
  const auto route = routes_.find(query);
  if (!route || route->operation->command) return fail(Status::not_found, "unknown_contract");
  const auto& operation = *route->operation;
  if (!parts_.policy.allowed(operation.permission, request_.actor, Runner::scope_of(operation, payload)))
    return fail(Status::denied, request_.actor.empty() ? "sign_in_first" : "denied");
  return run(*route, request_.actor, payload);
}

std::map<std::string, std::string> Conversation::names(const std::set<std::string>& actors) {
  std::map<std::string, std::string> out;
  if (actors.empty()) return out;
  for (const auto& contract : routes_.contracts()) {
    const auto route = contract->people.empty() ? std::optional<Route>() : routes_.find(contract->people);
    if (!route) continue;
    const auto answer = run(*route, kSystem, nlohmann::json({{"ids", actors}}).dump());
    if (!answer.ok()) continue;  // a page without names is better than none
    for (const auto& person : nlohmann::json::parse(answer.payload).value("people", nlohmann::json::array()))
      out[person.value("id", "")] = person.value("name", "");
  }
  return out;
}

Outcome Conversation::run(const Route& route, std::string_view actor, std::string_view payload) {
  const auto& operation = *route.operation;
  const Message message{.kind = Kind::query,
                        .major = operation.major,
                        .id = new_id(now_ns_),
                        .type = operation.name,
                        .subject = {},
                        .actor = std::string(actor),
                        .correlation = request_.correlation,
                        .causation = {},
                        .traceparent = request_.traceparent,
                        .time_ns = now_ns_,
                        .deadline = deadline_,
                        .payload = payload,
                        .prepared = {}};
  return runner_.run(*route.plugin, &operation, message, db_, nullptr);
}

}  // namespace hemicycle::core
