#include "kernel/web/gateway/form_desk.hpp"

#include "kernel/core/identity.hpp"
#include "kernel/web/gateway/form_filling.hpp"
#include "kernel/web/gateway/uploads.hpp"
#include "kernel/web/http/multipart.hpp"
#include "kernel/web/http/url.hpp"

namespace hemicycle::web::gateway {
namespace {

using core::Problem;
using core::Status;
using nlohmann::json;

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

void FormDesk::show(VisitPtr visit, const PageRoute& route, const Parameters& parameters) const {
  visit->cacheable = false;
  auto filling = std::make_shared<Filling>(visit, route, parameters);
  if (!may_fill(*filling)) return;
  for (const auto& [name, value] : visit->query) {
    if (name == kReturnField && is_local_path(value)) filling->return_to = value;
    if (route.operation->input.find(name) != nullptr && !parameters.contains(name)) filling->form.emplace(name, value);
  }
  if (!filling->form.empty()) filling->values = core::coerce(route.operation->input, filling->form, core::Sent::query_string);
  filling->fresh = true;
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
          core::Form named;
          for (const auto& [name, value] : filling->parameters)
            if (query->input.find(name) != nullptr) named.emplace(name, value);
          // A number in a path is a number to the query, as it is to the query of a page; a path that cannot be one names nothing.
          const auto typed = core::check(query->input, core::coerce(query->input, named, core::Sent::query_string), premises_.vocabularies);
          if (!typed.ok()) return visit.respond(shell_.problem(visit, {.status = Status::not_found, .code = "not_found"}, render::kKernel));
          const auto before = asker.ask(query->name, typed.value.dump());
          if (!before.ok()) return visit.respond(shell_.problem(visit, before.problem, plugin.name, query));
          if (filling->values.is_null()) filling->values = json::parse(before.payload);
        }
        if (filling->fresh) recall(*filling, asker);
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
                                          .options = std::move(options),
                                          .drafts = keeps_drafts(*filling),
                                          .draft_saved = filling->draft_saved};
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
  auto filling = std::make_shared<Filling>(visit, route, parameters);
  const auto type = visit->request().head.header(http::Known::content_type);
  if (http::multipart_boundary(type)) {
    // Files are written and synced: not on an I/O thread.
    premises_.bus.aside([this, filling] { read_body(filling); });
  } else {
    read_body(std::move(filling));
  }
}

bool FormDesk::takes_table(Filling& filling, std::string_view sent_as, std::string_view bytes) {
  constexpr std::string_view kBeside = ".file";  // the control beside the text area
  const auto name = std::string(sent_as.substr(0, sent_as.size() - (sent_as.ends_with(kBeside) ? kBeside.size() : 0)));
  const auto* field = filling.operation().input.find(name);
  if (field == nullptr || field->format != contract::Format::csv) return false;
  auto text = table_text(bytes);
  if (!text) filling.upload_errors.push_back({name, "not_a_table"});
  filling.form.erase(name);  // the file, and not what stands in the text area
  filling.form.emplace(name, std::move(text).value_or(""));
  return true;
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

  const auto take_out = [&](std::string_view name) { return filling->take_out(name); };
  const auto token = take_out(render::kCsrfField);
  if (visit.session_ended && !visit.session && keep_for_later(filling)) return;
  const auto expected = visit.session ? visit.session->csrf : (visit.visitor.empty() ? std::string() : premises_.form_tokens.of(visit.visitor));
  if (expected.empty() || !same_secret(token, expected))
    return visit.respond(shell_.problem(visit, {.status = Status::denied, .code = "form_expired"}, render::kKernel));
  filling->once = take_out(kOnceField);
  const auto draft = take_out(kDraftField);
  if (auto back = take_out(kReturnField); is_local_path(back)) filling->return_to = std::move(back);
  for (const auto& [name, value] : filling->parameters) {
    filling->form.erase(name);
    filling->form.emplace(name, value);  // the address says which object, not the body
  }
  // Before a file is kept and before a word about the fields: both are for those who may send the form at all.
  if (!may_fill(*filling)) return;
  if (!draft.empty() && keeps_drafts(*filling)) return draft == kDiscard ? discard(std::move(filling)) : save(std::move(filling));
  if (!files.empty()) {
    if (const auto slowed = too_many_uploads(premises_, visit)) {
      auto response = shell_.problem(visit, {.status = Status::overloaded, .code = "rate_limited"}, render::kKernel);
      tell_limit(response, *slowed);
      return visit.respond(std::move(response));
    }
    for (const auto& file : files) {
      if (takes_table(*filling, file.field, file.bytes)) continue;
      auto kept = keep_upload(premises_.blobs, file.field, file.name, file.bytes);
      if (auto* wrong = std::get_if<core::FieldError>(&kept))
        filling->upload_errors.push_back(*wrong);
      else
        filling->form.emplace(file.field, std::get<std::string>(kept));
    }
  }
  send(std::move(filling));
}

}  // namespace hemicycle::web::gateway
