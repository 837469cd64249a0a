#include "roster.hpp"

#include <vector>

#include "roles.hpp"

namespace members_plugin {

bool person_known(const std::string& person, const Query& query) {
  return query.store().integer("SELECT COUNT(*) FROM members_person WHERE id = :id", {bind("id", person)}) > 0;
}

std::optional<Seat> find_seat(const std::string& seat, const Query& query) {
  const auto row =
      query.store().first("SELECT id, body, category, organisation, closed_ns FROM members_seat WHERE id = :id", {bind("id", seat)});
  if (!row) return std::nullopt;
  return Seat{.id = row->text(0), .body = row->text(1), .category = row->text(2), .organisation = row->optional_text(3), .closed = !row->is_null(4)};
}

std::optional<Mandate> find_mandate(const std::string& mandate, const Query& query) {
  const auto row = query.store().first("SELECT id, seat, person, part, state, begins, until FROM members_mandate WHERE id = :id",
                                       {bind("id", mandate)});
  if (!row) return std::nullopt;
  return Mandate{.id = row->text(0), .seat = row->text(1), .person = row->text(2), .part = row->text(3),
                 .state = row->text(4), .begins = row->text(5), .until = row->optional_text(6)};
}

std::optional<Tenure> find_tenure(const std::string& tenure, const Query& query) {
  const auto row = query.store().first("SELECT id, person, office, body, until FROM members_office WHERE id = :id AND ended_ns IS NULL",
                                       {bind("id", tenure)});
  if (!row) return std::nullopt;
  return Tenure{.id = row->text(0), .person = row->text(1), .office = row->text(2), .body = row->text(3), .until = row->optional_text(4)};
}

Time begin_of(const std::string& date) {
  const auto time = parse_iso(date);
  if (!time) throw std::logic_error("no date");
  return *time;
}

Time end_of(const std::string& date) { return begin_of(date) + std::chrono::days(1); }

void finish(const Tenure& tenure, const contract::Settings& settings, Command& command) {
  command.store().exec("UPDATE members_office SET ended_ns = :now WHERE id = :id",
                       {bind("now", to_ns(command.now())), bind("id", tenure.id)});
  command.emit(contract::OfficeEnded{.person = tenure.person, .office = tenure.office, .body = tenure.body});
  settle_roles(tenure.person, settings, command);
}

void finish(const Mandate& mandate, std::string_view reason, Time at, const contract::Settings& settings, Command& command) {
  command.store().exec("UPDATE members_mandate SET state = 'ended', ended_ns = :at, end_reason = :reason WHERE id = :id",
                       {bind("at", to_ns(at)), bind("reason", reason), bind("id", mandate.id)});
  command.store().exec("UPDATE members_leave SET until_ns = :at WHERE mandate = :id AND until_ns IS NULL",
                       {bind("at", to_ns(at)), bind("id", mandate.id)});
  const auto seat = find_seat(mandate.seat, command);
  if (mandate.part == "primary" && mandate.running() && seat)
    command.emit(contract::SeatEnded{.seat = mandate.seat, .person = mandate.person, .body = seat->body, .reason = std::string(reason)});
  else
    command.emit(contract::RosterChanged{.what = "mandate"});

  // An office is held by somebody of the council: who sits nowhere any more holds none.
  if (command.store().integer("SELECT COUNT(*) FROM members_mandate WHERE person = :person AND state IN ('active', 'on_leave')",
                              {bind("person", mandate.person)}) == 0) {
    std::vector<Tenure> held;
    command.store().rows("SELECT id, office, body FROM members_office WHERE person = :person AND ended_ns IS NULL",
                         {bind("person", mandate.person)}, [&](const Row& row) {
                           held.push_back({.id = row.text(0), .person = mandate.person, .office = row.text(1), .body = row.text(2)});
                         });
    for (const auto& tenure : held) finish(tenure, settings, command);
  }
  settle_roles(mandate.person, settings, command);
}

}  // namespace members_plugin
