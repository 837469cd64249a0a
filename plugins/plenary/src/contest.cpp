// What was proclaimed can be contested for some days by whoever could vote; then it is final, or the chair rules.
#include "matters.hpp"
#include "roll.hpp"
#include "vote.hpp"

namespace plenary_plugin {
namespace {

// Who could vote, and who sits in a body that decided without a vote.
Result<bool> may_contest(const Session& session, const VoteRecord& vote, const Query& query) {
  const auto roll = roll_of(session, std::nullopt, query);
  if (!roll) return roll.error();
  const auto* seat = roll->of_account(query.actor().id());
  if (!seat) return false;
  if (vote.kind == "recorded") return seat->voter.voting;
  return query.store().integer("SELECT COUNT(*) FROM plenary_voter WHERE vote = :vote AND seat = :seat",
                               {bind("vote", vote.id), bind("seat", seat->voter.seat)}) > 0;
}

}  // namespace

Result<contract::VoidVoteReply> Plenary::void_vote(const contract::VoidVote& request, Command& command) {
  const auto vote = the_vote(request.session, request.vote, command);
  if (!vote) return vote.error();
  if (!vote->in({"prepared", "open", "closed"})) return conflict("proclaimed_already");
  void_one(vote->session, vote->id, request.reason, command);
  return contract::VoidVoteReply{};
}

Result<contract::ContestReply> Plenary::contest(const contract::Contest& request, Command& command) {
  const auto session = find_session(request.session, command);
  const auto vote = the_vote(request.session, request.vote, command);
  if (!session || !vote) return not_found("no_such_vote");
  if (vote->in({"prepared", "open", "closed", "void"})) return conflict("not_proclaimed");
  if (vote->stage == "contested") return conflict("contested_already");
  if (vote->stage != "proclaimed") return conflict("too_late_to_contest");
  const auto allowed = may_contest(*session, *vote, command);
  if (!allowed) return allowed.error();
  if (!*allowed) return denied("not_in_electorate");
  command.store().exec("UPDATE plenary_vote SET stage = 'contested', contest_reason = :reason WHERE id = :id AND stage = 'proclaimed'",
                       {bind("reason", request.reason), bind("id", vote->id)});
  command.emit(contract::Contested{.session = vote->session, .vote = vote->id});
  return contract::ContestReply{};
}

Result<contract::SettleContestReply> Plenary::settle_contest(const contract::SettleContest& request, Command& command) {
  const auto vote = the_vote(request.session, request.vote, command);
  if (!vote) return vote.error();
  if (vote->stage != "contested") return conflict("not_contested");
  const bool annul = request.ruling == "annul";
  command.store().exec("UPDATE plenary_vote SET stage = :stage, ruling_reason = :reason WHERE id = :id AND stage = 'contested'",
                       {bind("stage", annul ? "annulled" : "confirmed"), bind("reason", request.reason), bind("id", vote->id)});
  if (!annul) {
    command.emit(contract::Confirmed{.session = vote->session, .vote = vote->id});
    return contract::SettleContestReply{};
  }
  const auto item = find_item(vote->session, vote->item, command);
  if (!item) return not_found("no_such_item");
  if (item->matter) set_matter(item->matter_kind, *item->matter, "waiting", command);
  command.emit(contract::Annulled{.session = vote->session, .vote = vote->id, .matter_kind = item->matter_kind, .matter = item->matter});
  return contract::SettleContestReply{};
}

Result<void> Plenary::settle(const contract::Settle& due, Command& command) {
  const auto changed = command.store().exec("UPDATE plenary_vote SET stage = 'final' WHERE id = :id AND stage = 'proclaimed'", {bind("id", due.vote)});
  if (changed > 0) command.emit(contract::Settled{.session = due.session, .vote = due.vote});
  return {};
}

}  // namespace plenary_plugin
