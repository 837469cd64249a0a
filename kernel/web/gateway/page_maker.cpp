#include "kernel/web/gateway/page_maker.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "kernel/core/door.hpp"
#include "kernel/core/identity.hpp"
#include "kernel/web/gateway/page_reading.hpp"
#include "kernel/web/gateway/page_title.hpp"
#include "kernel/web/http/url.hpp"
#include "kernel/web/render/reply.hpp"

namespace hemicycle::web::gateway {
namespace {

using core::Problem;
using core::Status;
using render::Data;
using render::put;

/// Only what the query declares: an address with a tracker's parameters is the same page.
core::Form known_fields(const contract::Operation& operation, const Visit& visit, const Parameters& parameters) {
  core::Form form;
  for (const auto& [name, value] : visit.query)
    if (operation.input.find(name.substr(0, name.find('.'))) != nullptr && !parameters.contains(name)) form.emplace(name, value);  // rows of a list are dotted
  for (const auto& [name, value] : parameters) form.emplace(name, value);
  return form;
}

std::string head_of(const std::string& path) { return path.substr(0, path.find('.')); }

/// Whether whoever reads the page can mend what is wrong there.
bool all_filters(const contract::Page& page, const std::vector<core::FieldError>& errors) {
  return page.kind == contract::PageKind::view && !errors.empty() && std::all_of(errors.begin(), errors.end(), [&](const core::FieldError& error) {
    return std::find(page.filters.begin(), page.filters.end(), head_of(error.field)) != page.filters.end();
  });
}

core::Form without(core::Form form, const std::vector<core::FieldError>& errors) {
  for (const auto& error : errors) std::erase_if(form, [&](const auto& each) { return head_of(each.first) == head_of(error.field); });
  return form;
}

}  // namespace

PageMaker::PageMaker(const Premises& premises, const Shell& shell)
    : premises_(premises), shell_(shell), room_(core::fingerprint(std::to_string(core::random_bits())).substr(0, 8)) {
  for (const auto& route : premises_.router.pages())
    if (route.operation != nullptr && !route.operation->command) plans_.emplace(&route, plan(route));
}

void PageMaker::show(VisitPtr visit, const PageRoute& route, const Parameters& parameters) const {
  if (route.operation == nullptr) {  // a page of words alone
    const auto global = shell_.globals(*visit);
    auto data = Data(Data::type::object);
    const Content content{.title = page_title(premises_, route, visit->locale, data),
                          .description = {}, .canonical = route.page->path, .feed = {},
                          .html = premises_.views.render(route.plugin->name, route.page->view, visit->locale, data, &global)};
    return visit->respond(shell_.page(*visit, 200, content));
  }
  const auto& operation = *route.operation;
  const auto reading = begin(visit, route, parameters);
  if (!reading) return;
  depart(reading);
  premises_.bus.converse({.type = operation.name, .payload = {}, .actor = visit->actor(), .traceparent = visit->traceparent,
                          .correlation = visit->correlation, .checked = true},
                         [this, reading](core::Asker& asker) {
                           try {
                             switch (reading->page().kind) {
                               case contract::PageKind::atom:
                               case contract::PageKind::icalendar: show_feed(*reading, asker); break;
                               case contract::PageKind::file: show_file(*reading, asker); break;
                               case contract::PageKind::csv: show_csv(*reading, asker); break;
                               case contract::PageKind::pdf: show_pdf(*reading, asker); break;
                               default: show_view(*reading, asker);
                             }
                           } catch (const std::exception& error) {
                             reading->visit->respond(shell_.problem(*reading->visit, {.status = Status::internal, .code = {}, .fields = {}, .detail = error.what()}, render::kKernel));
                           }
                           land(*reading);
                         },
                         [this, reading](core::Outcome refused) {
                           reading->visit->respond(shell_.problem(*reading->visit, refused.problem, render::kKernel));
                           land(*reading);
                         });
}

std::shared_ptr<PageMaker::Reading> PageMaker::begin(const VisitPtr& visit, const PageRoute& route, const Parameters& parameters) const {
  const auto& operation = *route.operation;
  auto asked = known_fields(operation, *visit, parameters);
  auto checked = core::check(operation.input, core::coerce(operation.input, asked, core::Sent::query_string), premises_.vocabularies);
  std::vector<core::FieldError> wrong;
  if (!checked.ok() && all_filters(*route.page, checked.problem->fields)) {
    wrong = std::move(checked.problem->fields);
    visit->cacheable = false;
    checked = core::check(operation.input, core::coerce(operation.input, without(asked, wrong), core::Sent::query_string), premises_.vocabularies);
  }
  if (!checked.ok()) {
    // A path that cannot be an identifier names nothing.
    const bool path_is_wrong = std::any_of(checked.problem->fields.begin(), checked.problem->fields.end(),
                                           [&](const core::FieldError& e) { return parameters.contains(e.field); });
    visit->respond(path_is_wrong ? shell_.problem(*visit, {.status = Status::not_found, .code = "not_found"}, render::kKernel)
                                        : shell_.problem(*visit, *checked.problem, route.plugin->name, &operation));
    return nullptr;
  }
  // Generations are read before the snapshot is taken: a change in between makes the page stale, never falsely fresh.
  auto reading = std::make_shared<Reading>(Reading{visit, route, parameters, std::move(checked.value), plans_.at(&route), {}});
  if (!wrong.empty()) reading->asked = std::move(asked);
  reading->wrong = std::move(wrong);
  for (const auto* generation : reading->plan.depends) reading->depends.push_back({generation, generation->load()});
  return reading;
}

void PageMaker::answer(Reading& reading, unsigned status, const Content& content) const {
  auto& visit = *reading.visit;
  if (!visit.cacheable || !premises_.settings.page_cache || status != 200) return visit.respond(shell_.page(visit, status, content));
  const auto& head = visit.request().head;
  reading.made = premises_.cache.insert({head.target(), visit.locale},
                                            {.status = status,
                                             .headers = {{"Content-Type", "text/html; charset=utf-8"}, {"Cache-Control", "no-cache"},
                                                         {"Content-Language", visit.locale}, {"Vary", reading.page().live ? "Accept, Accept-Language, Cookie" : "Accept-Language, Cookie"}},
                                             .body = shell_.frame(visit, content),
                                             .depends = reading.depends},
                                            premises_.clock.steady());
  visit.exchange.respond(reading.made->choose(head.header(http::Known::accept_encoding), head.header(http::Known::if_none_match),
                                       head.method() == http::Method::head));
}

void PageMaker::show_view(Reading& reading, core::Asker& asker) const {
  auto& visit = *reading.visit;
  const auto& plugin = reading.plugin();
  const auto& page = reading.page();
  auto outcome = asker.ask(reading.route.operation->name, reading.input.dump());
  if (!outcome.ok()) return visit.respond(shell_.problem(visit, outcome.problem, plugin.name, reading.route.operation));
  const auto* view = premises_.views.find(plugin.name, page.view, visit.locale);
  auto data = render::read_reply(outcome.payload, reading.route.operation->output, premises_.reader(plugin.name, view, reading.visit->locale));
  if (!data || view == nullptr) throw std::runtime_error(reading.route.operation->name + " replied what is no JSON object");
  reading.payload = std::move(outcome.payload);
  put_actions(reading, *data);
  put_filters(reading, *data, asker);
  put_pagination(reading, *data);
  put_history(reading, *data, asker);
  put_drafts(reading, *data, *view, asker);
  put_slots(reading, *data, asker);
  const auto global = shell_.globals(visit);
  const bool gone = !page.gone.empty() && render::is_true(*data, page.gone);
  const Content content{.title = page_title(premises_, reading.route, visit.locale, *data),
                        .description = contract::fill(page.description, [&](std::string_view field) { return render::text(*data, field); }),
                        .canonical = canonical(reading),
                        .feed = feed(reading),
                        .html = view->render(*data, &global),
                        .live = page.live ? live_version(room_, reading.generations()) : std::string()};
  answer(reading, gone ? 410 : reading.wrong.empty() ? 200 : 422, content);
}

void PageMaker::put_actions(const Reading& reading, Data& data) const {
  std::vector<Data> actions;
  const auto& plugin = reading.plugin();
  const auto* named = render::get(data, "actions");
  const bool names_actions = named != nullptr && named->is_list();
  const auto offered = render::strings(data, "actions");
  for (const auto& verb : reading.page().actions) {
    const auto* form = premises_.router.form(plugin.name, verb);
    if (form == nullptr) continue;
    if (names_actions && std::find(offered.begin(), offered.end(), verb) == offered.end()) continue;
    const auto value = [&](std::string_view field) {
      const auto found = reading.parameters.find(std::string(field));
      return found != reading.parameters.end() ? found->second : render::text(data, field);
    };
    if (!shell_.may(*reading.visit, *form->operation, contract::fill(form->operation->scope, value))) continue;
    auto action = Data(Data::type::object);
    put(action, "label", premises_.catalogue.text(plugin.name, "form." + verb + ".title", reading.visit->locale));
    put(action, "href", contract::fill(form->page->path, [&](std::string_view field) { return http::percent_encode(value(field)); }));
    actions.push_back(std::move(action));
  }
  render::put_list(data, "page_actions", std::move(actions));
}

void PageMaker::put_filters(const Reading& reading, Data& data, core::Asker&) const {
  const auto& page = reading.page();
  if (page.filters.empty()) return;
  const auto& operation = *reading.route.operation;
  const auto values = reading.wrong.empty() ? reading.input : core::coerce(operation.input, reading.asked, core::Sent::query_string);
  put(data, "page_filters",
      render::filters_data(reading.plugin(), operation, page.filters, reading.visit->request().path, values, reading.wrong, premises_.kit(reading.visit->locale)));
}

void PageMaker::put_pagination(const Reading& reading, Data& data) const {
  const auto next = render::text(data, "next");
  const bool later = reading.visit->query_value("after") != nullptr;
  if (next.empty() && !later) return;
  http::FormFields kept;
  for (const auto& [name, value] : reading.visit->query)
    if (name != "after" && !value.empty() && reading.input.contains(name)) kept.emplace_back(name, value);
  const auto address = [&](http::FormFields fields) {
    const auto& path = reading.visit->request().path;
    return fields.empty() ? path : path + "?" + http::write_urlencoded(fields);
  };
  auto following = kept;
  following.emplace_back("after", next);
  put(data, "page_links", render::pagination_data(later ? address(kept) : std::string(), next.empty() ? std::string() : address(following)));
}

}  // namespace hemicycle::web::gateway
