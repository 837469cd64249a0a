#include "kernel/store/sessions.hpp"

#include "kernel/store/rows.hpp"

namespace hemicycle::store {

using core::bind;

void SessionTable::create(core::Connection& db, const core::SessionRecord& session) const {
  run(db,
      "INSERT INTO hmc_session (id_hash, actor, csrf, created_ns, seen_ns, expires_ns) VALUES (:id, :actor, :csrf, :created, :seen, "
      ":expires)",
      {bind("id", session.id_hash), bind("actor", session.actor), bind("csrf", session.csrf), bind("created", session.created_ns),
       bind("seen", session.seen_ns), bind("expires", session.expires_ns)});
}

std::optional<core::SessionRecord> SessionTable::find(core::Connection& db, std::string_view id_hash) const {
  std::optional<core::SessionRecord> found;
  each(db, "SELECT id_hash, actor, csrf, created_ns, seen_ns, expires_ns FROM hmc_session WHERE id_hash = :id", {bind("id", id_hash)},
       [&](const hmc_value* row) {
         found = core::SessionRecord{text(row[0]), text(row[1]), text(row[2]), integer(row[3]), integer(row[4]), integer(row[5])};
       });
  return found;
}

bool SessionTable::touch(core::Connection& db, std::string_view id_hash, std::int64_t now_ns) const {
  return run(db, "UPDATE hmc_session SET seen_ns = :now WHERE id_hash = :id", {bind("now", now_ns), bind("id", id_hash)}) == 1;
}

bool SessionTable::erase(core::Connection& db, std::string_view id_hash) const {
  return run(db, "DELETE FROM hmc_session WHERE id_hash = :id", {bind("id", id_hash)}) == 1;
}

std::int64_t SessionTable::erase_all(core::Connection& db, std::string_view actor) const {
  return run(db, "DELETE FROM hmc_session WHERE actor = :actor", {bind("actor", actor)});
}

std::int64_t SessionTable::purge(core::Connection& db, std::int64_t now_ns, std::int64_t idle_ns) const {
  return run(db, "DELETE FROM hmc_session WHERE expires_ns <= :now OR seen_ns <= :idle_since",
             {bind("now", now_ns), bind("idle_since", now_ns - idle_ns)});
}

}  // namespace hemicycle::store
