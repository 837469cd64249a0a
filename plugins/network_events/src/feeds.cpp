// For programs: iCalendar and Atom.
#include "network_events.hpp"
#include "record.hpp"

#include <algorithm>

namespace network_events {

using hemicycle::bind;
using hemicycle::from_ns;
using hemicycle::Query;
using hemicycle::Result;
using hemicycle::Row;
using hemicycle::to_iso;

namespace {
constexpr std::int64_t kFeedEntries = 30;
constexpr std::int64_t kSecond = 1'000'000'000;
}

Result<CalendarReply> NetworkEvents::calendar(const Calendar& request, const Query& query) const {
  const auto record = by_id(query.store(), request.event);
  if (!record) return hemicycle::not_found("no_such_event");
  CalendarEntry entry;
  entry.uid = record->id;
  entry.all_day = !record->starts_at;
  entry.start = record->starts_at ? to_iso(from_ns(*record->starts_at)) : record->date;
  if (record->ends_at) entry.end = to_iso(from_ns(*record->ends_at));
  else if (entry.all_day) entry.end = record->end_date;
  entry.title = record->title;
  entry.summary = record->summary;
  entry.place = record->place.value_or(std::string());
  entry.path = "/evenements/" + record->id;
  entry.updated = to_iso(from_ns(record->updated_at));
  // Whatever grows with the changes will do for a sequence (RFC 5545, 3.8.7.4); in seconds it stays in 32 bits.
  entry.cancelled = record->is("cancelled");
  entry.sequence = (record->updated_at - record->created_at) / kSecond + (entry.cancelled ? 1 : 0);
  CalendarReply reply;
  reply.events.push_back(std::move(entry));
  return reply;
}

Result<FeedReply> NetworkEvents::feed(const Feed&, const Query& query) const {
  FeedReply reply;
  reply.title = settings().feed_title;
  std::int64_t updated = 0;
  query.store().rows("SELECT id, title, summary, updated_at FROM network_events_event ORDER BY updated_at DESC, id DESC LIMIT :count",
                     {bind("count", kFeedEntries)}, [&](const Row& row) {
                       updated = std::max(updated, row.integer(3));
                       reply.entries.push_back({.id = row.text(0),
                                                .title = row.text(1),
                                                .path = "/evenements/" + row.text(0),
                                                .updated = to_iso(from_ns(row.integer(3))),
                                                .summary = row.text(2)});
                     });
  reply.updated = to_iso(from_ns(updated));
  return reply;
}

}  // namespace network_events
