// What happened to the object of a page, from the journal, for who has signed in. Visitors' pages are kept in the cache; this is on none of them.
#include <algorithm>
#include <set>

#include "kernel/core/identity.hpp"
#include "kernel/core/local_time.hpp"
#include "kernel/web/gateway/page_reading.hpp"
#include "kernel/web/render/dates.hpp"

namespace hemicycle::web::gateway {
namespace {

using nlohmann::json;
using render::Data;
using render::put;

constexpr int kMostLines = 200;

bool is_person(const std::string& actor) { return !actor.empty() && actor != core::kSystem && actor != core::kOperator; }

}  // namespace

std::string PageMaker::told(const core::EventRecord& event, const std::string& locale) const {
  const auto dot = event.type.find('.');
  const auto* words = premises_.catalogue.find(event.type.substr(0, dot), "event." + event.type.substr(dot + 1), locale);
  if (words == nullptr) return premises_.catalogue.kernel("history.other", locale);
  const auto payload = json::parse(event.payload, nullptr, false);
  const auto& contracts = premises_.contracts;
  const auto plugin = std::find_if(contracts.begin(), contracts.end(), [&](const auto& one) { return event.type.starts_with(one->name + "."); });
  const auto* declaration = plugin == contracts.end() ? nullptr : (*plugin)->event(event.type.substr(dot + 1));
  return contract::fill(*words, [&](std::string_view field) {
    const auto found = payload.is_object() ? payload.find(field) : payload.end();
    if (!payload.is_object() || found == payload.end() || !found->is_primitive()) return std::string();
    if (!found->is_string()) return found->dump();
    // A day is said as a view says it.
    const auto* declared = declaration == nullptr ? nullptr : declaration->payload.find(field);
    if (declared != nullptr && (declared->format == contract::Format::date || declared->format == contract::Format::date_time))
      return render::date_text(found->get<std::string>(), locale, premises_.catalogue);
    // A value that the plugin has a word for is said in that word, as a view says an enum.
    const auto value = found->get<std::string>();
    const auto* word = premises_.catalogue.find(event.type.substr(0, dot), std::string(field) + "." + value, locale);
    return word == nullptr ? value : *word;
  });
}

void PageMaker::put_history(const Reading& reading, Data& data, core::Asker& asker) const {
  const auto& page = reading.page();
  const auto& visit = *reading.visit;
  if (page.history.empty() || !visit.session) return;
  const auto subject = contract::fill(page.history, [&](std::string_view field) {
    const auto found = reading.parameters.find(std::string(field));
    return found != reading.parameters.end() ? found->second : render::text(data, field);
  });
  const auto me = visit.actor();
  // A subject is written as a scope is: who has the permission for this object alone sees its names, and no others.
  const bool by_name = !page.history_names.empty() && premises_.policy.allowed(page.history_names, me, subject);
  const auto events = premises_.journal.about(asker.db(), subject, kMostLines);
  std::set<std::string> actors;
  for (const auto& event : events)
    if (by_name && is_person(event.actor)) actors.insert(event.actor);
  const auto names = asker.names(actors);
  std::vector<Data> lines;
  for (const auto& event : events) {
    auto line = Data(Data::type::object);
    const auto time = core::utc_text(event.time_ns);
    put(line, "time", time);
    put(line, "time_text", render::date_text(time, visit.locale, premises_.catalogue));
    put(line, "label", told(event, visit.locale));
    const auto found = names.find(event.actor);
    put(line, "name", event.actor == me       ? premises_.catalogue.kernel("history.you", visit.locale)
                      : !is_person(event.actor) ? premises_.catalogue.kernel("history.system", visit.locale)
                      : found != names.end()    ? found->second
                                                : std::string());
    lines.push_back(std::move(line));
  }
  render::put_list(data, "page_history", std::move(lines));
}

}  // namespace hemicycle::web::gateway
