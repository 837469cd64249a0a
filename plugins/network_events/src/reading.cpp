// Pages: the list of events, one event, the next ones.
#include "network_events.hpp"
#include "record.hpp"

namespace network_events {
namespace {

using hemicycle::bind;
using hemicycle::from_ns;
using hemicycle::Query;
using hemicycle::Result;
using hemicycle::Row;
using hemicycle::to_iso;

Line line(const Row& row) {
  return {.event = row.text(0),
          .path = "/evenements/" + row.text(0),
          .title = row.text(1),
          .network = row.optional_text(2),
          .kind = row.text(3),
          .state = row.text(4),
          .date = row.text(5),
          .end_date = row.optional_text(6),
          .place = row.optional_text(7),
          .summary = row.text(8)};
}

/// The events whose last day is `day` or later, the soonest first, after those that end on (`day`, `id`).
template <typename Each>
void to_come(const Query& query, std::string_view day, std::string_view id, std::int64_t count, Each&& each) {
  query.store().rows(
      "SELECT id, title, network, kind, state, date, end_date, place, summary, last_date FROM network_events_event "
      "WHERE (last_date, id) > (:day, :id) ORDER BY last_date, id LIMIT :count",
      {bind("day", day), bind("id", id), bind("count", count)}, each);
}

template <typename Each>
void past(const Query& query, std::string_view day, std::string_view id, std::int64_t count, Each&& each) {
  query.store().rows(
      "SELECT id, title, network, kind, state, date, end_date, place, summary, last_date FROM network_events_event "
      "WHERE (last_date, id) < (:day, :id) ORDER BY last_date DESC, id DESC LIMIT :count",
      {bind("day", day), bind("id", id), bind("count", count)}, each);
}

std::vector<std::string> actions_in(std::string_view state) {
  if (state == "announced") return {"edit", "hold", "cancel"};
  if (state == "held") return {"edit", "make_retrospective"};
  if (state == "retrospective") return {"edit"};
  return {};
}

}  // namespace

Result<ListReply> NetworkEvents::list(const List& request, const Query& query) const {
  // The cursor is "<last day>:<id>" of the last line shown; without one both lists begin at today, which belongs to what is to come.
  auto day = query.today();
  std::string id;
  if (request.after) {
    if (request.after->size() < 12 || (*request.after)[10] != ':' || !hemicycle::parse_iso(request.after->substr(0, 10))) {
      return hemicycle::invalid("after", "bad_cursor");
    }
    day = request.after->substr(0, 10);
    id = request.after->substr(11);
  }
  ListReply reply;
  reply.when = request.when;
  const auto size = settings().page_size;
  std::string last;
  const auto each = [&](const Row& row) {
    if (static_cast<std::int64_t>(reply.events.size()) == size) {
      reply.next = last;
      return;
    }
    last = row.text(9) + ":" + row.text(0);
    reply.events.push_back(line(row));
  };
  if (request.when == "past") past(query, day, id, size + 1, each);
  else to_come(query, day, id, size + 1, each);
  return reply;
}

Result<UpcomingReply> NetworkEvents::upcoming(const Upcoming& request, const Query& query) const {
  UpcomingReply reply;
  to_come(query, query.today(), "", request.count, [&](const Row& row) {
    if (row.view(4) != "cancelled") reply.events.push_back(line(row));
  });
  return reply;
}

Result<ChoicesReply> NetworkEvents::choices(const Choices&, const Query& query) const {
  ChoicesReply reply;
  query.store().rows("SELECT id, title, date FROM network_events_event ORDER BY date DESC, id DESC LIMIT 1000", {},
                     [&](const Row& row) { reply.options.push_back({.id = row.text(0), .label = row.text(1) + " (" + row.text(2) + ")"}); });
  return reply;
}

Result<EventReply> NetworkEvents::event(const Event& request, const Query& query) const {
  auto record = by_id(query.store(), request.event);
  if (!record) return hemicycle::not_found("no_such_event");
  EventReply reply;
  reply.event = record->id;
  reply.actions = actions_in(record->state);
  reply.state = std::move(record->state);
  reply.title = std::move(record->title);
  reply.kind = std::move(record->kind);
  reply.network = std::move(record->network);
  reply.programme = std::move(record->programme);
  reply.role = std::move(record->role);
  reply.date = std::move(record->date);
  reply.end_date = std::move(record->end_date);
  if (record->starts_at) reply.starts = to_iso(from_ns(*record->starts_at));
  if (record->ends_at) reply.ends = to_iso(from_ns(*record->ends_at));
  reply.mode = std::move(record->mode);
  reply.place = std::move(record->place);
  reply.group = std::move(record->group);
  reply.audience = std::move(record->audience);
  reply.summary = std::move(record->summary);
  reply.description = std::move(record->description);
  reply.reason = std::move(record->reason);
  return reply;
}

}  // namespace network_events
