#include "kernel/web/gateway/form_desk.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "kernel/core/identity.hpp"
#include "kernel/web/gateway/rates.hpp"
#include "kernel/web/gateway/uploads.hpp"
#include "kernel/web/http/multipart.hpp"
#include "kernel/web/http/url.hpp"

namespace hemicycle::web::gateway {
namespace {

using core::Outcome;
using core::Problem;
using core::Status;
using nlohmann::json;

constexpr std::chrono::seconds kNoticeLife{60};

std::string text_of(const json& object, std::string_view field) {
  const auto found = object.is_object() ? object.find(field) : object.end();
  if (!object.is_object() || found == object.end()) return {};
  return found->is_string() ? found->get<std::string>() : (found->is_primitive() ? found->dump() : std::string());
}

/// Queries whose replies are the choices of fields with `options`.
void collect_options(const contract::Fields& fields, std::vector<std::string>& queries) {
  for (const auto& field : fields.list) {
    if (!field.options.empty()) queries.push_back(field.options);
    if (field.items && !field.items->options.empty()) queries.push_back(field.items->options);
    if (field.items && field.items->fields) collect_options(*field.items->fields, queries);
    if (field.fields) collect_options(*field.fields, queries);
  }
}

}  // namespace

struct FormDesk::Filling {
  VisitPtr visit;
  const PageRoute& route;
  Parameters parameters;
  core::Form form;       ///< what was sent, or what the address fills in
  json values = nullptr; ///< what the fields show
  std::vector<core::FieldError> errors;
  std::string problem;
  std::string once;
  std::string return_to;
  std::vector<core::FieldError> upload_errors;
  std::optional<Slowed> slowed;

  [[nodiscard]] const contract::Operation& operation() const { return *route.operation; }
};

void FormDesk::show(VisitPtr visit, const PageRoute& route, const Parameters& parameters) const {
  visit->cacheable = false;
  auto filling = std::make_shared<Filling>(Filling{visit, route, parameters, {}, nullptr, {}, {}, {}, {}, {}, {}});
  if (!may_fill(*filling)) return;
  for (const auto& [name, value] : visit->query) {
    if (name == kReturnField && is_local_path(value)) filling->return_to = value;
    if (route.operation->input.find(name) != nullptr && !parameters.contains(name)) filling->form.emplace(name, value);
  }
  if (!filling->form.empty()) filling->values = core::coerce(route.operation->input, filling->form, core::Sent::query_string);
  draw(std::move(filling), 200);
}

bool FormDesk::may_fill(const Filling& filling) const {
  auto& visit = *filling.visit;
  const auto scope = contract::fill(filling.operation().scope, [&](std::string_view field) {
    const auto in_path = filling.parameters.find(std::string(field));
    if (in_path != filling.parameters.end()) return in_path->second;
    const auto sent = filling.form.find(std::string(field));
    return sent == filling.form.end() ? std::string() : sent->second;
  });
  if (shell_.may(visit, filling.operation(), scope)) return true;
  visit.respond(shell_.problem(visit, {.status = Status::denied, .code = visit.session ? "denied" : "sign_in_first"}, filling.route.plugin->name));
  return false;
}

void FormDesk::draw(std::shared_ptr<Filling> filling, unsigned status) const {
  const auto& asking = *filling->visit;
  premises_.bus.converse(
      {.type = filling->operation().name, .payload = {}, .actor = asking.actor(), .traceparent = asking.traceparent, .correlation = asking.correlation, .checked = true},
      [this, filling, status](core::Asker& asker) {
        auto& visit = *filling->visit;
        const auto& plugin = *filling->route.plugin;
        const auto& page = *filling->route.page;
        json path = json::object();
        for (const auto& [name, value] : filling->parameters) path[name] = value;
        if (!page.prefill.empty()) {
          const auto* query = plugin.operation(page.prefill);
          json input = json::object();
          for (const auto& [name, value] : filling->parameters)
            if (query->input.find(name) != nullptr) input[name] = value;
          const auto before = asker.ask(query->name, input.dump());
          if (!before.ok()) return visit.respond(shell_.problem(visit, before.problem, plugin.name, query));
          if (filling->values.is_null()) filling->values = json::parse(before.payload);
        }
        std::map<std::string, std::vector<render::Option>> options;
        std::vector<std::string> queries;
        collect_options(filling->operation().input, queries);
        for (const auto& query : queries) {
          const auto* operation = premises_.operation(query);
          json input = json::object();
          for (const auto& [name, value] : path.items())
            if (operation != nullptr && operation->input.find(name) != nullptr) input[name] = value;
          const auto outcome = asker.ask(query, input.dump());
          auto& list = options[query];
          if (!outcome.ok()) continue;
          const auto reply = json::parse(outcome.payload);
          for (const auto& option : reply.value("options", json::array())) list.push_back({text_of(option, "id"), text_of(option, "label")});
        }
        std::vector<std::pair<std::string, std::string>> hidden{{std::string(kOnceField), core::new_id(premises_.clock.now_ns())}};
        for (const auto& [name, value] : filling->parameters) hidden.emplace_back(name, value);
        if (!filling->return_to.empty()) hidden.emplace_back(kReturnField, filling->return_to);
        const render::FormRequest request{.plugin = plugin,
                                          .operation = filling->operation(),
                                          .action = std::string(visit.request().head.raw_path()),
                                          .csrf = shell_.csrf(visit),
                                          .hidden = std::move(hidden),
                                          .values = filling->values.is_null() ? nullptr : &filling->values,
                                          .errors = filling->errors,
                                          .problem = filling->problem,
                                          .options = std::move(options)};
        const auto kit = premises_.kit(visit.locale);
        const auto data = render::form_data(request, kit);
        const auto global = shell_.globals(visit);
        const Content content{.title = render::form_title(request, kit), .description = {}, .canonical = {}, .feed = {},
                              .html = premises_.views.render(plugin.name, page.view.empty() ? "form" : page.view, visit.locale, data, &global)};
        auto response = shell_.page(visit, status, content);
        if (status == 503) response.headers.emplace_back("Retry-After", "2");
        if (filling->slowed) tell_limit(response, *filling->slowed);
        visit.respond(std::move(response));
      },
      [this, filling](core::Outcome refused) { filling->visit->respond(shell_.problem(*filling->visit, refused.problem, render::kKernel)); });
}

void FormDesk::take(VisitPtr visit, const PageRoute& route, const Parameters& parameters) const {
  visit->cacheable = false;
  auto filling = std::make_shared<Filling>(Filling{visit, route, parameters, {}, nullptr, {}, {}, {}, {}, {}, {}});
  const auto type = visit->request().head.header(http::Known::content_type);
  if (http::multipart_boundary(type)) {
    // Files are written and synced: not on an I/O thread.
    premises_.bus.aside([this, filling] { read_body(filling); });
  } else {
    read_body(std::move(filling));
  }
}

void FormDesk::read_body(std::shared_ptr<Filling> filling) const {
  auto& visit = *filling->visit;
  const auto& request = visit.request();
  const auto type = request.head.header(http::Known::content_type);
  const auto malformed = [&](const char* code) {
    visit.respond(shell_.problem(visit, {.status = Status::invalid, .code = code}, render::kKernel));
  };
  struct File {
    std::string field, name;
    std::string_view bytes;
  };
  std::vector<File> files;
  http::Multipart multipart;
  if (const auto boundary = http::multipart_boundary(type)) {
    multipart = http::parse_multipart(request.body.text(), *boundary);
    if (!multipart.ok()) return malformed("malformed");
    for (auto& part : multipart.parts) {
      if (!part.file_name)
        filling->form.emplace(part.name, std::string(part.data));
      else if (!part.data.empty())
        files.push_back({part.name, *part.file_name, part.data});
    }
  } else if (type.starts_with("application/x-www-form-urlencoded")) {
    auto fields = http::parse_urlencoded(request.body.text());
    if (!fields) return malformed("malformed");
    for (auto& [name, value] : *fields) filling->form.emplace(std::move(name), std::move(value));
  } else {
    return malformed("malformed");
  }

  const auto take_out = [&](std::string_view name) {
    const auto found = filling->form.find(std::string(name));
    if (found == filling->form.end()) return std::string();
    auto value = std::move(found->second);
    filling->form.erase(found->first);
    return value;
  };
  const auto token = take_out(render::kCsrfField);
  const auto expected = visit.session ? visit.session->csrf : (visit.visitor.empty() ? std::string() : premises_.form_tokens.of(visit.visitor));
  if (expected.empty() || !same_secret(token, expected))
    return visit.respond(shell_.problem(visit, {.status = Status::denied, .code = "form_expired"}, render::kKernel));
  filling->once = take_out(kOnceField);
  if (auto back = take_out(kReturnField); is_local_path(back)) filling->return_to = std::move(back);
  for (const auto& [name, value] : filling->parameters) {
    filling->form.erase(name);
    filling->form.emplace(name, value);  // the address says which object, not the body
  }
  // Before a file is kept and before a word about the fields: both are for those who may send the form at all.
  if (!may_fill(*filling)) return;
  if (!files.empty()) {
    if (const auto slowed = too_many_uploads(premises_, visit)) {
      auto response = shell_.problem(visit, {.status = Status::overloaded, .code = "rate_limited"}, render::kKernel);
      tell_limit(response, *slowed);
      return visit.respond(std::move(response));
    }
    for (const auto& file : files) {
      auto kept = keep_upload(premises_.blobs, file.field, file.name, file.bytes);
      if (auto* wrong = std::get_if<core::FieldError>(&kept))
        filling->upload_errors.push_back(*wrong);
      else
        filling->form.emplace(file.field, std::get<std::string>(kept));
    }
  }
  send(std::move(filling));
}

void FormDesk::send(std::shared_ptr<Filling> filling) const {
  auto& visit = *filling->visit;
  const auto& operation = filling->operation();
  filling->values = core::coerce(operation.input, filling->form, core::Sent::form);
  auto checked = core::check(operation.input, filling->values, premises_.vocabularies);
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
                                        succeed(filling, outcome);
                                      });
    case core::SessionChange::Kind::end:
      shell_.set_cookie(visit, kSessionCookie, "-", std::chrono::seconds(0));
      if (!visit.session) return succeed(filling, outcome);
      return premises_.sessions.end(visit.session->id_hash, [this, filling, outcome] { succeed(filling, outcome); });
    case core::SessionChange::Kind::none: break;
  }
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
