// A seat is given, and a mandate ends: at its term, or before.
#include <algorithm>

#include "course.hpp"

namespace members_plugin {
namespace {

/// Whether the seat is held in this part, or promised, at some time of the new mandate.
bool part_taken(const Mandate& wanted, const Query& query) {
  return query.store().integer(
             "SELECT COUNT(*) FROM members_mandate WHERE seat = :seat AND part = :part AND state <> 'ended' "
             "AND (until IS NULL OR until >= :begins) AND (:until = '' OR begins <= :until)",
             {bind("seat", wanted.seat), bind("part", wanted.part), bind("begins", wanted.begins), bind("until", wanted.until.value_or(""))}) > 0;
}

/// Whether the person has a seat of this body in that time already: a person votes once.
bool sits_already(const Mandate& wanted, const std::string& body, const Query& query) {
  return query.store().integer(
             "SELECT COUNT(*) FROM members_mandate m JOIN members_seat s ON s.id = m.seat "
             "WHERE m.person = :person AND s.body = :body AND m.state <> 'ended' "
             "AND (m.until IS NULL OR m.until >= :begins) AND (:until = '' OR m.begins <= :until)",
             {bind("person", wanted.person), bind("body", body), bind("begins", wanted.begins), bind("until", wanted.until.value_or(""))}) > 0;
}

/// The last day of the term in which the mandate begins; a term of the seat's college goes before one of the whole body.
std::optional<std::string> end_of_term(const Seat& seat, const std::string& begins, const Query& query) {
  const auto row = query.store().first(
      "SELECT until FROM members_term WHERE body = :body AND (college IS NULL OR college = :college) AND begins <= :day AND until >= :day "
      "ORDER BY college IS NULL, begins DESC LIMIT 1",
      {bind("body", seat.body), bind("college", seat.college.value_or("")), bind("day", begins)});
  return row ? std::optional(row->text(0)) : std::nullopt;
}

}  // namespace

Result<contract::AppointReply> Members::appoint(const contract::Appoint& request, Command& command) {
  const auto seat = find_seat(request.seat, command);
  if (!seat) return not_found("no_such_seat");
  if (seat->closed) return conflict("seat_closed");
  if (!person_known(request.person, command)) return invalid("person", "unknown_person");
  const auto today = command.today();
  Mandate mandate{.id = "man_" + command.new_id(), .seat = request.seat, .person = request.person, .part = request.part, .state = "appointed",
                  .begins = request.begins, .until = request.until ? request.until : end_of_term(*seat, request.begins, command),
                  .charter_signed = request.charter_signed_on.has_value()};
  if (mandate.until && *mandate.until < mandate.begins) return invalid("until", "ends_before_it_begins");
  if (mandate.until && *mandate.until < today) return invalid("until", "already_over");
  if (request.charter_signed_on && *request.charter_signed_on > today) return invalid("charter_signed_on", "not_yet");
  if (incompatible(request.person, std::max(today, request.begins), command)) return invalid("person", "incompatible");
  if (part_taken(mandate, command)) return conflict("seat_taken");
  if (sits_already(mandate, seat->body, command)) return invalid("person", "sits_already");

  command.store().exec(
      "INSERT INTO members_mandate (id, seat, person, part, state, begins, until, legal_reference, appointed_ns, charter_version, charter_on) "
      "VALUES (:id, :seat, :person, :part, 'appointed', :begins, :until, :reference, :now, :version, :signed)",
      {bind("id", mandate.id), bind("seat", mandate.seat), bind("person", mandate.person), bind("part", mandate.part),
       bind("begins", mandate.begins), bind("until", mandate.until), bind("reference", request.legal_reference),
       bind("now", to_ns(command.now())),
       bind("version", mandate.charter_signed ? std::optional(charter_version(command)) : std::nullopt), bind("signed", request.charter_signed_on)});
  if (mandate.begins <= today && !awaits_signature(mandate, settings(), command))
    begin(mandate, begin_of(std::max(mandate.begins, request.charter_signed_on.value_or(mandate.begins))), settings(), command);
  else
    command.emit(contract::RosterChanged{.what = "mandate"});
  plan(mandate, command);
  return contract::AppointReply{.mandate = mandate.id};
}

Result<contract::EndMandateReply> Members::end_mandate(const contract::EndMandate& request, Command& command) {
  const auto mandate = find_mandate(request.mandate, command);
  if (!mandate) return not_found("no_such_mandate");
  if (mandate->state == "ended") return conflict("mandate_over");
  const auto today = command.today();
  const auto on = request.on.value_or(today);
  if (on < mandate->begins && mandate->running()) return invalid("on", "before_it_began");
  if (on > today) return invalid("on", "not_yet");
  if (request.reason == "deemed_resigned") {
    const auto warned = warned_on(mandate->id, command);
    if (!warned) return invalid("reason", "not_warned");
    if (on < *warned) return invalid("on", "before_warning");
  }
  finish(*mandate, request.reason, on == today ? command.now() : end_of(on), settings(), command);
  return contract::EndMandateReply{};
}

Result<contract::ReplaceReply> Members::replace(const contract::Replace& request, Command& command) {
  if (!find_seat(request.seat, command)) return not_found("no_such_seat");
  const auto alternate = running_mandate(request.seat, "alternate", command);
  if (!alternate) return conflict("no_alternate");
  if (incompatible(alternate->person, command.today(), command)) return conflict("alternate_incompatible");
  if (const auto titular = running_mandate(request.seat, "primary", command)) finish(*titular, "replaced", command.now(), settings(), command);

  Mandate mandate{.id = "man_" + command.new_id(), .seat = request.seat, .person = alternate->person, .part = "primary", .state = "appointed",
                  .begins = command.today(), .until = alternate->until, .charter_signed = alternate->charter_signed};
  command.store().exec(
      "INSERT INTO members_mandate (id, seat, person, part, state, begins, until, legal_reference, appointed_ns, charter_version, charter_on) "
      "SELECT :id, seat, person, 'primary', 'appointed', :begins, until, :reference, :now, charter_version, charter_on "
      "FROM members_mandate WHERE id = :alternate",
      {bind("id", mandate.id), bind("begins", mandate.begins), bind("reference", request.legal_reference), bind("now", to_ns(command.now())),
       bind("alternate", alternate->id)});
  begin(mandate, command.now(), settings(), command);
  // After the new one began: an office of the former alternate stands.
  finish(*alternate, "replaced", command.now(), settings(), command);
  plan(mandate, command);
  return contract::ReplaceReply{.mandate = mandate.id};
}

Result<void> Members::turn_mandate(const contract::TurnMandate& job, Command& command) {
  auto mandate = find_mandate(job.mandate, command);
  if (!mandate || mandate->state == "ended") return {};
  if (mandate->until && end_of(*mandate->until) <= command.now()) {
    finish(*mandate, "mandate_end", end_of(*mandate->until), settings(), command);
    return {};
  }
  if (mandate->state == "appointed" && begin_of(mandate->begins) <= command.now() && !awaits_signature(*mandate, settings(), command))
    begin(*mandate, begin_of(mandate->begins), settings(), command);
  plan(*mandate, command);
  return {};
}

}  // namespace members_plugin
