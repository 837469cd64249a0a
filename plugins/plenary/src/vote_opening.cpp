// A vote is prepared by the method that its act allows, and opened when the quorum is there: from then on its electorate stands still.
#include <algorithm>

#include "roll.hpp"
#include "vote.hpp"

namespace plenary_plugin {
namespace {

// Any body approves its own minutes, elects and decides on other things; what the rules give to one body, another cannot decide.
bool any_body_may(const std::string& act) { return act == "approve_minutes" || act == "elect" || act == "other"; }

std::optional<Error> method_refused(const contract::PrepareVote& request, const AgendaItem& item, const rules::ActReply& rule) {
  // Nothing electronic is secret, and hands and voices are seen and heard: only paper in a box is.
  if (request.secret && request.method != "secret_paper") return invalid("method", "not_secret");
  if (std::find(rule.methods.begin(), rule.methods.end(), request.method) == rule.methods.end()) return invalid("method", "method_not_allowed");
  if (item.kind == "election" && rule.secret_for_persons && request.method != "secret_paper") return invalid("method", "secret_required");
  if (request.minutes && request.method != "electronic" && request.method != "consent") return invalid("minutes", "counted_by_hand");
  return std::nullopt;
}

void freeze(const VoteRecord& vote, const Roll& roll, Command& command) {
  for (const auto& seat : roll.seats) {
    if (!seat.voter.voting) continue;
    const auto* holder = seat.holder ? roll.of_seat(*seat.holder) : nullptr;
    const auto device = [](const Sitting& sitting) { return sitting.alternate ? sitting.voter.alternate_account : sitting.voter.account; };
    const auto account = seat.represented && holder ? device(*holder) : device(seat);
    const auto* part = seat.present() ? "present" : seat.represented ? "represented" : "absent";
    command.store().exec(
        "INSERT INTO plenary_voter (vote, seat, person, account, college, weight, part, holder) "
        "VALUES (:vote, :seat, :person, :account, :college, :weight, :part, :holder)",
        {bind("vote", vote.id), bind("seat", seat.voter.seat), bind("person", seat.who()), bind("account", account),
         bind("college", seat.voter.college), bind("weight", seat.voter.weight), bind("part", part),
         bind("holder", seat.present() ? std::nullopt : seat.holder)});
  }
}

}  // namespace

Result<contract::PrepareVoteReply> Plenary::prepare_vote(const contract::PrepareVote& request, Command& command) {
  const auto session = find_session(request.session, command);
  const auto item = find_item(request.session, request.item, command);
  if (!session || !item) return not_found("no_such_item");
  if (!session->in({"planned", "convened", "open"})) return conflict("already_held");
  if (item->progress == "withdrawn") return conflict("item_withdrawn_already");
  if (item->act.empty()) return conflict("nothing_to_decide");
  const auto rule = command.ask(rules::Act{.act = item->act});
  if (!rule) return rule.error();
  if (rule->body != session->body && !any_body_may(item->act)) return conflict("not_of_this_body");
  if (!rule->by_vote) return conflict("no_vote_needed");
  if (auto refused = method_refused(request, *item, *rule)) return *refused;
  const auto id = next_number("V", command);
  command.store().exec(
      "INSERT INTO plenary_vote (id, session, item, number, kind, question, proposes, act, method, secret, stage, minutes, prepared_ns) "
      "VALUES (:id, :session, :item, (SELECT COALESCE(MAX(number), 0) + 1 FROM plenary_vote WHERE session = :session), 'motion', :question, "
      ":proposes, :act, :method, :secret, 'prepared', :minutes, :now)",
      {bind("id", id), bind("session", session->id), bind("item", item->id), bind("question", request.question), bind("proposes", request.proposes),
       bind("act", item->act), bind("method", request.method), bind("secret", request.method == "secret_paper"), bind("minutes", request.minutes),
       bind("now", to_ns(command.now()))});
  command.emit(contract::VotePrepared{.session = session->id, .vote = id});
  return contract::PrepareVoteReply{.vote = id};
}

Result<contract::OpenVoteReply> Plenary::open_vote(const contract::OpenVote& request, Command& command) {
  const auto session = find_session(request.session, command);
  const auto vote = the_vote(request.session, request.vote, command);
  if (!session || !vote) return not_found("no_such_vote");
  if (vote->stage != "prepared") return conflict("vote_not_prepared");
  if (session->state != "open") return conflict("session_not_open");
  if (session->current_item != vote->item) return conflict("item_not_called");
  if (is_decided_already(*vote, command)) return conflict("item_decided");
  if (command.store().integer("SELECT COUNT(*) FROM plenary_vote WHERE session = :session AND stage = 'open'", {bind("session", session->id)}) > 0)
    return conflict("other_vote_open");
  const auto rule = command.ask(rules::Act{.act = vote->act});
  if (!rule) return rule.error();
  const auto roll = roll_of(*session, vote->item, command);
  if (!roll) return roll.error();
  const auto quorum = quorum_of(*session, vote->act, *roll, command);
  if (!quorum) return quorum.error();
  if (!quorum->met) return conflict("quorum_not_met");

  const auto now = command.now();
  const auto closes = vote->minutes ? std::optional(now + std::chrono::minutes(*vote->minutes)) : std::nullopt;
  freeze(*vote, *roll, command);
  command.store().exec(
      "UPDATE plenary_vote SET stage = 'open', opened_ns = :now, closes_ns = :closes, members = :members, present = :present, "
      "represented = :represented, quorum_percent = :percent, quorum_required = :required, quorum_counted = :counted, majority = :majority, "
      "tie = :tie, per_college = :per_college WHERE id = :id",
      {bind("now", to_ns(now)), bind("closes", closes ? std::optional(to_ns(*closes)) : std::nullopt), bind("members", roll->members()),
       bind("present", roll->present()), bind("represented", roll->represented()), bind("percent", quorum->percent),
       bind("required", quorum->required), bind("counted", quorum->counted), bind("majority", rule->majority), bind("tie", rule->tie),
       bind("per_college", rule->per_college), bind("id", vote->id)});
  if (closes) command.schedule(contract::CloseWhenDue{.session = session->id, .vote = vote->id}, *closes, "close:" + vote->id);
  command.emit(contract::VoteOpened{.session = session->id, .vote = vote->id});
  return contract::OpenVoteReply{};
}

}  // namespace plenary_plugin
