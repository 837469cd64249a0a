// Jobs: work that waits for its time. A running job is still in the table; it leaves with the transaction that did its work.
#include "kernel/store/journal.hpp"
#include "kernel/store/rows.hpp"

namespace hemicycle::store {

using core::bind;

void SqlJournal::schedule(core::Connection& db, const core::DueJob& job) {
  if (!job.key.empty()) {
    // A new row and not a new text in the old one: if that one is running at this moment, its `finish` must not take ours away.
    run(db, "DELETE FROM hmc_job WHERE type = :type AND job_key = :key", {bind("type", job.type), bind("key", job.key)});
  }
  run(db,
      "INSERT INTO hmc_job (type, job_key, payload, correlation, causation, traceparent, due_ns, attempts) "
      "VALUES (:type, :key, :payload, :correlation, :causation, :traceparent, :due, :attempts)",
      {bind("type", job.type), bind("key", job.key), bind("payload", job.payload), bind("correlation", job.correlation),
       bind("causation", job.causation), bind("traceparent", job.traceparent), bind("due", job.due_ns), bind("attempts", job.attempts)});
}

std::vector<core::DueJob> SqlJournal::due_jobs(core::Connection& db, std::int64_t now_ns, int limit) {
  std::vector<core::DueJob> due;
  each(db,
       "SELECT id, type, payload, job_key, correlation, causation, traceparent, due_ns, attempts FROM hmc_job "
       "WHERE due_ns <= :now ORDER BY due_ns, id LIMIT :limit",
       {bind("now", now_ns), bind("limit", limit)}, [&](const hmc_value* row) {
         due.push_back({.id = integer(row[0]),
                        .type = text(row[1]),
                        .payload = text(row[2]),
                        .key = text(row[3]),
                        .correlation = text(row[4]),
                        .causation = text(row[5]),
                        .traceparent = text(row[6]),
                        .due_ns = integer(row[7]),
                        .attempts = static_cast<int>(integer(row[8]))});
       });
  return due;
}

void SqlJournal::finish(core::Connection& db, const core::DueJob& job) {
  run(db, "DELETE FROM hmc_job WHERE id = :id", {bind("id", job.id)});
}

void SqlJournal::postpone(core::Connection& db, const core::DueJob& job, std::int64_t due_ns) {
  run(db, "UPDATE hmc_job SET due_ns = :due, attempts = attempts + 1 WHERE id = :id", {bind("due", due_ns), bind("id", job.id)});
}

std::optional<std::int64_t> SqlJournal::next_due(core::Connection& db) {
  return number(
      db, "SELECT MIN(due) FROM (SELECT MIN(due_ns) AS due FROM hmc_delivery UNION ALL SELECT MIN(due_ns) AS due FROM hmc_job) AS waiting",
      {});
}

}  // namespace hemicycle::store
