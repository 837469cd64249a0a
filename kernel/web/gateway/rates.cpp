#include "kernel/web/gateway/rates.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace hemicycle::web::gateway {
namespace {

using nlohmann::json;

/// The account that a sign-in is for: what the first e-mail field holds, since addresses that differ by case alone are one mailbox.
std::string account_of(const contract::Operation& operation, const json& input) {
  for (const auto& field : operation.input.list) {
    if (field.format != contract::Format::email || !input.is_object() || !input.contains(field.name) || !input[field.name].is_string()) continue;
    auto account = input[field.name].get<std::string>();
    std::transform(account.begin(), account.end(), account.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return account;
  }
  return {};
}

}  // namespace

bool may_go_on(const Premises& premises, const Shell& shell, Visit& visit) {
  if (!premises.settings.rate_limits) return true;
  const auto& rule = visit.session ? premises.settings.signed_in : premises.settings.anonymous;
  const auto key = visit.session ? "actor:" + visit.session->actor : "address:" + visit.client;
  const auto verdict = premises.limiter.check(key, rule, premises.clock.steady());
  if (verdict.allowed) return true;
  const core::Problem problem{.status = core::Status::overloaded, .code = "rate_limited"};
  auto response = visit.wants_document() ? shell.problem_document(visit, problem, render::kKernel, nullptr) : shell.problem(visit, problem, render::kKernel);
  tell_limit(response, {verdict, rule});
  visit.respond(std::move(response));
  return false;
}

std::optional<Slowed> too_many(const Premises& premises, const Visit& visit, const contract::Operation& operation, const json& input) {
  const auto& settings = premises.settings;
  if (!settings.rate_limits) return std::nullopt;
  const auto now = premises.clock.steady();
  const auto take = [&](const std::string& key, const http::Rule& rule) -> std::optional<Slowed> {
    const auto verdict = premises.limiter.check(key, rule, now);
    return verdict.allowed ? std::nullopt : std::optional(Slowed{verdict, rule});
  };
  if (operation.begins_session) {
    if (auto slowed = take("sign_in:" + visit.client, settings.sign_in_address)) return slowed;
    if (const auto account = account_of(operation, input); !account.empty()) {
      if (auto slowed = take("sign_in_account:" + account, settings.sign_in_account)) return slowed;
      if (const auto wait = premises.sign_in_delay.wait(account, now); wait.count() > 0)
        return Slowed{{.allowed = false, .remaining = 0, .reset = wait, .retry_after = wait}, settings.sign_in_account};
    }
  }
  if (!operation.rate) return std::nullopt;
  return take(operation.name + ":" + (visit.session ? visit.session->actor : visit.client),
              {static_cast<std::uint32_t>(operation.rate->count), std::chrono::ceil<std::chrono::seconds>(std::chrono::nanoseconds(operation.rate->period_ns))});
}

std::optional<Slowed> too_many_uploads(const Premises& premises, const Visit& visit) {
  const auto& rule = premises.settings.uploads;
  if (!premises.settings.rate_limits) return std::nullopt;
  const auto verdict = premises.limiter.check("upload:" + (visit.session ? visit.session->actor : visit.client), rule, premises.clock.steady());
  return verdict.allowed ? std::nullopt : std::optional(Slowed{verdict, rule});
}

void note_attempt(const Premises& premises, const contract::Operation& operation, const json& input, bool succeeded) {
  if (!operation.begins_session) return;
  const auto account = account_of(operation, input);
  if (account.empty()) return;
  if (succeeded)
    premises.sign_in_delay.succeeded(account);
  else
    premises.sign_in_delay.failed(account, premises.clock.steady());
}

void tell_limit(http::Response& response, const Slowed& slowed) {
  std::erase_if(response.headers, [](const auto& header) { return header.first == "Retry-After"; });
  for (auto& header : http::rate_headers(slowed.verdict, slowed.rule)) response.headers.push_back(std::move(header));
}

}  // namespace hemicycle::web::gateway
