#include "minutes.hpp"

namespace plenary_plugin {
namespace {

MinutesRow read_minutes(const std::string& session, const auto& row) {
  return {.session = session,
          .stage = row.text(1),
          .version = row.integer(0),
          .correction = row.optional_text(2),
          .record = row.optional_text(3),
          .seal = row.optional_text(4),
          .approved_in = row.optional_text(5),
          .approved_on = row.optional_text(6),
          .written = true};
}

}  // namespace

MinutesRow latest_minutes(const std::string& session, const Query& query) {
  const auto row = query.store().first(
      "SELECT version, stage, correction, record, seal, approved_in, approved_on FROM plenary_minutes WHERE session = :session "
      "ORDER BY version DESC LIMIT 1",
      {bind("session", session)});
  return row ? read_minutes(session, *row) : MinutesRow{.session = session};
}

std::vector<MinutesRow> all_minutes(const std::string& session, const Query& query) {
  std::vector<MinutesRow> found;
  query.store().rows(
      "SELECT version, stage, correction, record, seal, approved_in, approved_on FROM plenary_minutes WHERE session = :session "
      "ORDER BY version DESC LIMIT 50",
      {bind("session", session)}, [&](const Row& row) { found.push_back(read_minutes(session, row)); });
  return found;
}

std::optional<std::string> passage_of(const MinutesRow& minutes, std::string_view item, const Query& query) {
  const auto row = query.store().first("SELECT passage FROM plenary_passage WHERE session = :session AND version = :version AND item = :item",
                                       {bind("session", minutes.session), bind("version", minutes.version), bind("item", item)});
  return row ? std::optional(row->text(0)) : std::nullopt;
}

}  // namespace plenary_plugin
