// A vote closes once, by whoever is first or by the clock of the house; what it decides is judged by the rules and proclaimed by the chair.
#include <algorithm>

#include "choice.hpp"
#include "counting.hpp"
#include "matters.hpp"
#include "proclaiming.hpp"

namespace plenary_plugin {
namespace {

/// A consent is given when nobody objects.
rules::OutcomeReply consented(const VoteRecord& vote, const Query& query) {
  rules::OutcomeReply outcome;
  const auto objections = counts_of(vote, query).against;
  outcome.outcome = objections == 0 ? "adopted" : "objected";
  outcome.base = vote.present + vote.represented;
  return outcome;
}

Result<void> close(const VoteRecord& vote, Command& command) {
  const auto closed = command.store().exec("UPDATE plenary_vote SET stage = 'closed', closed_ns = :now WHERE id = :id AND stage = 'open'",
                                           {bind("now", to_ns(command.now())), bind("id", vote.id)});
  if (closed == 0) return conflict("vote_not_open");
  if (const auto choice = find_choice(vote, command)) {
    keep_choice(*choice, command);
    command.emit(contract::VoteClosed{.session = vote.session, .vote = vote.id});
    return {};
  }
  // A tie is told as one even where the chair's voice decides it: the chair is asked for that voice when it is needed.
  const auto outcome = vote.method == "consent" ? Result<rules::OutcomeReply>(consented(vote, command))
                                                : judge(vote, vote.tie == "chair" ? "revote" : vote.tie, std::nullopt, command);
  if (!outcome) return outcome.error();
  keep(vote, *outcome, command);
  command.emit(contract::VoteClosed{.session = vote.session, .vote = vote.id});
  return {};
}

/// What the vote decides about the matter; nothing when a motion to defer or to send back failed.
std::optional<std::string> decision_of(const VoteRecord& vote, std::string_view outcome) {
  if (outcome == "objected") return "sent_back";
  if (outcome == "rejected") return vote.proposes == "adopt" ? std::optional<std::string>("rejected") : std::nullopt;
  return vote.proposes == "adopt" ? "adopted" : vote.proposes == "defer" ? "deferred" : "sent_back";
}

Result<std::string> settled_outcome(const VoteRecord& vote, const std::optional<std::string>& chair, Command& command) {
  if (vote.outcome == "objected") {
    const auto rule = command.ask(rules::Act{.act = vote.act});
    if (!rule) return rule.error();
    // Where consent is the only way, an objection sends the matter back; elsewhere it is put to a vote.
    const bool only = std::all_of(rule->methods.begin(), rule->methods.end(), [](const auto& method) { return method == "consent"; });
    return only ? Result<std::string>("objected") : conflict("objection_raised");
  }
  if (vote.outcome != "tied") return vote.outcome.value_or("rejected");
  if (vote.tie != "chair") return conflict("vote_tied");
  if (!chair) return invalid("chair_voice", "chair_must_decide");
  const auto broken = judge(vote, "chair", chair, command);
  if (!broken) return broken.error();
  keep(vote, *broken, command);
  return broken->outcome;
}

/// Reservations are about a text, and about one that is adopted.
Result<void> sound(const std::optional<std::string>& reservations, const AgendaItem& item, const std::optional<std::string>& decision) {
  if (!reservations) return {};
  if (item.matter_kind != "deliverable") return invalid("reservations", "no_text_to_adopt");
  if (decision != "adopted") return invalid("reservations", "nothing_adopted");
  return {};
}

}  // namespace

void tell_decision(const Session& session, const AgendaItem& item, const VoteRecord& vote, const std::string& outcome, bool about_matter,
                   Command& command) {
  // A consent counts objections and nothing else: three noughts would be told on as a count.
  const bool counted = vote.method != "consent";
  const auto figure = [&](const std::optional<std::int64_t>& voices) { return counted ? std::optional(voices.value_or(0)) : std::nullopt; };
  command.emit(contract::Proclaimed{.session = session.id,
                                    .body = session.body,
                                    .item = item.id,
                                    .vote = vote.id,
                                    .matter_kind = about_matter ? item.matter_kind : "other",
                                    .matter = about_matter ? item.matter : std::nullopt,
                                    .act = item.act,
                                    .outcome = outcome,
                                    .date = command.today(),
                                    .method = vote.method,
                                    .in_favour = figure(vote.in_favour),
                                    .against = figure(vote.against),
                                    .abstained = figure(vote.abstained),
                                    .notice_respected = session.notice_respected || session.urgency_reason.has_value(),
                                    .reservations = vote.reservations});
  // What is put off goes on waiting where its plugin leaves it laid before the body: an opinion does, a referral is proposed anew.
  if (about_matter && item.matter)
    set_matter(item.matter_kind, *item.matter, outcome == "deferred" && item.matter_kind == "deliverable" ? "waiting" : "decided", command);
}

Result<contract::CloseVoteReply> Plenary::close_vote(const contract::CloseVote& request, Command& command) {
  const auto vote = the_vote(request.session, request.vote, command);
  if (!vote) return vote.error();
  if (vote->stage == "open" && vote->counted() && !vote->in_favour) return conflict("counts_missing");
  if (const auto done = close(*vote, command); !done) return done.error();
  return contract::CloseVoteReply{};
}

Result<void> Plenary::close_when_due(const contract::CloseWhenDue& due, Command& command) {
  const auto vote = find_vote(due.session, due.vote, command);
  // An officer was first, or its item was withdrawn.
  if (!vote || vote->stage != "open") return {};
  return close(*vote, command);
}

Result<contract::ProclaimReply> Plenary::proclaim(const contract::Proclaim& request, Command& command) {
  const auto session = find_session(request.session, command);
  auto vote = the_vote(request.session, request.vote, command);
  if (!session || !vote) return not_found("no_such_vote");
  if (vote->stage == "open") return conflict("vote_still_open");
  if (vote->stage != "closed") return conflict("vote_not_closed");
  const auto item = find_item(session->id, vote->item, command);
  if (!item || item->progress == "withdrawn") return conflict("item_withdrawn_already");
  if (is_decided_already(*vote, command)) return conflict("item_decided");
  const auto outcome = settled_outcome(*vote, request.chair_voice, command);
  if (!outcome) return outcome.error();
  const auto decision = decision_of(*vote, *outcome);
  if (const auto good = sound(request.reservations, *item, decision); !good) return good.error();
  vote->reservations = request.reservations;
  command.store().exec(
      "UPDATE plenary_vote SET stage = 'proclaimed', proclaimed_ns = :now, decision = :decision, reservations = :reservations "
      "WHERE id = :id AND stage = 'closed'",
      {bind("now", to_ns(command.now())), bind("decision", decision), bind("reservations", vote->reservations), bind("id", vote->id)});
  command.schedule(contract::Settle{.session = session->id, .vote = vote->id}, command.now() + std::chrono::days(settings().contest_days),
                   "settle:" + vote->id);
  tell_decision(*session, *item, *vote, decision.value_or("rejected"), decision.has_value(), command);
  return contract::ProclaimReply{};
}

Result<contract::RecordDecisionReply> Plenary::record_decision(const contract::RecordDecision& request, Command& command) {
  const auto session = find_session(request.session, command);
  const auto item = find_item(request.session, request.item, command);
  if (!session || !item) return not_found("no_such_item");
  if (session->state != "open") return conflict("session_not_open");
  if (session->current_item != item->id) return conflict("item_not_called");
  if (item->act.empty()) return conflict("nothing_to_decide");
  const auto rule = command.ask(rules::Act{.act = item->act});
  if (!rule) return rule.error();
  if (rule->body != session->body) return conflict("not_of_this_body");
  if (rule->by_vote) return conflict("vote_needed");
  if (command.store().integer("SELECT COUNT(*) FROM plenary_vote WHERE item = :item AND decision IS NOT NULL AND stage <> 'annulled'",
                              {bind("item", item->id)}) > 0)
    return conflict("item_decided");
  if (const auto good = sound(request.reservations, *item, request.decision); !good) return good.error();
  VoteRecord record{.id = next_number("V", command), .session = session->id, .item = item->id, .kind = "recorded"};
  record.method = "consent";
  record.reservations = request.reservations;
  command.store().exec(
      "INSERT INTO plenary_vote (id, session, item, number, kind, question, proposes, act, method, secret, stage, prepared_ns, proclaimed_ns, decision, reservations) "
      "VALUES (:id, :session, :item, (SELECT COALESCE(MAX(number), 0) + 1 FROM plenary_vote WHERE session = :session), 'recorded', :question, "
      "'adopt', :act, 'consent', 0, 'proclaimed', :now, :now, :decision, :reservations)",
      {bind("id", record.id), bind("session", session->id), bind("item", item->id), bind("question", item->title), bind("act", item->act),
       bind("now", to_ns(command.now())), bind("decision", request.decision), bind("reservations", request.reservations)});
  command.schedule(contract::Settle{.session = session->id, .vote = record.id}, command.now() + std::chrono::days(settings().contest_days),
                   "settle:" + record.id);
  tell_decision(*session, *item, record, request.decision, true, command);
  return contract::RecordDecisionReply{.vote = record.id};
}

}  // namespace plenary_plugin
