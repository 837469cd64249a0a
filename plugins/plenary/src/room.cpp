// The session in a member's hand, and on the wall of the room.
#include "choice.hpp"
#include "election_reading.hpp"
#include "roll.hpp"
#include "vote_showing.hpp"

namespace plenary_plugin {
namespace {

std::optional<AgendaItem> current_of(const Session& session, const Query& query) {
  if (!session.current_item) return std::nullopt;
  for (const auto& item : agenda_of(session.id, query))
    if (item.id == *session.current_item) return item;
  return std::nullopt;
}

std::vector<contract::Ballot> ballots_of(const VoteRecord& vote, std::string_view own_seat, const Query& query) {
  std::vector<contract::Ballot> ballots;
  query.store().rows(
      "SELECT v.seat, v.person, CASE WHEN b.vote IS NULL THEN 0 ELSE 1 END FROM plenary_voter v "
      "LEFT JOIN plenary_ballot b ON b.vote = v.vote AND b.voter_seat = v.seat "
      "WHERE v.vote = :vote AND v.account = :account AND v.part IN ('present', 'represented') ORDER BY v.part, v.seat LIMIT 100",
      {bind("vote", vote.id), bind("account", query.actor().id())}, [&](const Row& row) {
        ballots.push_back({.seat = row.text(0), .name = row.text(1), .own = row.view(0) == own_seat, .cast = row.boolean(2), .path = ballot_path(vote, row.text(0))});
      });
  return ballots;
}

void put_speech(contract::RoomReply& reply, const std::string& seat, const Query& query) {
  query.store().rows("SELECT seat FROM plenary_speech WHERE session = :session AND progress = 'waiting' ORDER BY point_of_order DESC, number",
                     {bind("session", reply.session)}, [&](const Row& row) {
                       if (row.view(0) == seat) reply.asked = true;
                       if (!reply.asked) reply.ahead += 1;
                     });
}

/// To whom the voice of this seat was given; once its holder is in the room, to whom it was until then.
Result<void> put_holder(contract::RoomReply& reply, const Sitting& seat, const Query& query) {
  const auto given = query.store().first(
      "SELECT holder_person, standing, COALESCE(ended_why, '') FROM plenary_proxy WHERE session = :session AND giver = :seat ORDER BY given_ns DESC, id DESC LIMIT 1",
      {bind("session", reply.session), bind("seat", seat.voter.seat)});
  if (!given) return {};
  const auto person = given->text(0);
  const auto names = names_of({person}, query);
  if (!names) return names.error();
  if (given->text(1) == "standing") reply.proxy_holder = name_in(*names, person, person);
  if (given->text(2) == "giver_arrived" && seat.present()) reply.fallen_holder = name_in(*names, person, person);
  return {};
}

/// The election whose round is open; else, while an election is the current item, the latest that this session held.
Result<std::optional<contract::MinutesElection>> election_of_the_moment(const Session& session, bool called, const Query& query) {
  std::optional<contract::MinutesElection> chosen;
  if (session.state != "open") return chosen;
  auto held = elections_in(session.id, query);
  if (!held) return held.error();
  for (auto& election : *held)
    if (election.election_stage == "round_open" || (called && election.election_stage != "given_up" && (!chosen || chosen->election_stage != "round_open")))
      chosen = std::move(election);
  return chosen;
}

std::vector<std::string> actions(const contract::RoomReply& reply) {
  std::vector<std::string> names;
  if (!reply.sits || (reply.state != "convened" && reply.state != "open")) return names;
  const bool present = reply.presence == "present";
  if (!present && !reply.before_day) names.push_back("join");
  if (!present && !reply.proxy) names.push_back("give_proxy");
  if (present && reply.state == "open") names.push_back(reply.asked ? "renounce" : "ask_to_speak");
  if (present) names.push_back("leave");
  return names;
}

}  // namespace

Result<contract::RoomReply> Plenary::room(const contract::Room& request, const Query& query) const {
  const auto session = find_session(request.session, query);
  if (!session) return not_found("no_such_session");
  contract::RoomReply reply{.session = session->id, .title = session->title, .state = session->state};
  const auto roll = roll_of(*session, session->current_item, query);
  if (!roll) return roll.error();
  const auto* seat = roll->of_account(query.actor().id());
  reply.sits = seat != nullptr;
  reply.presence = !seat ? "absent" : seat->present() ? "present" : seat->represented ? "represented" : "absent";
  reply.starts = to_iso(from_ns(session->starts_ns));
  if (session->state == "convened" && !day_has_come(*session, query)) reply.before_day = true;
  if (seat) {
    reply.proxy = seat->proxy;
    put_speech(reply, seat->voter.seat, query);
    if (const auto put = put_holder(reply, *seat, query); !put) return put.error();
  }
  if (const auto item = current_of(*session, query)) {
    reply.number = item->number;
    reply.item_title = shown_title(*item, is_inside(query), query);
  }
  if (const auto vote = vote_of_the_moment(*session, query); vote && vote->stage == "open") {
    reply.vote = vote->id;
    reply.question = vote->question;
    reply.method = vote->method;
    reply.votes_here = vote->method == "electronic" || vote->method == "consent";
    if (reply.votes_here) reply.ballots = ballots_of(*vote, seat ? seat->voter.seat : std::string(), query);
    std::vector<std::string> persons;
    for (const auto& ballot : reply.ballots) persons.push_back(ballot.name);
    const auto names = names_of(persons, query);
    if (!names) return names.error();
    for (auto& ballot : reply.ballots) ballot.name = name_in(*names, ballot.name, ballot.seat);
  }
  reply.actions = actions(reply);
  return reply;
}

Result<contract::ScreenReply> Plenary::screen(const contract::Screen& request, const Query& query) const {
  const auto session = find_session(request.session, query);
  if (!session) return not_found("no_such_session");
  const auto seen = may_see(*session, query);
  if (!seen) return seen.error();
  if (!*seen) return not_found("no_such_session");
  const bool inside = is_inside(query);

  contract::ScreenReply reply{.session = session->id, .title = session->title, .body = session->body, .state = session->state};
  reply.starts = to_iso(from_ns(session->starts_ns));
  const auto item = current_of(*session, query);
  if (item) {
    reply.number = item->number;
    reply.item_title = shown_title(*item, inside, query);
    if (is_veiled(*item, inside, query)) reply.item_veiled = true;
  }
  const auto roll = roll_of(*session, session->current_item, query);
  if (!roll) return roll.error();
  auto quorum = quorum_of(*session, item ? item->act : "", *roll, query);
  if (!quorum) return quorum.error();
  reply.quorum = *std::move(quorum);
  reply.present = roll->present();
  reply.represented = roll->represented();
  reply.members = roll->members();

  std::vector<std::string> speaking, waiting;
  query.store().rows(
      "SELECT person, progress FROM plenary_speech WHERE session = :session AND progress IN ('speaking', 'waiting') ORDER BY point_of_order DESC, number",
      {bind("session", session->id)}, [&](const Row& row) { (row.view(1) == "speaking" ? speaking : waiting).push_back(row.text(0)); });
  reply.waiting_count = static_cast<std::int64_t>(waiting.size());
  // Names are for the room: who reads the page from elsewhere, without an account of the council, reads how many.
  if (inside) {
    auto persons = speaking;
    persons.insert(persons.end(), waiting.begin(), waiting.end());
    const auto names = names_of(persons, query);
    if (!names) return names.error();
    if (!speaking.empty()) reply.speaker = name_in(*names, speaking.front(), speaking.front());
    for (const auto& person : waiting)
      if (reply.waiting.size() < 10) reply.waiting.push_back(name_in(*names, person, person));
  }
  if (const auto vote = vote_of_the_moment(*session, query); vote && (inside || vote->stage != "prepared")) {
    const auto about = find_item(vote->session, vote->item, query);
    const bool veiled = about && is_veiled(*about, inside, query);
    reply.question = veiled ? *about->matter : vote->question;
    if (veiled) reply.question_veiled = true;
    reply.method = vote->method;
    reply.stage = vote->stage;
    if (vote->stage == "open" && !vote->counted()) reply.cast = voices_cast(vote->id, query);
    reply.result = vote->stage == "closed" ? std::nullopt : shown_result(*vote, query);  // on the wall only once it is proclaimed
    reply.decision = vote->decision;
    if (const auto choice = vote->in({"proclaimed", "final", "contested", "confirmed"}) ? find_choice(*vote, query) : std::nullopt)
      reply.ranking = count_choice(*choice, query).ranking;
  }
  auto election = election_of_the_moment(*session, item && item->kind == "election", query);
  if (!election) return election.error();
  reply.election = *std::move(election);
  if (query.allowed(contract::permission::attendance) && session->in({"convened", "open"})) {
    reply.code = session->code;
    reply.join_path = session->join_path();
  }
  return reply;
}

}  // namespace plenary_plugin
