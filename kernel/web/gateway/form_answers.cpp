// What becomes of a form that was taken: sent, answered, or back with the person.
#include "kernel/web/gateway/form_filling.hpp"
#include "kernel/web/gateway/rates.hpp"
#include "kernel/web/gateway/uploads.hpp"
#include "kernel/web/http/url.hpp"

namespace hemicycle::web::gateway {
namespace {

using core::Outcome;
using core::Problem;
using core::Status;
using nlohmann::json;

}  // namespace

void FormDesk::send(std::shared_ptr<Filling> filling) const {
  auto& visit = *filling->visit;
  const auto& operation = filling->operation();
  filling->values = core::coerce(operation.input, filling->form, core::Sent::form);
  auto checked = core::check(operation.input, filling->values, premises_.vocabularies, find_in(premises_.blobs));
  if (!checked.ok() || !filling->upload_errors.empty()) {
    auto problem = checked.ok() ? Problem{.status = Status::invalid, .code = {}} : *checked.problem;
    problem.fields.insert(problem.fields.end(), filling->upload_errors.begin(), filling->upload_errors.end());
    return come_back(std::move(filling), problem);
  }
  if (filling->slowed = too_many(premises_, visit, operation, filling->values); filling->slowed)
    return come_back(std::move(filling), {.status = Status::overloaded, .code = "rate_limited"});
  const bool sessions = operation.begins_session || operation.ends_session;
  premises_.bus.send({.type = operation.name,
                      .payload = checked.value.dump(),
                      .actor = visit.actor(),
                      .idempotency_key = sessions ? std::string() : filling->once,
                      .traceparent = visit.traceparent,
                      .correlation = visit.correlation,
                      .checked = true},
                     [this, filling](const Outcome& outcome) { finish(filling, outcome); });
}

void FormDesk::finish(std::shared_ptr<Filling> filling, const Outcome& outcome) const {
  auto& visit = *filling->visit;
  note_attempt(premises_, filling->operation(), filling->values, outcome.ok());
  if (!outcome.ok()) return come_back(filling, outcome.problem);
  switch (outcome.session.kind) {
    case core::SessionChange::Kind::begin:
      return premises_.sessions.begin(outcome.session.actor, visit.session ? visit.session->id_hash : std::string(),
                                      [this, filling, outcome](std::optional<std::string> id) {
                                        if (!id) return come_back(filling, {.status = Status::unavailable, .code = "unavailable"});
                                        shell_.set_cookie(*filling->visit, kSessionCookie, *id, std::nullopt);
                                        shell_.set_cookie(*filling->visit, kVisitorCookie, "-", std::chrono::seconds(0));
                                        take_over(filling, outcome);
                                      });
    case core::SessionChange::Kind::end:
      shell_.set_cookie(visit, kSessionCookie, "-", std::chrono::seconds(0));
      if (!visit.session) return succeed(filling, outcome);
      return premises_.sessions.end(visit.session->id_hash, [this, filling, outcome] { succeed(filling, outcome); });
    case core::SessionChange::Kind::none: break;
  }
  if (keeps_drafts(*filling)) return erase_draft(filling, [this, filling, outcome] { succeed(filling, outcome); });
  succeed(filling, outcome);
}

void FormDesk::succeed(std::shared_ptr<Filling> filling, const Outcome& outcome) const {
  auto& visit = *filling->visit;
  const auto reply = json::parse(outcome.payload, nullptr, false);
  const auto& then = filling->route.page->then;
  // A template of one field alone is a path that the plugin made; inside a longer one, values are path segments.
  const bool whole = then.size() > 2 && then.front() == '{' && then.find('}') == then.size() - 1;
  auto target = contract::fill(then, [&](std::string_view field) {
    auto value = text_of(reply, field);
    if (value.empty()) value = text_of(filling->values, field);
    return whole ? value : http::percent_encode(value);
  });
  if (!filling->return_to.empty()) target = filling->return_to;
  // A page of a plugin that this house does not have, or that the form's own reply named wrongly, leads home.
  if (!is_local_path(target) || !premises_.router.find(target.substr(0, target.find_first_of("?#")))) target = "/";
  shell_.set_cookie(visit, kNoticeCookie, filling->operation().name, kNoticeLife);
  visit.respond(shell_.redirect(target));
}

void FormDesk::come_back(std::shared_ptr<Filling> filling, const Problem& problem) const {
  auto& visit = *filling->visit;
  const bool same_form = problem.status == Status::invalid || problem.status == Status::conflict || problem.code == "rate_limited" ||
                         problem.status == Status::overloaded || problem.status == Status::unavailable || problem.status == Status::deadline;
  if (!same_form) return visit.respond(shell_.problem(visit, problem, filling->route.plugin->name, &filling->operation()));
  filling->errors = problem.fields;
  filling->problem = problem.fields.empty() ? (problem.code.empty() ? std::string(core::name(problem.status)) : problem.code) : std::string();
  // A password is never sent back.
  for (const auto& field : filling->operation().input.list)
    if (field.format == contract::Format::password && filling->values.is_object()) filling->values.erase(field.name);
  const unsigned status = problem.code == "rate_limited"              ? 429
                          : problem.status == Status::invalid         ? 422
                          : problem.status == Status::conflict        ? 409
                          : problem.status == Status::deadline        ? 504
                                                                      : 503;
  draw(std::move(filling), status);
}

}  // namespace hemicycle::web::gateway
