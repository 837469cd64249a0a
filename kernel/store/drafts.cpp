#include "kernel/store/drafts.hpp"

#include "kernel/store/rows.hpp"

namespace hemicycle::store {

using core::bind;

void DraftTable::save(core::Connection& db, const core::Draft& draft, std::int64_t expired_ns, int most) const {
  run(db, "DELETE FROM hmc_draft WHERE saved_ns < :expired", {bind("expired", expired_ns)});
  run(db,
      "INSERT INTO hmc_draft (actor, path, fields, saved_ns) VALUES (:actor, :path, :fields, :saved) "
      "ON CONFLICT (actor, path) DO UPDATE SET fields = excluded.fields, saved_ns = excluded.saved_ns",
      {bind("actor", draft.owner), bind("path", draft.path), bind("fields", draft.fields), bind("saved", draft.saved_ns)});
  run(db,
      "DELETE FROM hmc_draft WHERE actor = :actor AND path NOT IN "
      "(SELECT path FROM hmc_draft WHERE actor = :actor ORDER BY saved_ns DESC, path LIMIT :most)",
      {bind("actor", draft.owner), bind("most", std::int64_t{most})});
}

void DraftTable::bound(core::Connection& db, std::string_view prefix, std::int64_t expired_ns, int most) const {
  const auto end = std::string(prefix) + "~";
  run(db, "DELETE FROM hmc_draft WHERE actor >= :prefix AND actor < :end AND saved_ns < :expired",
      {bind("prefix", prefix), bind("end", end), bind("expired", expired_ns)});
  run(db,
      "DELETE FROM hmc_draft WHERE rowid IN (SELECT rowid FROM hmc_draft WHERE actor >= :prefix AND actor < :end "
      "ORDER BY saved_ns DESC, rowid DESC LIMIT -1 OFFSET :most)",
      {bind("prefix", prefix), bind("end", end), bind("most", std::int64_t{most})});
}

std::optional<core::Draft> DraftTable::find(core::Connection& db, std::string_view owner, std::string_view path) const {
  std::optional<core::Draft> found;
  each(db, "SELECT actor, path, fields, saved_ns FROM hmc_draft WHERE actor = :actor AND path = :path", {bind("actor", owner), bind("path", path)},
       [&](const hmc_value* row) { found = core::Draft{.owner = text(row[0]), .path = text(row[1]), .fields = text(row[2]), .saved_ns = integer(row[3])}; });
  return found;
}

std::vector<core::Draft> DraftTable::of(core::Connection& db, std::string_view owner, std::int64_t since_ns) const {
  std::vector<core::Draft> found;
  each(db, "SELECT actor, path, fields, saved_ns FROM hmc_draft WHERE actor = :actor AND saved_ns >= :since ORDER BY saved_ns DESC, path",
       {bind("actor", owner), bind("since", since_ns)},
       [&](const hmc_value* row) { found.push_back({.owner = text(row[0]), .path = text(row[1]), .fields = text(row[2]), .saved_ns = integer(row[3])}); });
  return found;
}

bool DraftTable::erase(core::Connection& db, std::string_view owner, std::string_view path) const {
  return run(db, "DELETE FROM hmc_draft WHERE actor = :actor AND path = :path", {bind("actor", owner), bind("path", path)}) == 1;
}

void DraftTable::hand_over(core::Connection& db, std::string_view from, std::string_view to) const {
  run(db,
      "INSERT INTO hmc_draft (actor, path, fields, saved_ns) SELECT :to, path, fields, saved_ns FROM hmc_draft WHERE actor = :from "
      "ON CONFLICT (actor, path) DO UPDATE SET fields = excluded.fields, saved_ns = excluded.saved_ns WHERE excluded.saved_ns > hmc_draft.saved_ns",
      {bind("to", to), bind("from", from)});
  run(db, "DELETE FROM hmc_draft WHERE actor = :from", {bind("from", from)});
}

}  // namespace hemicycle::store
