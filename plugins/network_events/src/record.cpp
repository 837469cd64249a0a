#include "record.hpp"

#include <array>

namespace network_events {
namespace {

using hemicycle::bind;
using hemicycle::Param;

std::array<Param, 21> columns(const Record& record) {
  return {bind("id", record.id), bind("state", record.state), bind("title", record.title), bind("kind", record.kind),
          bind("network", record.network), bind("programme", record.programme), bind("role", record.role), bind("date", record.date),
          bind("end_date", record.end_date), bind("last_date", record.last_date()), bind("starts", record.starts_at),
          bind("ends", record.ends_at), bind("mode", record.mode), bind("place", record.place), bind("group", record.group),
          bind("audience", record.audience), bind("summary", record.summary), bind("reason", record.reason),
          bind("created", record.created_at), bind("updated", record.updated_at), bind("description", record.description)};
}

}  // namespace

std::optional<Record> by_id(const hemicycle::ReadStore& store, std::string_view id) {
  const auto row = store.first(
      "SELECT id, state, title, kind, network, programme, role, date, end_date, starts_at, ends_at, mode, place, group_id, audience, summary, "
      "reason, created_at, updated_at, description FROM network_events_event WHERE id = :id",
      {bind("id", id)});
  if (!row) return std::nullopt;
  return Record{.id = row->text(0),
                .state = row->text(1),
                .title = row->text(2),
                .kind = row->text(3),
                .network = row->optional_text(4),
                .programme = row->optional_text(5),
                .role = row->text(6),
                .date = row->text(7),
                .end_date = row->optional_text(8),
                .starts_at = row->optional_integer(9),
                .ends_at = row->optional_integer(10),
                .mode = row->text(11),
                .place = row->optional_text(12),
                .group = row->optional_text(13),
                .audience = row->optional_text(14),
                .summary = row->text(15),
                .reason = row->optional_text(16),
                .created_at = row->integer(17),
                .updated_at = row->integer(18),
                .description = row->optional_text(19)};
}

void insert(hemicycle::Store& store, const Record& record) {
  const auto values = columns(record);
  store.exec(
      "INSERT INTO network_events_event (id, state, title, kind, network, programme, role, date, end_date, last_date, starts_at, ends_at, mode, "
      "place, group_id, audience, summary, reason, created_at, updated_at, description) "
      "VALUES (:id, :state, :title, :kind, :network, :programme, :role, :date, :end_date, :last_date, :starts, :ends, :mode, :place, :group, "
      ":audience, :summary, :reason, :created, :updated, :description)",
      std::span<const Param>(values));
}

void save(hemicycle::Store& store, const Record& record) {
  const auto values = columns(record);
  store.exec(
      "UPDATE network_events_event SET state = :state, title = :title, kind = :kind, network = :network, programme = :programme, role = :role, "
      "date = :date, end_date = :end_date, last_date = :last_date, starts_at = :starts, ends_at = :ends, mode = :mode, place = :place, "
      "group_id = :group, audience = :audience, summary = :summary, reason = :reason, created_at = :created, updated_at = :updated, "
      "description = :description WHERE id = :id",
      std::span<const Param>(values));
}

}  // namespace network_events
