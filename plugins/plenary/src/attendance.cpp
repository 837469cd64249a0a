// Who holds a seat comes and goes, written down by the staff or said with the code that is shown in the room.
#include "attendance.hpp"

namespace plenary_plugin {

Result<Session> gathering(const std::string& id, const Query& query) {
  auto session = find_session(id, query);
  if (!session) return not_found("no_such_session");
  if (session->in({"planned", "postponed"})) return conflict("not_convened");
  if (session->in({"closed", "cancelled"})) return conflict("already_held");
  return *session;
}

Result<void> arrive(const Session& session, const Sitting& seat, bool alternate, std::string_view how, Command& command) {
  if (!day_has_come(session, command)) return conflict("too_early_to_come");
  if (alternate && !seat.voter.alternate_person) return invalid("alternate", "no_alternate");
  if (seat.present() && !alternate && !seat.alternate) return conflict("present_already");
  if (seat.present() && alternate) return conflict(seat.alternate ? "present_already" : "holder_is_present");
  const auto now = to_ns(command.now());
  if (seat.present()) depart(session.id, seat.voter.seat, command);  // the alternate makes room
  command.store().exec(
      "INSERT INTO plenary_attendance (session, seat, position, person, alternate, how, came_ns) VALUES (:session, :seat, "
      "(SELECT COALESCE(MAX(position), 0) + 1 FROM plenary_attendance WHERE session = :session AND seat = :seat), :person, :alternate, :how, :now)",
      {bind("session", session.id), bind("seat", seat.voter.seat), bind("person", alternate ? *seat.voter.alternate_person : seat.voter.person),
       bind("alternate", alternate), bind("how", how), bind("now", now)});
  end_proxy_of(session.id, seat.voter.seat, "giver_arrived", command);
  command.emit(contract::AttendanceChanged{.session = session.id, .seat = seat.voter.seat, .present = true});
  return {};
}

void depart(const std::string& session, const std::string& seat, Command& command) {
  const auto gone = command.store().exec(
      "UPDATE plenary_attendance SET left_ns = :now WHERE session = :session AND seat = :seat AND left_ns IS NULL",
      {bind("now", to_ns(command.now())), bind("session", session), bind("seat", seat)});
  if (gone == 0) return;
  // Who has gone no longer waits to speak, and no longer speaks.
  command.store().exec("UPDATE plenary_speech SET progress = 'done', ended_ns = :now WHERE session = :session AND seat = :seat AND progress = 'speaking'",
                       {bind("now", to_ns(command.now())), bind("session", session), bind("seat", seat)});
  command.store().exec("UPDATE plenary_speech SET progress = 'renounced' WHERE session = :session AND seat = :seat AND progress = 'waiting'",
                       {bind("session", session), bind("seat", seat)});
  command.emit(contract::AttendanceChanged{.session = session, .seat = seat, .present = false});
}

Result<contract::CheckInReply> Plenary::check_in(const contract::CheckIn& request, Command& command) {
  const auto session = gathering(request.session, command);
  if (!session) return session.error();
  const auto roll = roll_of(*session, std::nullopt, command);
  if (!roll) return roll.error();
  const auto* seat = roll->of_seat(request.seat);
  if (!seat) return invalid("seat", "no_such_seat");
  const auto done = arrive(*session, *seat, request.alternate, "staff", command);
  if (!done) return done.error();
  return contract::CheckInReply{};
}

Result<contract::CheckOutReply> Plenary::check_out(const contract::CheckOut& request, Command& command) {
  const auto session = gathering(request.session, command);
  if (!session) return session.error();
  if (command.store().integer("SELECT COUNT(*) FROM plenary_attendance WHERE session = :session AND seat = :seat AND left_ns IS NULL",
                              {bind("session", session->id), bind("seat", request.seat)}) == 0)
    return invalid("seat", "not_present");
  depart(session->id, request.seat, command);
  return contract::CheckOutReply{};
}

Result<contract::JoinReply> Plenary::join(const contract::Join& request, Command& command) {
  const auto session = gathering(request.session, command);
  if (!session) return session.error();
  const auto roll = roll_of(*session, std::nullopt, command);
  if (!roll) return roll.error();
  const auto* seat = roll->of_account(command.actor().id());
  if (!seat) return denied("no_seat_here");
  if (request.code != session->code) return invalid("code", "wrong_code");
  const auto done = arrive(*session, *seat, seat->voter.account != command.actor().id(), "code", command);
  if (!done) return done.error();
  return contract::JoinReply{};
}

Result<contract::LeaveReply> Plenary::leave(const contract::Leave& request, Command& command) {
  const auto session = gathering(request.session, command);
  if (!session) return session.error();
  const auto roll = roll_of(*session, std::nullopt, command);
  if (!roll) return roll.error();
  const auto* seat = roll->of_account(command.actor().id());
  if (!seat) return denied("no_seat_here");
  if (!seat->present()) return conflict("not_present");
  // The alternate's telephone does not send the holder out of the room.
  if (seat->alternate != (seat->voter.account != command.actor().id())) return conflict("not_present");
  depart(session->id, seat->voter.seat, command);
  return contract::LeaveReply{};
}

Result<void> Plenary::on_members_seat_ended(const members::SeatEnded& told, Command& command) {
  // A mandate that ends in the middle of a session: from now on its holder is not in the room, carries nothing and has given nothing. Votes that
  // are open keep the electorate with which they opened (invariant 3). Where the alternate sits, or takes the seat over, the other one's
  // place is left alone. The board is made of seats of another body: what counts is where this person sits.
  std::vector<std::string> sessions;
  command.store().rows("SELECT id FROM plenary_session WHERE state IN ('convened', 'open') ORDER BY id", {},
                       [&](const Row& row) { sessions.push_back(row.text(0)); });
  for (const auto& session : sessions) {
    if (command.store().integer("SELECT COUNT(*) FROM plenary_attendance WHERE session = :session AND seat = :seat AND person = :person AND left_ns IS NULL",
                                {bind("session", session), bind("seat", told.seat), bind("person", told.person)}) > 0)
      depart(session, told.seat, command);
    end_proxies_of_mandate(session, told.seat, told.person, command);
  }
  return {};
}

}  // namespace plenary_plugin
