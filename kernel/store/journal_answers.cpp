// Idempotency: what a command was answered under a key, so that asking again changes nothing.
#include "kernel/store/journal.hpp"
#include "kernel/store/rows.hpp"

namespace hemicycle::store {

using core::bind;

std::optional<core::Journal::Remembered> SqlJournal::remembered(core::Connection& db, std::string_view actor, std::string_view command,
                                                                std::string_view key) {
  std::optional<Remembered> found;
  each(db, "SELECT request_hash, payload FROM hmc_idempotency WHERE actor = :actor AND command = :command AND idempotency_key = :key",
       {bind("actor", actor), bind("command", command), bind("key", key)}, [&](const hmc_value* row) {
         found = Remembered{text(row[0]), text(row[1])};
       });
  return found;
}

void SqlJournal::remember(core::Connection& db, std::string_view actor, std::string_view command, std::string_view key,
                          const Remembered& answer, std::int64_t now_ns) {
  run(db,
      "INSERT INTO hmc_idempotency (actor, command, idempotency_key, request_hash, payload, answered_ns) "
      "VALUES (:actor, :command, :key, :hash, :payload, :now)",
      {bind("actor", actor), bind("command", command), bind("key", key), bind("hash", answer.request_hash), bind("payload", answer.payload),
       bind("now", now_ns)});
}

std::int64_t SqlJournal::forget(core::Connection& db, std::int64_t before_ns) {
  return run(db, "DELETE FROM hmc_idempotency WHERE answered_ns < :before", {bind("before", before_ns)}) +
         run(db, "DELETE FROM hmc_inbox WHERE taken_ns < :before", {bind("before", before_ns)});
}

}  // namespace hemicycle::store
