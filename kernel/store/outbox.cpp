#include "kernel/store/outbox.hpp"

#include "kernel/store/rows.hpp"

namespace hemicycle::store {

using core::bind;

namespace {

core::OutboxLine line(const hmc_value* row) {
  return {.letter = {.id = text(row[0]),
                     .plugin = text(row[1]),
                     .to = text(row[2]),
                     .subject = text(row[3]),
                     .text = text(row[4]),
                     .calendar = text(row[5]),
                     .written_ns = integer(row[6])},
          .state = {.state = text(row[7]), .since_ns = integer(row[8]), .attempts = integer(row[9]), .words = text(row[10])}};
}

void end(core::Connection& db, std::string_view state, std::string_view id, std::string_view words, std::int64_t now_ns) {
  run(db,
      "UPDATE hmc_letter SET state = :state, since_ns = :now, attempts = attempts + 1, words = :words, due_ns = NULL "
      "WHERE id = :id AND state = 'queued'",
      {bind("state", state), bind("now", now_ns), bind("words", words), bind("id", id)});
}

}  // namespace

void SqlOutbox::write(core::Connection& db, const core::Letter& letter) const {
  run(db,
      "INSERT INTO hmc_letter (id, plugin, recipient, subject, body, calendar, written_ns, state, since_ns, attempts, words, due_ns) "
      "VALUES (:id, :plugin, :recipient, :subject, :body, :calendar, :now, 'queued', :now, 0, '', :now)",
      {bind("id", letter.id), bind("plugin", letter.plugin), bind("recipient", letter.to), bind("subject", letter.subject),
       bind("body", letter.text), bind("calendar", letter.calendar), bind("now", letter.written_ns)});
}

std::optional<core::LetterState> SqlOutbox::state(core::Connection& db, std::string_view plugin, std::string_view id) const {
  auto found = find(db, id);
  if (!found || found->letter.plugin != plugin) return std::nullopt;
  return std::move(found->state);
}

std::vector<core::OutboxLine> SqlOutbox::due(core::Connection& db, std::int64_t now_ns, int limit) const {
  std::vector<core::OutboxLine> out;
  each(db,
       "SELECT id, plugin, recipient, subject, body, calendar, written_ns, state, since_ns, attempts, words FROM hmc_letter "
       "WHERE due_ns <= :now ORDER BY due_ns, id LIMIT :limit",
       {bind("now", now_ns), bind("limit", std::int64_t{limit})}, [&](const hmc_value* row) { out.push_back(line(row)); });
  return out;
}

std::optional<std::int64_t> SqlOutbox::next_due(core::Connection& db) const {
  return number(db, "SELECT MIN(due_ns) FROM hmc_letter WHERE due_ns IS NOT NULL", {});
}

void SqlOutbox::sent(core::Connection& db, std::string_view id, std::string_view words, std::int64_t now_ns) const {
  end(db, "sent", id, words, now_ns);
}

void SqlOutbox::failed(core::Connection& db, std::string_view id, std::string_view words, std::int64_t now_ns) const {
  end(db, "failed", id, words, now_ns);
}

void SqlOutbox::postpone(core::Connection& db, std::string_view id, std::string_view words, std::int64_t due_ns) const {
  run(db, "UPDATE hmc_letter SET attempts = attempts + 1, words = :words, due_ns = :due WHERE id = :id AND state = 'queued'",
      {bind("words", words), bind("due", due_ns), bind("id", id)});
}

std::int64_t SqlOutbox::retry(core::Connection& db, std::string_view id, std::int64_t now_ns) const {
  return run(db,
             "UPDATE hmc_letter SET since_ns = CASE state WHEN 'failed' THEN :now ELSE since_ns END, "
             "attempts = CASE state WHEN 'failed' THEN 0 ELSE attempts END, state = 'queued', due_ns = :now "
             "WHERE state <> 'sent' AND body <> '' AND (:id = '' OR id = :id)",
             {bind("now", now_ns), bind("id", id)});
}

std::int64_t SqlOutbox::forget(core::Connection& db, std::int64_t before_ns) const {
  return run(db,
             "UPDATE hmc_letter SET recipient = '', subject = '', body = '', calendar = '', words = '' "
             "WHERE state <> 'queued' AND since_ns < :before AND body <> ''",
             {bind("before", before_ns)});
}

std::vector<core::OutboxLine> SqlOutbox::list(core::Connection& db, std::string_view state, int limit) const {
  std::vector<core::OutboxLine> out;
  each(db,
       "SELECT id, plugin, recipient, subject, body, calendar, written_ns, state, since_ns, attempts, words FROM hmc_letter "
       "WHERE :state = '' OR state = :state ORDER BY id DESC LIMIT :limit",
       {bind("state", state), bind("limit", std::int64_t{limit})}, [&](const hmc_value* row) { out.push_back(line(row)); });
  return out;
}

std::optional<core::OutboxLine> SqlOutbox::find(core::Connection& db, std::string_view id) const {
  std::optional<core::OutboxLine> found;
  each(db,
       "SELECT id, plugin, recipient, subject, body, calendar, written_ns, state, since_ns, attempts, words FROM hmc_letter WHERE id = :id",
       {bind("id", id)}, [&](const hmc_value* row) { found = line(row); });
  return found;
}

core::OutboxCounts SqlOutbox::counts(core::Connection& db) const {
  core::OutboxCounts out;
  each(db, "SELECT state, COUNT(*) FROM hmc_letter WHERE state <> 'sent' GROUP BY state", {}, [&](const hmc_value* row) {
    (text(row[0]) == "failed" ? out.failed : out.queued) = integer(row[1]);
  });
  return out;
}

}  // namespace hemicycle::store
