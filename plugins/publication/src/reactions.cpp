// Drafts that begin elsewhere: what a group handed in, the retrospective of an event. One draft for each, however often told.
#include "beginning.hpp"
#include "group_name.hpp"
#include "publication.hpp"

namespace publication {

using hemicycle::Command;
using hemicycle::Result;

Result<void> Publication::on_working_groups_deliverable_submitted(const working_groups::DeliverableSubmitted& event, Command& command) {
  if (made_from(command.store(), "deliverable", event.deliverable)) return {};
  // What is voted, reviewed, answered or numbered becomes an article when it is final, not when a group hands it in.
  const auto rule = command.ask(rules::DeliverableKind{.kind = event.kind});
  if (!rule) return rule.error();
  if (rule->needs_plenary_vote || rule->needs_board || rule->expects_response || rule->numbered) return {};
  const auto deliverable = command.ask(working_groups::Deliverable{.deliverable = event.deliverable});
  if (!deliverable) return deliverable.error();
  auto record = new_record(command);
  record.title = event.title;
  record.summary = event.summary;
  record.type = type_named(command, event.kind);
  record.group = event.group;
  if (deliverable->open) record.group_name = deliverable->group_title;  // the name of a private group stays in it
  record.referral = event.referral;
  record.themes = deliverable->themes;
  record.body = deliverable->text;
  append_recommendations(record.body, settings().recommendations_heading, deliverable->recommendations);
  record.attachments = carried(command, record.id, deliverable->attachments);
  begin(command, record, "deliverable", event.deliverable);
  return {};
}

Result<void> Publication::on_network_events_retrospective_made(const network_events::RetrospectiveMade& event, Command& command) {
  if (made_from(command.store(), "event", event.event)) return {};
  const auto told = command.ask(network_events::Retrospective{.event = event.event});
  if (!told) return told.error();
  const auto name = name_of(told->group, command);
  if (!name) return name.error();
  auto record = new_record(command);
  record.title = told->title;
  record.summary = told->summary;
  record.type = type_named(command, "retrospective");
  record.themes = told->themes;
  record.keywords = told->keywords;
  record.date = told->date;
  record.group = told->group;
  record.group_name = *name;
  record.event = event.event;
  record.body = told->body;
  record.attachments = carried(command, record.id, told->attachments);
  begin(command, record, "event", event.event);
  return {};
}

}  // namespace publication
