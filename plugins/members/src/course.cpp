#include "course.hpp"

#include "roles.hpp"

namespace members_plugin {

bool incompatible(const std::string& person, const std::string& day, const Query& query) {
  return query.store().integer(
             "SELECT COUNT(*) FROM members_councillor WHERE person = :person AND begins <= :day AND (until IS NULL OR until >= :day)",
             {bind("person", person), bind("day", day)}) > 0;
}

std::int64_t charter_version(const Query& query) { return query.store().integer("SELECT MAX(version) FROM members_charter", {}); }

bool awaits_signature(const Mandate& mandate, const contract::Settings& settings, const Query& query) {
  return mandate.state == "appointed" && !mandate.charter_signed && settings.charter_required && charter_version(query) > 0;
}

void begin(Mandate& mandate, Time at, const contract::Settings& settings, Command& command) {
  if (incompatible(mandate.person, command.today(), command)) {
    finish(mandate, "incompatible", command.now(), settings, command);
    mandate.state = "ended";
    return;
  }
  // The jobs of the mandate that ends and of the one that begins are due at the same instant.
  if (const auto former = running_mandate(mandate.seat, mandate.part, command); former && former->until && *former->until < mandate.begins)
    finish(*former, "mandate_end", end_of(*former->until), settings, command);
  command.store().exec("UPDATE members_mandate SET state = 'active', began_ns = :at WHERE id = :id",
                       {bind("at", to_ns(at)), bind("id", mandate.id)});
  mandate.state = "active";
  if (mandate.part == "primary")
    command.emit(contract::SeatFilled{.seat = mandate.seat, .person = mandate.person, .body = find_seat(mandate.seat, command)->body});
  else
    command.emit(contract::RosterChanged{.what = "mandate"});
  settle_roles(mandate.person, settings, command);
}

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
  if (mandate.part == "primary" && mandate.running())
    command.emit(contract::SeatEnded{.seat = mandate.seat, .person = mandate.person, .body = find_seat(mandate.seat, command)->body,
                                     .reason = std::string(reason)});
  else
    command.emit(contract::RosterChanged{.what = "mandate"});

  // An office is held by somebody of the council: who sits nowhere any more holds none.
  if (!sits(mandate.person, command)) {
    std::vector<Tenure> held;
    command.store().rows("SELECT id, office, body FROM members_office WHERE person = :person AND ended_ns IS NULL",
                         {bind("person", mandate.person)}, [&](const Row& row) {
                           held.push_back({.id = row.text(0), .person = mandate.person, .office = row.text(1), .body = row.text(2)});
                         });
    for (const auto& tenure : held) finish(tenure, settings, command);
  }
  settle_roles(mandate.person, settings, command);
}

void finish_all(const std::string& person, std::string_view reason, const contract::Settings& settings, Command& command) {
  for (const auto& mandate : open_mandates(person, command)) finish(mandate, reason, command.now(), settings, command);
}

void plan(const Mandate& mandate, Command& command) {
  const auto key = "mandate:" + mandate.id;
  if (mandate.state == "appointed" && begin_of(mandate.begins) > command.now())
    command.schedule(contract::TurnMandate{.mandate = mandate.id}, begin_of(mandate.begins), key);
  else if (mandate.state != "ended" && mandate.until)
    command.schedule(contract::TurnMandate{.mandate = mandate.id}, end_of(*mandate.until), key);
}

}  // namespace members_plugin
