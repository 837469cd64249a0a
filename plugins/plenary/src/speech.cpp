// The list of speakers: points of order first, then in the order of asking. One speaks at a time.
#include "attendance.hpp"

namespace plenary_plugin {
namespace {

/// The seat that calls, in the room of an open session.
Result<Sitting> in_the_room(const std::string& id, const Query& query) {
  const auto session = find_session(id, query);
  if (!session) return not_found("no_such_session");
  if (session->state != "open") return conflict("session_not_open");
  const auto roll = roll_of(*session, std::nullopt, query);
  if (!roll) return roll.error();
  const auto* seat = roll->of_account(query.actor().id());
  if (!seat) return denied("no_seat_here");
  if (!seat->present()) return conflict("not_present");
  return *seat;
}

bool end_current(const std::string& session, Command& command) {
  return command.store().exec("UPDATE plenary_speech SET progress = 'done', ended_ns = :now WHERE session = :session AND progress = 'speaking'",
                              {bind("now", to_ns(command.now())), bind("session", session)}) > 0;
}

void put_on_list(const std::string& session, const Sitting& seat, bool point_of_order, Command& command) {
  command.store().exec(
      "INSERT INTO plenary_speech (id, session, number, item, seat, person, college, point_of_order, progress, asked_ns) VALUES (:id, :session, "
      "(SELECT COALESCE(MAX(number), 0) + 1 FROM plenary_speech WHERE session = :session), (SELECT current_item FROM plenary_session WHERE id = :session), "
      ":seat, :person, :college, :point, 'waiting', :now)",
      {bind("id", command.new_id()), bind("session", session), bind("seat", seat.voter.seat), bind("person", seat.who()),
       bind("college", seat.voter.college), bind("point", point_of_order), bind("now", to_ns(command.now()))});
}

}  // namespace

Result<contract::AskToSpeakReply> Plenary::ask_to_speak(const contract::AskToSpeak& request, Command& command) {
  const auto seat = in_the_room(request.session, command);
  if (!seat) return seat.error();
  if (command.store().integer("SELECT COUNT(*) FROM plenary_speech WHERE session = :session AND seat = :seat AND progress = 'waiting'",
                              {bind("session", request.session), bind("seat", seat->voter.seat)}) > 0)
    return conflict("asked_already");
  put_on_list(request.session, *seat, request.point_of_order, command);
  command.emit(contract::SpeakersChanged{.session = request.session});
  return contract::AskToSpeakReply{};
}

Result<contract::RenounceReply> Plenary::renounce(const contract::Renounce& request, Command& command) {
  const auto seat = in_the_room(request.session, command);
  if (!seat) return seat.error();
  const auto gone = command.store().exec("UPDATE plenary_speech SET progress = 'renounced' WHERE session = :session AND seat = :seat AND progress = 'waiting'",
                                         {bind("session", request.session), bind("seat", seat->voter.seat)});
  if (gone == 0) return conflict("not_asked");
  command.emit(contract::SpeakersChanged{.session = request.session});
  return contract::RenounceReply{};
}

Result<contract::GiveFloorReply> Plenary::give_floor(const contract::GiveFloor& request, Command& command) {
  const auto session = find_session(request.session, command);
  if (!session) return not_found("no_such_session");
  if (session->state != "open") return conflict("session_not_open");
  const auto roll = roll_of(*session, std::nullopt, command);
  if (!roll) return roll.error();
  const auto* seat = roll->of_seat(request.seat);
  if (!seat || !seat->present()) return invalid("seat", "not_present");
  end_current(session->id, command);
  const auto waiting = command.store().integer("SELECT COUNT(*) FROM plenary_speech WHERE session = :session AND seat = :seat AND progress = 'waiting'",
                                               {bind("session", session->id), bind("seat", request.seat)});
  // The chair may give the floor to somebody who raised a hand and no telephone.
  if (waiting == 0) put_on_list(session->id, *seat, false, command);
  command.store().exec(
      "UPDATE plenary_speech SET progress = 'speaking', began_ns = :now WHERE session = :session AND seat = :seat AND progress = 'waiting'",
      {bind("now", to_ns(command.now())), bind("session", session->id), bind("seat", request.seat)});
  command.emit(contract::SpeakersChanged{.session = session->id});
  return contract::GiveFloorReply{};
}

Result<contract::EndSpeechReply> Plenary::end_speech(const contract::EndSpeech& request, Command& command) {
  if (!find_session(request.session, command)) return not_found("no_such_session");
  if (!end_current(request.session, command)) return conflict("nobody_speaks");
  command.emit(contract::SpeakersChanged{.session = request.session});
  return contract::EndSpeechReply{};
}

}  // namespace plenary_plugin
