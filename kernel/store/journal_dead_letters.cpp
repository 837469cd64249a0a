// Dead letters: what failed too often waits here for somebody to look at it, and no longer blocks what came after.
#include "kernel/store/journal.hpp"
#include "kernel/store/rows.hpp"

namespace hemicycle::store {

using core::bind;

namespace {

constexpr std::string_view kBury =
    "INSERT INTO hmc_dead_letter (kind, consumer, type, subject, payload, problem, time_ns, attempts, event_seq, job_key, correlation, "
    "causation, "
    "traceparent) VALUES (:kind, :consumer, :type, :subject, :payload, :problem, :now, :attempts, :seq, :key, :correlation, :causation, "
    ":traceparent)";

void put_back_event(core::Connection& db, std::string_view consumer, std::string_view subject, std::int64_t seq) {
  // It is older than what waits now, so it goes first and the present first one waits behind it.
  run(db, "UPDATE hmc_delivery SET due_ns = NULL WHERE consumer = :consumer AND subject = :subject AND event_seq > :seq",
      {bind("consumer", consumer), bind("subject", subject), bind("seq", seq)});
  run(db,
      "INSERT INTO hmc_delivery (event_seq, consumer, subject, due_ns, attempts) SELECT :seq, :consumer, :subject, CASE WHEN EXISTS "
      "(SELECT 1 FROM hmc_delivery WHERE consumer = :consumer AND subject = :subject AND event_seq < :seq) THEN NULL ELSE 0 END, 0",
      {bind("seq", seq), bind("consumer", consumer), bind("subject", subject)});
}

}  // namespace

void SqlJournal::bury(core::Connection& db, const core::Delivery& delivery, std::string_view problem, std::int64_t now_ns) {
  const core::EventRecord& event = delivery.event;
  run(db, kBury,
      {bind("kind", "event"), bind("consumer", delivery.consumer), bind("type", event.type), bind("subject", event.subject),
       bind("payload", event.payload), bind("problem", problem), bind("now", now_ns), bind("attempts", delivery.attempts + 1),
       bind("seq", event.seq), bind("key", ""), bind("correlation", event.correlation), bind("causation", event.causation),
       bind("traceparent", event.traceparent)});
  remove(db, delivery);
}

void SqlJournal::bury(core::Connection& db, const core::DueJob& job, std::string_view problem, std::int64_t now_ns) {
  run(db, kBury,
      {bind("kind", "job"), bind("consumer", std::string_view(job.type).substr(0, job.type.find('.'))), bind("type", job.type),
       bind("subject", ""), bind("payload", job.payload), bind("problem", problem), bind("now", now_ns), bind("attempts", job.attempts + 1),
       bind_null("seq"), bind("key", job.key), bind("correlation", job.correlation), bind("causation", job.causation),
       bind("traceparent", job.traceparent)});
  finish(db, job);
}

std::vector<core::DeadLetter> SqlJournal::dead_letters(core::Connection& db) {
  std::vector<core::DeadLetter> found;
  each(db, "SELECT id, kind, consumer, type, subject, payload, problem, time_ns, attempts FROM hmc_dead_letter ORDER BY id", {},
       [&](const hmc_value* row) {
         found.push_back({.id = integer(row[0]),
                          .kind = text(row[1]),
                          .consumer = text(row[2]),
                          .type = text(row[3]),
                          .subject = text(row[4]),
                          .payload = text(row[5]),
                          .problem = text(row[6]),
                          .time_ns = integer(row[7]),
                          .attempts = static_cast<int>(integer(row[8]))});
       });
  return found;
}

bool SqlJournal::retry(core::Connection& db, std::int64_t dead_letter, std::int64_t now_ns) {
  struct Letter {
    std::string kind, consumer, type, subject, payload, key, correlation, causation, traceparent;
    std::int64_t seq = 0;
  };
  std::optional<Letter> letter;
  each(db,
       "SELECT kind, consumer, type, subject, payload, job_key, correlation, causation, traceparent, event_seq FROM hmc_dead_letter WHERE "
       "id = :id",
       {bind("id", dead_letter)}, [&](const hmc_value* row) {
         letter = Letter{text(row[0]), text(row[1]), text(row[2]), text(row[3]), text(row[4]),
                         text(row[5]), text(row[6]), text(row[7]), text(row[8]), integer(row[9])};
       });
  if (!letter) return false;
  if (letter->kind == "event") {
    put_back_event(db, letter->consumer, letter->subject, letter->seq);
  } else {
    schedule(db, {.type = letter->type,
                  .payload = letter->payload,
                  .key = letter->key,
                  .correlation = letter->correlation,
                  .causation = letter->causation,
                  .traceparent = letter->traceparent,
                  .due_ns = now_ns});
  }
  return drop(db, dead_letter);
}

bool SqlJournal::drop(core::Connection& db, std::int64_t dead_letter) {
  return run(db, "DELETE FROM hmc_dead_letter WHERE id = :id", {bind("id", dead_letter)}) == 1;
}

}  // namespace hemicycle::store
