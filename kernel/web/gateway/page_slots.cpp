// What other plugins put into the slots of a page.
#include <algorithm>

#include "kernel/core/identity.hpp"
#include "kernel/web/gateway/page_reading.hpp"

namespace hemicycle::web::gateway {
namespace {

using core::Status;
using nlohmann::json;
using render::Data;
using render::put;

/// The fields of a reply that a page passes to its slots. Texts and numbers are read back from what was made for the view; for other
/// types, which no page of ours passes, the reply is parsed once more.
json passed_fields(const std::vector<std::string>& names, const contract::Fields& output, const Data& data, std::string_view payload) {
  json out = json::object(), parsed;
  for (const auto& name : names) {
    const auto* field = output.find(name);
    if (field == nullptr) continue;
    const bool number = field->type == contract::Type::integer || field->type == contract::Type::number;
    if (number || field->type == contract::Type::string) {
      auto text = render::text(data, name);
      if (!text.empty()) out[name] = number ? json::parse(text) : json(std::move(text));
      continue;
    }
    if (parsed.is_null()) parsed = json::parse(payload);
    if (parsed.contains(name)) out[name] = parsed[name];
  }
  return out;
}

}  // namespace

PageMaker::Plan PageMaker::plan(const PageRoute& route) const {
  Plan out;
  const auto depend = [&](const contract::Operation& query) {
    for (const auto& event : query.depends) out.depends.push_back(&premises_.bus.generation(event));
  };
  depend(*route.operation);
  for (const auto& [name, fields] : route.page->slots) {
    const auto wanted = route.plugin->name + "." + route.page->view + "." + name;
    Slot slot{.field = "slot_" + name + "_html", .passed = &fields, .guests = {}};
    for (const auto& plugin : premises_.contracts)
      for (const auto& filler : plugin->slots) {
        const auto* query = filler.slot == wanted ? plugin->operation(filler.query) : nullptr;
        if (query == nullptr) continue;
        depend(*query);
        const bool form = !filler.form.empty();
        slot.guests.push_back({plugin.get(), &filler, query, form ? plugin->operation(filler.form) : nullptr, form ? premises_.router.form(plugin->name, filler.form) : nullptr});
      }
    std::stable_sort(slot.guests.begin(), slot.guests.end(), [](const Guest& a, const Guest& b) { return a.filler->order < b.filler->order; });
    out.slots.push_back(std::move(slot));
  }
  return out;
}

void PageMaker::put_slots(Reading& reading, Data& data, core::Asker& asker) const {
  for (const auto& slot : reading.plan.slots) {
    const auto passed = passed_fields(*slot.passed, reading.route.operation->output, data, reading.payload);
    std::string html;
    for (const auto& guest : slot.guests) html += fill_slot(reading, guest, passed, asker);
    // A view that shows nothing still leaves its line ends; `{{^slot_tasks_html}}` is to mean that no guest had a word.
    if (html.find_first_not_of(" \n") == std::string::npos) html.clear();
    put(data, slot.field, std::move(html));
  }
}

std::string PageMaker::fill_slot(Reading& reading, const Guest& guest, const json& passed, core::Asker& asker) const {
  // Whatever is wrong with a guest, the page of the host stands: the slot is empty and the log says why.
  auto& visit = *reading.visit;
  const auto* view = premises_.views.find(guest.plugin->name, guest.filler->view, visit.locale);
  if (view == nullptr) return {};
  json input = json::object();
  for (const auto& [name, value] : passed.items())
    if (guest.query->input.find(name) != nullptr) input[name] = value;
  const auto outcome = asker.ask(guest.query->name, input.dump());
  if (!outcome.ok()) {
    if (outcome.status != Status::denied && outcome.status != Status::not_found)
      premises_.log(3, "slot " + guest.filler->slot + " is empty: " + guest.query->name + " answered " + std::string(core::name(outcome.status)) + " " + outcome.problem.detail);
    return {};
  }
  auto data = render::read_reply(outcome.payload, guest.query->output, premises_.reader(guest.plugin->name, view, reading.visit->locale));
  if (!data) return {};
  put(*data, "slot_form_html", slot_form(reading, guest, passed, *data));
  const auto global = shell_.globals(visit);
  return view->render(*data, &global);
}

std::string PageMaker::slot_form(Reading& reading, const Guest& guest, const json& passed, const Data& data) const {
  auto& visit = *reading.visit;
  if (guest.form == nullptr || guest.command == nullptr || !visit.session || !shell_.may(visit, *guest.command, {})) return {};
  std::vector<std::pair<std::string, std::string>> hidden{{std::string(kOnceField), core::new_id(premises_.clock.now_ns())},
                                                          {std::string(kSlotField), std::string(visit.request().head.raw_path())}};
  for (const auto& field : guest.command->input.list) {
    if (!given_by_slot(field)) continue;
    auto value = render::text(data, field.name);
    if (const auto found = passed.find(field.name); value.empty() && found != passed.end() && found->is_string()) value = found->get<std::string>();
    if (!value.empty()) hidden.emplace_back(field.name, std::move(value));
  }
  return render::slot_form_html({.plugin = *guest.plugin, .operation = *guest.command, .action = guest.form->page->path, .csrf = shell_.csrf(visit), .hidden = std::move(hidden)},
                                premises_.kit(visit.locale));
}

}  // namespace hemicycle::web::gateway
