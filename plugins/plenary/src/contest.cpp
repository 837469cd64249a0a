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

/// A programme or minutes that were adopted are laid before the body again, an opinion also when it was rejected, a referral also when it was
/// put off. What was sent back comes again by itself, if at all.
bool waits_again(const AgendaItem& item, const std::optional<std::string>& decision) {
  if (decision == "adopted") return true;
  if (decision == "rejected") return item.matter_kind == "deliverable" || item.matter_kind == "referral";
  return decision == "deferred" && item.matter_kind == "referral";
}

}  // namespace

Result<contract::VoidVoteReply> Plenary::void_vote(const contract::VoidVote& request, Command& command) {
  const auto vote = the_vote(request.session, request.vote, command);
  if (!vote) return vote.error();
  if (!vote->in({"prepared", "open", "closed"})) return conflict("proclaimed_already");
  // A result that does not please is not made void: it is proclaimed, and may be contested. Void is what settles nothing.
  const bool settles = vote->outcome != "tied" && vote->outcome != "objected" && !is_decided_already(*vote, command);
  if (vote->stage == "closed" && settles) return conflict("result_stands");
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
  // It waits again where its plugin takes it up again, unless it was laid before the body anew or taken back since.
  if (item->matter && waits_again(*item, vote->decision))
    if (const auto matter = find_matter(item->matter_kind + ":" + *item->matter, command); matter && matter->state == "decided")
      set_matter(item->matter_kind, *item->matter, "waiting", command);
  command.emit(contract::Annulled{.session = vote->session, .vote = vote->id, .matter_kind = item->matter_kind, .matter = item->matter});
  return contract::SettleContestReply{};
}

Result<void> Plenary::settle(const contract::Settle& due, Command& command) {
  const auto changed = command.store().exec("UPDATE plenary_vote SET stage = 'final' WHERE id = :id AND stage = 'proclaimed'", {bind("id", due.vote)});
  if (changed > 0) command.emit(contract::Settled{.session = due.session, .vote = due.vote});
  return {};
}

}  // namespace plenary_plugin
