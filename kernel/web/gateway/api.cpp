#include "kernel/web/gateway/api.hpp"

#include <nlohmann/json.hpp>

#include "kernel/core/door.hpp"
#include "kernel/web/gateway/rates.hpp"
#include "kernel/web/gateway/uploads.hpp"
#include "kernel/web/http/cookies.hpp"
#include "kernel/web/http/multipart.hpp"
#include "kernel/web/render/openapi.hpp"

namespace hemicycle::web::gateway {
namespace {

using core::Outcome;
using core::Problem;
using core::Status;
using nlohmann::json;

http::Response document(unsigned status, std::string body) {
  auto response = http::Response::of(status, "application/json", std::move(body));
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

bool is_json(std::string_view content_type) {
  const auto type = content_type.substr(0, content_type.find(';'));
  return type == "application/json" || type == "application/json ";
}

}  // namespace

void Api::refuse(Visit& visit, const Problem& problem, const contract::Operation* operation) const {
  const auto plugin = operation == nullptr ? std::string(render::kKernel) : operation->name.substr(0, operation->name.find('.'));
  visit.respond(shell_.problem_document(visit, problem, plugin, operation));
}

void Api::refuse(Visit& visit, const Slowed& slowed, const contract::Operation* operation) const {
  const auto plugin = operation == nullptr ? std::string(render::kKernel) : operation->name.substr(0, operation->name.find('.'));
  auto response = shell_.problem_document(visit, {.status = Status::overloaded, .code = "rate_limited"}, plugin, operation);
  tell_limit(response, slowed);
  visit.respond(std::move(response));
}

void Api::refuse_method(Visit& visit, const char* allow) const {
  auto response = http::Response::of(405, "application/problem+json", json({{"type", "about:blank"}, {"title", "Method Not Allowed"}, {"status", 405}}).dump());
  response.headers.emplace_back("Allow", allow);
  visit.respond(std::move(response));
}

void Api::answer(VisitPtr visit, std::string_view path) const {
  visit->cacheable = false;
  if (path == "/api/openapi.json") return describe(*visit);
  constexpr std::string_view kPrefix = "/api/v1/";
  if (!path.starts_with(kPrefix)) return refuse(*visit, {.status = Status::not_found, .code = "not_found"});
  const auto rest = path.substr(kPrefix.size());
  if (rest == "session") return visit->reads() ? tell_session(*visit) : refuse_method(*visit, "GET, HEAD");
  if (rest == "uploads") return visit->reads() ? refuse_method(*visit, "POST") : upload(std::move(visit));
  const auto slash = rest.find('/');
  const auto* operation = slash == std::string_view::npos
                              ? nullptr
                              : premises_.operation(std::string(rest.substr(0, slash)) + "." + std::string(rest.substr(slash + 1)));
  if (operation == nullptr || operation->permission.access == contract::Access::internal)
    return refuse(*visit, {.status = Status::not_found, .code = "unknown_contract"});
  if (operation->command == visit->reads()) return refuse_method(*visit, operation->command ? "POST" : "GET, HEAD");
  call(std::move(visit), *operation);
}

void Api::describe(Visit& visit) const {
  std::vector<const contract::Plugin*> plugins;
  for (const auto& plugin : premises_.contracts) plugins.push_back(plugin.get());
  const auto& settings = premises_.settings;
  visit.respond(document(200, render::openapi_document(plugins, {.title = settings.site_name,
                                                                 .version = settings.version,
                                                                 .base_url = settings.public_url,
                                                                 .session_cookie = http::host_cookie_name(kSessionCookie, visit.secure),
                                                                 .visitor_cookie = http::host_cookie_name(kVisitorCookie, visit.secure)})));
}

void Api::tell_session(Visit& visit) const {
  const auto token = shell_.csrf(visit);
  visit.respond(document(200, json({{"signed_in", visit.session.has_value()}, {"actor", visit.actor()}, {"csrf", token}}).dump()));
}

bool Api::token_is_right(Visit& visit) const {
  const auto expected = visit.session ? visit.session->csrf : (visit.visitor.empty() ? std::string() : premises_.form_tokens.of(visit.visitor));
  return !expected.empty() && same_secret(visit.request().head.header("X-CSRF-Token"), expected);
}

void Api::call(VisitPtr visit, const contract::Operation& operation) const {
  const auto& request = visit->request();
  json input;
  if (operation.command) {
    if (!token_is_right(*visit)) return refuse(*visit, {.status = Status::denied, .code = "form_expired"});
    if (!is_json(request.head.header(http::Known::content_type))) return refuse(*visit, {.status = Status::invalid, .code = "malformed"});
    auto parsed = core::parse_strict(request.body.text());
    if (!parsed.ok()) return refuse(*visit, *parsed.problem, &operation);
    input = std::move(parsed.value);
  } else {
    core::Form form;
    for (const auto& [name, value] : visit->query) form.emplace(name, value);
    input = core::coerce(operation.input, form, core::Sent::query_string);
  }
  const auto scope = contract::fill(operation.scope, [&](std::string_view field) {
    const auto found = input.is_object() ? input.find(field) : input.end();
    return input.is_object() && found != input.end() && found->is_string() ? found->get<std::string>() : std::string();
  });
  // Before a word about the fields: what is wrong with them is for those who may send them.
  if (!shell_.may(*visit, operation, scope))
    return refuse(*visit, {.status = Status::denied, .code = visit->session ? "denied" : "sign_in_first"}, &operation);
  // Files that were sent before are read again: not on an I/O thread.
  if (core::takes_files(operation.input))
    return premises_.bus.aside([this, visit, &operation, input = std::move(input)] { send(visit, operation, input); });
  send(std::move(visit), operation, std::move(input));
}

void Api::send(VisitPtr visit, const contract::Operation& operation, json input) const {
  auto checked = core::check(operation.input, std::move(input), premises_.vocabularies, find_in(premises_.blobs));
  if (!checked.ok()) return refuse(*visit, *checked.problem, &operation);

  if (const auto slowed = too_many(premises_, *visit, operation, checked.value)) return refuse(*visit, *slowed, &operation);
  const auto& request = visit->request();
  // What begins or ends a session is never answered from memory: the answer would come without its session, and its key would keep a hash of a password.
  const auto key = request.head.header("Idempotency-Key");
  auto payload = checked.value.dump();
  premises_.bus.send({.type = operation.name,
                      .payload = std::move(payload),
                      .actor = visit->actor(),
                      .idempotency_key = operation.begins_session || operation.ends_session ? std::string() : std::string(key.substr(0, 200)),
                      .traceparent = visit->traceparent,
                      .correlation = visit->correlation,
                      .checked = true},
                     [this, visit, &operation, input = std::move(checked.value)](const Outcome& outcome) {
                       note_attempt(premises_, operation, input, outcome.ok());
                       finish(visit, operation, outcome);
                     });
}

void Api::finish(VisitPtr visit, const contract::Operation& operation, const Outcome& outcome) const {
  if (!outcome.ok()) return refuse(*visit, outcome.problem, &operation);
  switch (outcome.session.kind) {
    case core::SessionChange::Kind::begin:
      return premises_.sessions.begin(outcome.session.actor, visit->session ? visit->session->id_hash : std::string(),
                                      [this, visit, payload = outcome.payload](std::optional<std::string> id) {
                                        if (!id) return refuse(*visit, {.status = Status::unavailable, .code = "unavailable"});
                                        shell_.set_cookie(*visit, kSessionCookie, *id, std::nullopt);
                                        visit->respond(document(200, payload));
                                      });
    case core::SessionChange::Kind::end:
      shell_.set_cookie(*visit, kSessionCookie, "-", std::chrono::seconds(0));
      if (visit->session)
        return premises_.sessions.end(visit->session->id_hash, [visit, payload = outcome.payload] { visit->respond(document(200, payload)); });
      break;
    case core::SessionChange::Kind::none: break;
  }
  visit->respond(document(200, outcome.payload));
}

void Api::upload(VisitPtr visit) const {
  if (!visit->session) return refuse(*visit, {.status = Status::denied, .code = "sign_in_first"});
  if (!token_is_right(*visit)) return refuse(*visit, {.status = Status::denied, .code = "form_expired"});
  if (const auto slowed = too_many_uploads(premises_, *visit)) return refuse(*visit, *slowed, nullptr);
  premises_.bus.aside([this, visit] {
    const auto& request = visit->request();
    const auto boundary = http::multipart_boundary(request.head.header(http::Known::content_type));
    const auto multipart = boundary ? http::parse_multipart(request.body.text(), *boundary) : http::Multipart{};
    if (!boundary || !multipart.ok() || multipart.parts.size() != 1 || !multipart.parts.front().file_name)
      return refuse(*visit, {.status = Status::invalid, .code = "malformed"});
    const auto& part = multipart.parts.front();
    try {
      auto kept = keep_upload(premises_.blobs, part.name, *part.file_name, part.data);
      if (const auto* wrong = std::get_if<core::FieldError>(&kept)) return refuse(*visit, {.status = Status::invalid, .code = {}, .fields = {*wrong}});
      visit->respond(document(200, std::get<std::string>(kept)));
    } catch (const core::StoreError& error) {
      refuse(*visit, {.status = error.status(), .code = {}, .fields = {}, .detail = error.what()});
    }
  });
}

}  // namespace hemicycle::web::gateway
