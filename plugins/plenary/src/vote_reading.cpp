#include "vote_showing.hpp"

namespace plenary_plugin {
namespace {

std::vector<std::string> actions(const VoteRecord& vote) {
  if (vote.stage == "prepared") return {"open_vote", "void_vote"};
  const bool choice = vote.kind != "motion" && vote.kind != "recorded";
  if (vote.stage == "closed" && choice && vote.outcome == "tied") return {"draw_choice", "void_vote"};
  // What has a result is proclaimed; what settles nothing may be made void, for another vote.
  if (vote.stage == "closed" && vote.outcome != "tied" && vote.outcome != "objected") return {"proclaim"};
  if (vote.stage == "closed") return {"proclaim", "void_vote"};
  if (vote.stage == "proclaimed") return {"contest"};
  if (vote.stage == "contested") return {"settle_contest"};
  if (vote.stage != "open") return {};
  if (vote.kind == "schulze" || vote.kind == "stv") return {"rank", "close_vote", "void_vote"};
  if (choice) return {vote.kind == "majority_judgment" ? "grade" : "tick", "close_vote", "void_vote"};
  const auto* entry = vote.method == "roll_call" ? "record_voices" : vote.counted() ? "record_counts" : "cast";
  return {entry, "close_vote", "void_vote"};
}

std::vector<contract::CollegeFigures> colleges_of(const VoteRecord& vote, const Query& query) {
  std::vector<contract::CollegeFigures> colleges;
  query.store().rows(
      "SELECT college, members, in_favour, against, abstained, base, required, adopted FROM plenary_college_count "
      "WHERE vote = :vote AND adopted IS NOT NULL ORDER BY college",
      {bind("vote", vote.id)}, [&](const Row& row) {
        colleges.push_back({.college = row.text(0),
                            .members = row.integer(1),
                            .in_favour = row.integer(2),
                            .against = row.integer(3),
                            .abstained = row.integer(4),
                            .base = row.integer(5),
                            .required = row.integer(6),
                            .adopted = row.boolean(7)});
      });
  return colleges;
}

}  // namespace

std::int64_t voices_cast(const std::string& vote, const Query& query) {
  return query.store().integer("SELECT COUNT(*) FROM plenary_ballot WHERE vote = :vote", {bind("vote", vote)});
}

std::optional<contract::Outcome> shown_result(const VoteRecord& vote, const Query& query) {
  // Of a vote between options, its own count says what came out.
  if (!vote.outcome || vote.in({"prepared", "open", "void"}) || (vote.kind != "motion" && vote.kind != "recorded")) return std::nullopt;
  if (vote.stage == "closed" && !query.allowed(contract::permission::chair) && !query.allowed(contract::permission::record)) return std::nullopt;
  return contract::Outcome{.in_favour = vote.in_favour.value_or(0),
                           .against = vote.against.value_or(0),
                           .abstained = vote.abstained.value_or(0),
                           .blank = vote.blank,
                           .outcome = *vote.outcome,
                           .majority = vote.majority.empty() ? "simple" : vote.majority,
                           .base = vote.base.value_or(0),
                           .required = vote.required.value_or(0),
                           .tie_broken = vote.tie_broken,
                           .by_consent = vote.method == "consent"};
}

std::optional<VoteRecord> vote_of_the_moment(const Session& session, const Query& query) {
  if (session.state != "open") return std::nullopt;
  const auto row = query.store().first(
      "SELECT id FROM plenary_vote WHERE session = :session AND (stage = 'open' OR (item = :item AND stage <> 'void')) "
      "ORDER BY CASE WHEN stage = 'open' THEN 0 ELSE 1 END, number DESC LIMIT 1",
      {bind("session", session.id), bind("item", session.current_item.value_or(""))});
  return row ? find_vote(session.id, row->text(0), query) : std::nullopt;
}

Result<contract::VoteReply> Plenary::vote(const contract::Vote& request, const Query& query) const {
  const auto session = find_session(request.session, query);
  const auto found = find_vote(request.session, request.vote, query);
  if (!session || !found) return not_found("no_such_vote");
  const auto seen = may_see(*session, query);
  if (!seen) return seen.error();
  if (!*seen || (found->stage == "prepared" && !is_inside(query))) return not_found("no_such_vote");

  contract::VoteReply reply{.session = session->id, .session_title = session->title, .vote = found->id, .item = found->item};
  const auto item = find_item(found->session, found->item, query);
  const bool veiled = item && is_veiled(*item, is_inside(query), query);
  reply.question = veiled ? *item->matter : found->question;
  if (veiled) reply.veiled = true;
  reply.proposes = found->proposes;
  reply.act = found->act;
  reply.method = found->method;
  reply.secret = found->secret;
  reply.stage = found->stage;
  reply.opened_at = ns_to_iso(found->opened_ns);
  reply.closes_at = found->stage == "open" ? ns_to_iso(found->closes_ns) : std::nullopt;
  reply.closed_at = ns_to_iso(found->closed_ns);
  if (found->stage == "open" && !found->counted()) reply.cast = voices_cast(found->id, query);
  if (found->opened_ns)
    reply.figures = contract::Figures{.members = found->members,
                                      .present = found->present,
                                      .represented = found->represented,
                                      .quorum_percent = found->quorum_percent,
                                      .quorum_required = found->quorum_required,
                                      .quorum_counted = found->quorum_counted,
                                      .not_asked = found->quorum_percent == 0 ? std::optional(true) : std::nullopt};
  reply.result = shown_result(*found, query);
  if (reply.result) reply.colleges = colleges_of(*found, query);
  reply.decision = found->decision;
  if (!veiled) {
    reply.reservations = found->reservations;
    reply.reason = found->void_reason;
    reply.contest_reason = found->contest_reason;
    reply.ruling_reason = found->ruling_reason;
  }
  reply.actions = actions(*found);
  return reply;
}

}  // namespace plenary_plugin
