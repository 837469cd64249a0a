// A seat is given, and a mandate ends: at its term, or before.
#include "roles.hpp"
#include "roster.hpp"

namespace members_plugin {
namespace {

std::string job_key(const std::string& mandate) { return "mandate:" + mandate; }

/// Whether the seat is held in this part, or promised, at some time from `begins` on.
bool part_taken(const contract::Appoint& request, const Query& query) {
  return query.store().integer(
             "SELECT COUNT(*) FROM members_mandate WHERE seat = :seat AND part = :part AND state <> 'ended' "
             "AND (until IS NULL OR until >= :begins) AND (:until = '' OR begins <= :until)",
             {bind("seat", request.seat), bind("part", request.part), bind("begins", request.begins),
              bind("until", request.until.value_or(""))}) > 0;
}

/// Whether the person has a seat of this body already: a person votes once.
bool sits_already(const std::string& person, const std::string& body, const Query& query) {
  return query.store().integer(
             "SELECT COUNT(*) FROM members_mandate m JOIN members_seat s ON s.id = m.seat "
             "WHERE m.person = :person AND s.body = :body AND m.state <> 'ended'",
             {bind("person", person), bind("body", body)}) > 0;
}

/// The next day on which something happens to this mandate by itself.
void plan(const Mandate& mandate, Command& command) {
  if (mandate.state == "appointed" && begin_of(mandate.begins) > command.now())
    command.schedule(contract::TurnMandate{.mandate = mandate.id}, begin_of(mandate.begins), job_key(mandate.id));
  else if (mandate.until)
    command.schedule(contract::TurnMandate{.mandate = mandate.id}, end_of(*mandate.until), job_key(mandate.id));
}

/// The mandate begins to run. The one before it, whose last day has passed, ends first: their jobs are due at the same instant.
void begin(Mandate& mandate, Time at, const contract::Settings& settings, Command& command) {
  const auto before = command.store().first(
      "SELECT id FROM members_mandate WHERE seat = :seat AND part = :part AND state IN ('active', 'on_leave') AND until < :begins",
      {bind("seat", mandate.seat), bind("part", mandate.part), bind("begins", mandate.begins)});
  if (before) {
    const auto former = find_mandate(before->text(0), command);
    finish(*former, "mandate_end", end_of(*former->until), settings, command);
  }
  command.store().exec("UPDATE members_mandate SET state = 'active', began_ns = :at WHERE id = :id",
                       {bind("at", to_ns(at)), bind("id", mandate.id)});
  mandate.state = "active";
  const auto seat = find_seat(mandate.seat, command);
  if (mandate.part == "primary")
    command.emit(contract::SeatFilled{.seat = mandate.seat, .person = mandate.person, .body = seat->body});
  else
    command.emit(contract::RosterChanged{.what = "mandate"});
  settle_roles(mandate.person, settings, command);
}

}  // namespace

Result<contract::AppointReply> Members::appoint(const contract::Appoint& request, Command& command) {
  const auto seat = find_seat(request.seat, command);
  if (!seat) return not_found("no_such_seat");
  if (seat->closed) return conflict("seat_closed");
  if (!person_known(request.person, command)) return invalid("person", "unknown_person");
  if (request.until && *request.until < request.begins) return invalid("until", "ends_before_it_begins");
  if (request.until && *request.until < to_iso_date(command.now())) return invalid("until", "already_over");
  if (part_taken(request, command)) return conflict("seat_taken");
  if (sits_already(request.person, seat->body, command)) return invalid("person", "sits_already");

  Mandate mandate{.id = "man_" + command.new_id(), .seat = request.seat, .person = request.person, .part = request.part,
                  .state = "appointed", .begins = request.begins, .until = request.until};
  command.store().exec(
      "INSERT INTO members_mandate (id, seat, person, part, state, begins, until, legal_reference, appointed_ns) "
      "VALUES (:id, :seat, :person, :part, :state, :begins, :until, :reference, :now)",
      {bind("id", mandate.id), bind("seat", mandate.seat), bind("person", mandate.person), bind("part", mandate.part),
       bind("state", mandate.state), bind("begins", mandate.begins), bind("until", mandate.until),
       bind("reference", request.legal_reference), bind("now", to_ns(command.now()))});
  if (begin_of(mandate.begins) <= command.now())
    begin(mandate, begin_of(mandate.begins), settings(), command);
  else
    command.emit(contract::RosterChanged{.what = "mandate"});
  plan(mandate, command);
  return contract::AppointReply{.mandate = mandate.id};
}

Result<contract::EndMandateReply> Members::end_mandate(const contract::EndMandate& request, Command& command) {
  const auto mandate = find_mandate(request.mandate, command);
  if (!mandate) return not_found("no_such_mandate");
  if (mandate->state == "ended") return conflict("mandate_over");
  const auto today = to_iso_date(command.now());
  const auto on = request.on.value_or(today);
  if (on < mandate->begins && mandate->running()) return invalid("on", "before_it_began");
  if (on > today) return invalid("on", "not_yet");
  finish(*mandate, request.reason, on == today ? command.now() : end_of(on), settings(), command);
  return contract::EndMandateReply{};
}

Result<void> Members::turn_mandate(const contract::TurnMandate& job, Command& command) {
  auto mandate = find_mandate(job.mandate, command);
  if (!mandate || mandate->state == "ended") return {};
  if (mandate->until && end_of(*mandate->until) <= command.now()) {
    finish(*mandate, "mandate_end", end_of(*mandate->until), settings(), command);
    return {};
  }
  if (mandate->state == "appointed" && begin_of(mandate->begins) <= command.now())
    begin(*mandate, begin_of(mandate->begins), settings(), command);
  plan(*mandate, command);
  return {};
}

}  // namespace members_plugin
