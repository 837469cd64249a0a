// Network events.
#include "chain.hpp"
#include "site.hpp"

namespace site {
namespace {

using hemicycle::Command;
using hemicycle::Result;

template <typename Event>
void tell_event(Command& command, const Event& event, std::string_view kind, const std::string& date) {
  Extending chain(command);
  const auto of = object("event", event.event);
  chain.link(of, {{"group", event.group}});
  chain.tell(of, {.kind = std::string(kind), .about = event.event, .label = event.title, .path = "/evenements/" + event.event, .date = date});
  chain.announce(of);
}

std::string today(const Command& command) { return hemicycle::local_date(command.message().time_ns); }

}  // namespace

Result<void> Site::on_network_events_announced(const network_events::Announced& event, Command& command) {
  tell_event(command, event, "event_announced", today(command));
  return {};
}

Result<void> Site::on_network_events_edited(const network_events::Edited& event, Command& command) {
  Extending chain(command);
  const auto of = object("event", event.event);
  chain.link(of, {{"group", event.group}});
  const auto path = "/evenements/" + event.event;
  // An entry that is there takes the new title; the day of the announcement stays, that of the event follows it.
  if (!chain.label_of("event_held", event.event).empty()) {
    chain.tell(of, {.kind = "event_held", .about = event.event, .label = event.title, .path = path, .date = event.date});
  }
  chain.rename("event_announced", event.event, event.title);
  chain.announce(of);
  return {};
}

Result<void> Site::on_network_events_held(const network_events::Held& event, Command& command) {
  tell_event(command, event, "event_held", event.date);
  return {};
}

Result<void> Site::on_network_events_cancelled(const network_events::Cancelled& event, Command& command) {
  tell_event(command, event, "event_cancelled", today(command));
  return {};
}

Result<void> Site::on_network_events_retrospective_made(const network_events::RetrospectiveMade& event, Command& command) {
  // The event's own name: the title of the retrospective is that of a draft until the article is published.
  Extending chain(command);
  const auto of = object("event", event.event);
  chain.link(of, {{"group", event.group}});
  chain.tell(of, {.kind = "retrospective_made",
                  .about = event.event,
                  .label = chain.label_of("event_held", event.event),
                  .path = "/evenements/" + event.event,
                  .date = chain.day()});
  chain.announce(of);
  return {};
}

}  // namespace site
