// How a form is shown: what is above it, what it acts on, what fills it, and what there is to choose.
#include "kernel/core/identity.hpp"
#include "kernel/web/gateway/form_filling.hpp"
#include "kernel/web/gateway/page_title.hpp"
#include "kernel/web/render/reply.hpp"

namespace hemicycle::web::gateway {
namespace {

using core::Status;
using nlohmann::json;

using Hidden = std::vector<std::pair<std::string, std::string>>;
using Options = std::map<std::string, std::vector<render::Option>>;

/// Queries whose replies are the choices of fields with `options`.
void collect_options(const contract::Fields& fields, std::vector<std::string>& queries) {
  for (const auto& field : fields.list) {
    if (!field.options.empty()) queries.push_back(field.options);
    if (field.items && !field.items->options.empty()) queries.push_back(field.items->options);
    if (field.items && field.items->fields) collect_options(*field.items->fields, queries);
    if (field.fields) collect_options(*field.fields, queries);
  }
}

Options options_of(const Premises& premises, const contract::Fields& fields, const Parameters& path, core::Asker& asker) {
  Options out;
  std::vector<std::string> queries;
  collect_options(fields, queries);
  for (const auto& query : queries) {
    const auto* operation = premises.operation(query);
    json input = json::object();
    for (const auto& [name, value] : path)
      if (operation != nullptr && operation->input.find(name) != nullptr) input[name] = value;
    const auto outcome = asker.ask(query, input.dump());
    auto& list = out[query];
    if (!outcome.ok()) continue;
    const auto reply = json::parse(outcome.payload);
    for (const auto& option : reply.value("options", json::array())) list.push_back({text_of(option, "id"), text_of(option, "label")});
  }
  return out;
}

/// What the path says, typed as the query takes it: a number in a path is a number to the query, as it is to that of a page.
core::Payload input_of(const contract::Operation& query, const Parameters& path, const core::Vocabularies& vocabularies) {
  core::Form named;
  for (const auto& [name, value] : path)
    if (query.input.find(name) != nullptr) named.emplace(name, value);
  return core::check(query.input, core::coerce(query.input, named, core::Sent::query_string), vocabularies);
}

}  // namespace

void FormDesk::draw(std::shared_ptr<Filling> filling, unsigned status) const {
  const auto& asking = *filling->visit;
  premises_.bus.converse(
      {.type = filling->operation().name, .payload = {}, .actor = asking.actor(), .traceparent = asking.traceparent, .correlation = asking.correlation, .checked = true},
      [this, filling, status](core::Asker& asker) { draw(*filling, status, asker); },
      [this, filling](core::Outcome refused) { filling->visit->respond(shell_.problem(*filling->visit, refused.problem, render::kKernel)); });
}

bool FormDesk::prefill(Filling& filling, core::Asker& asker) const {
  const auto& page = *filling.route.page;
  if (page.prefill.empty()) return true;
  auto& visit = *filling.visit;
  const auto& plugin = *filling.route.plugin;
  const auto* query = plugin.operation(page.prefill);
  const auto input = input_of(*query, filling.parameters, premises_.vocabularies);
  // A path that cannot be what the query takes names nothing.
  if (!input.ok()) return visit.respond(shell_.problem(visit, {.status = Status::not_found, .code = "not_found"}, render::kKernel)), false;
  const auto before = asker.ask(query->name, input.value.dump());
  if (!before.ok()) return visit.respond(shell_.problem(visit, before.problem, plugin.name, query)), false;
  if (filling.values.is_null()) filling.values = json::parse(before.payload);
  return true;
}

std::string FormDesk::about(const Filling& filling, core::Asker& asker) const {
  const auto& plugin = *filling.route.plugin;
  const auto& visit = *filling.visit;
  const auto& name = filling.route.page->about;
  const auto* view = name.empty() ? nullptr : premises_.views.find(plugin.name, name, visit.locale);
  if (view == nullptr) return {};
  const auto* query = plugin.operation(name);
  const auto input = input_of(*query, filling.parameters, premises_.vocabularies);
  const auto outcome = input.ok() ? asker.ask(query->name, input.value.dump()) : core::fail(Status::not_found, "not_found");
  if (!outcome.ok()) return {};  // the command itself will say why not
  const auto data = render::read_reply(outcome.payload, query->output, premises_.reader(plugin.name, view, visit.locale));
  const auto global = shell_.globals(visit);
  return data ? view->render(*data, &global) : std::string();
}

void FormDesk::draw(Filling& filling, unsigned status, core::Asker& asker) const {
  auto& visit = *filling.visit;
  const auto& plugin = *filling.route.plugin;
  const auto& page = *filling.route.page;
  if (!prefill(filling, asker)) return;
  if (filling.fresh) recall(filling, asker);
  Hidden hidden{{std::string(kOnceField), core::new_id(premises_.clock.now_ns())}};
  for (const auto& [name, value] : filling.parameters) hidden.emplace_back(name, value);
  if (!filling.return_to.empty()) hidden.emplace_back(kReturnField, filling.return_to);
  if (!filling.slot_of.empty()) {
    hidden.emplace_back(kSlotField, filling.slot_of);
    for (const auto& field : filling.operation().input.list)
      if (auto value = given_by_slot(field) ? text_of(filling.values, field.name) : std::string(); !value.empty()) hidden.emplace_back(field.name, std::move(value));
  }
  const render::FormRequest request{.plugin = plugin,
                                    .operation = filling.operation(),
                                    .action = std::string(visit.request().head.raw_path()),
                                    .csrf = shell_.csrf(visit),
                                    .hidden = std::move(hidden),
                                    .values = filling.values.is_null() ? nullptr : &filling.values,
                                    .errors = filling.errors,
                                    .problem = filling.problem,
                                    .options = options_of(premises_, filling.operation().input, filling.parameters, asker),
                                    .drafts = keeps_drafts(filling),
                                    .draft_saved = filling.draft_saved};
  const auto kit = premises_.kit(visit.locale);
  auto data = render::form_data(request, kit);
  const auto above = filling.slot_of.empty() ? link_above(premises_, visit, visit.request().head.raw_path(), asker) : link_to(premises_, visit, filling.slot_of, asker);
  render::put(data, "above", above ? above->href : std::string());
  render::put(data, "above_title", above ? above->title : std::string());
  render::put(data, "about_html", about(filling, asker));
  const auto global = shell_.globals(visit);
  const Content content{.title = render::form_title(request, kit), .description = {}, .canonical = {}, .feed = {},
                        .html = premises_.views.render(plugin.name, page.view.empty() ? "form" : page.view, visit.locale, data, &global)};
  auto response = shell_.page(visit, status, content);
  if (status == 503) response.headers.emplace_back("Retry-After", "2");
  if (filling.slowed) tell_limit(response, *filling.slowed);
  visit.respond(std::move(response));
}

}  // namespace hemicycle::web::gateway
