#include "kernel/store/journal.hpp"

#include <algorithm>

#include "kernel/store/rows.hpp"

namespace hemicycle::store {

using core::bind;

namespace {

core::EventRecord event_from(const hmc_value* row) {
  return {.seq = integer(row[0]),
          .id = text(row[1]),
          .type = text(row[2]),
          .subject = text(row[4]),
          .actor = text(row[6]),
          .tenant = text(row[7]),
          .correlation = text(row[8]),
          .causation = text(row[9]),
          .traceparent = text(row[10]),
          .payload = text(row[11]),
          .major = static_cast<int>(integer(row[3])),
          .time_ns = integer(row[5])};
}

}  // namespace

std::int64_t SqlJournal::append(core::Connection& db, const core::EventRecord& event, const std::vector<std::string>& consumers) {
  // Inside the one write transaction nobody else can take the same number, and a number is never used twice because events are never
  // deleted.
  const std::int64_t seq = number(db, "SELECT MAX(seq) FROM hmc_event", {}).value_or(0) + 1;
  run(db,
      "INSERT INTO hmc_event (seq, id, type, major, subject, time_ns, actor, tenant, correlation, causation, traceparent, content_type, "
      "payload) "
      "VALUES (:seq, :id, :type, :major, :subject, :time, :actor, :tenant, :correlation, :causation, :traceparent, :content_type, "
      ":payload)",
      {bind("seq", seq), bind("id", event.id), bind("type", event.type), bind("major", event.major), bind("subject", event.subject),
       bind("time", event.time_ns), bind("actor", event.actor), bind("tenant", event.tenant), bind("correlation", event.correlation),
       bind("causation", event.causation), bind("traceparent", event.traceparent), bind("content_type", "application/json"),
       bind("payload", event.payload)});
  for (const std::string& consumer : consumers) {
    run(db,
        "INSERT INTO hmc_delivery (event_seq, consumer, subject, due_ns, attempts) SELECT :seq, :consumer, :subject, "
        "CASE WHEN EXISTS (SELECT 1 FROM hmc_delivery WHERE consumer = :consumer AND subject = :subject) THEN NULL ELSE 0 END, 0",
        {bind("seq", seq), bind("consumer", consumer), bind("subject", event.subject)});
  }
  return seq;
}

std::vector<core::Delivery> SqlJournal::due_deliveries(core::Connection& db, std::int64_t now_ns, int limit) {
  std::vector<core::Delivery> due;
  each(
      db,
      "SELECT e.seq, e.id, e.type, e.major, e.subject, e.time_ns, e.actor, e.tenant, e.correlation, e.causation, e.traceparent, e.payload, "
      "d.id, d.consumer, d.attempts FROM hmc_delivery d JOIN hmc_event e ON e.seq = d.event_seq "
      "WHERE d.due_ns <= :now ORDER BY d.due_ns, d.event_seq LIMIT :limit",
      {bind("now", now_ns), bind("limit", limit)}, [&](const hmc_value* row) {
        due.push_back(
            {.id = integer(row[12]), .consumer = text(row[13]), .event = event_from(row), .attempts = static_cast<int>(integer(row[14]))});
      });
  // The index gives those due first, first; the caller wants the order of the journal.
  std::stable_sort(due.begin(), due.end(), [](const core::Delivery& a, const core::Delivery& b) { return a.event.seq < b.event.seq; });
  return due;
}

bool SqlJournal::take(core::Connection& db, const core::Delivery& delivery, std::int64_t now_ns) {
  const auto taken = run(db, "INSERT INTO hmc_inbox (consumer, event_seq, taken_ns) VALUES (:consumer, :seq, :now) ON CONFLICT DO NOTHING",
                         {bind("consumer", delivery.consumer), bind("seq", delivery.event.seq), bind("now", now_ns)});
  remove(db, delivery);
  return taken == 1;
}

void SqlJournal::remove(core::Connection& db, const core::Delivery& delivery) {
  run(db, "DELETE FROM hmc_delivery WHERE consumer = :consumer AND subject = :subject AND event_seq = :seq",
      {bind("consumer", delivery.consumer), bind("subject", delivery.event.subject), bind("seq", delivery.event.seq)});
  run(db,
      "UPDATE hmc_delivery SET due_ns = 0 WHERE due_ns IS NULL AND consumer = :consumer AND subject = :subject AND event_seq = "
      "(SELECT MIN(event_seq) FROM hmc_delivery WHERE consumer = :consumer AND subject = :subject)",
      {bind("consumer", delivery.consumer), bind("subject", delivery.event.subject)});
}

void SqlJournal::postpone(core::Connection& db, const core::Delivery& delivery, std::int64_t due_ns) {
  run(db,
      "UPDATE hmc_delivery SET due_ns = :due, attempts = attempts + 1 WHERE consumer = :consumer AND subject = :subject AND event_seq = "
      ":seq",
      {bind("due", due_ns), bind("consumer", delivery.consumer), bind("subject", delivery.event.subject), bind("seq", delivery.event.seq)});
}

std::vector<core::EventRecord> SqlJournal::about(core::Connection& db, std::string_view subject, int limit) {
  std::vector<core::EventRecord> found;
  each(db,
       "SELECT seq, id, type, major, subject, time_ns, actor, tenant, correlation, causation, traceparent, payload FROM hmc_event "
       "WHERE subject = :subject ORDER BY seq DESC LIMIT :limit",
       {bind("subject", subject), bind("limit", limit)}, [&](const hmc_value* row) { found.push_back(event_from(row)); });
  std::reverse(found.begin(), found.end());
  return found;
}

std::vector<core::EventRecord> SqlJournal::events(core::Connection& db, std::int64_t after, int limit) {
  std::vector<core::EventRecord> found;
  each(db,
       "SELECT seq, id, type, major, subject, time_ns, actor, tenant, correlation, causation, traceparent, payload FROM hmc_event "
       "WHERE seq > :after ORDER BY seq LIMIT :limit",
       {bind("after", after), bind("limit", limit)}, [&](const hmc_value* row) { found.push_back(event_from(row)); });
  return found;
}

}  // namespace hemicycle::store
