// Announced, then held or cancelled.
#include "groups.hpp"
#include "network_events.hpp"
#include "record.hpp"

#include <chrono>

namespace network_events {
namespace {

using hemicycle::Command;
using hemicycle::Result;
using hemicycle::to_ns;

/// Takes over what the two forms have in common; `invalid` where dates contradict each other.
template <typename Form>
Result<void> fill(Record& record, const Form& form, hemicycle::Time now) {
  auto wrong = hemicycle::invalid();
  if (form.end_date && *form.end_date < form.date) wrong.also("end_date", "ends_before_start");
  const auto starts = form.starts ? hemicycle::parse_iso(*form.starts) : std::nullopt;
  const auto ends = form.ends ? hemicycle::parse_iso(*form.ends) : std::nullopt;
  if (starts && hemicycle::local_date(to_ns(*starts)) != form.date) wrong.also("starts", "not_on_the_date");
  if (ends && (!starts || *ends <= *starts)) wrong.also("ends", "ends_before_start");
  if (form.mode != "remote" && (!form.place || form.place->empty())) wrong.also("place", "place_needed");
  if (!wrong.fields.empty()) return wrong;

  record.title = form.title;
  record.kind = form.kind;
  record.network = form.network;
  record.programme = form.programme;
  record.role = form.role;
  record.date = form.date;
  record.end_date = form.end_date == form.date ? std::nullopt : form.end_date;
  record.starts_at = starts ? std::optional(to_ns(*starts)) : std::nullopt;
  record.ends_at = ends ? std::optional(to_ns(*ends)) : std::nullopt;
  record.mode = form.mode;
  record.place = form.place;
  record.group = form.group;
  record.audience = form.audience;
  record.summary = form.summary;
  record.description = form.description;
  record.updated_at = to_ns(now);
  return {};
}

}  // namespace

Result<AnnounceReply> NetworkEvents::announce(const Announce& request, Command& command) {
  Record record;
  record.id = command.new_id();
  record.created_at = to_ns(command.now());
  if (const auto known = choosable(request.group, record.group, command); !known) return known.error();
  if (const auto filled = fill(record, request, command.now()); !filled) return filled.error();
  insert(command.store(), record);
  command.emit(
      Announced{.event = record.id, .title = record.title, .date = record.date, .network = record.network, .group = record.group});
  return AnnounceReply{.event = record.id};
}

Result<EditReply> NetworkEvents::edit(const Edit& request, Command& command) {
  auto record = by_id(command.store(), request.event);
  if (!record) return hemicycle::not_found("no_such_event");
  if (record->is("cancelled")) return hemicycle::conflict("cancelled");
  if (const auto known = choosable(request.group, record->group, command); !known) return known.error();
  if (const auto filled = fill(*record, request, command.now()); !filled) return filled.error();
  save(command.store(), *record);
  command.emit(Edited{.event = record->id, .title = record->title, .date = record->date, .group = record->group});
  return EditReply{.event = record->id};
}

Result<HoldReply> NetworkEvents::hold(const Hold& request, Command& command) {
  auto record = by_id(command.store(), request.event);
  if (!record) return hemicycle::not_found("no_such_event");
  if (!record->is("announced")) return hemicycle::conflict("not_announced");
  if (command.today() < record->date) return hemicycle::conflict("not_yet");
  record->state = "held";
  if (request.audience) record->audience = request.audience;
  record->updated_at = to_ns(command.now());
  save(command.store(), *record);
  command.emit(Held{.event = record->id, .title = record->title, .date = record->date, .group = record->group});
  return HoldReply{.event = record->id};
}

Result<CancelReply> NetworkEvents::cancel(const Cancel& request, Command& command) {
  auto record = by_id(command.store(), request.event);
  if (!record) return hemicycle::not_found("no_such_event");
  if (!record->is("announced")) return hemicycle::conflict("not_announced");
  record->state = "cancelled";
  record->reason = request.reason;
  record->updated_at = to_ns(command.now());
  save(command.store(), *record);
  command.emit(Cancelled{.event = record->id, .title = record->title, .date = record->date, .group = record->group});
  return CancelReply{.event = record->id};
}

}  // namespace network_events
