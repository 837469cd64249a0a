#include "vote.hpp"

#include <algorithm>

namespace plenary_plugin {

bool VoteRecord::in(std::initializer_list<std::string_view> stages) const {
  return std::find(stages.begin(), stages.end(), std::string_view(stage)) != stages.end();
}

std::optional<VoteRecord> find_vote(const std::string& session, const std::string& id, const Query& query) {
  const auto row = query.store().first(
      "SELECT item, kind, question, proposes, act, method, stage, secret, per_college, tie_broken, minutes, opened_ns, closes_ns, closed_ns, "
      "proclaimed_ns, in_favour, against, abstained, base, required, members, present, represented, quorum_percent, quorum_required, "
      "quorum_counted, blank, majority, tie, outcome, decision, void_reason, contest_reason, ruling_reason, reservations "
      "FROM plenary_vote WHERE id = :id AND session = :session",
      {bind("id", id), bind("session", session)});
  if (!row) return std::nullopt;
  VoteRecord vote{.id = id, .session = session, .item = row->text(0), .kind = row->text(1), .question = row->text(2), .proposes = row->text(3)};
  vote.act = row->text(4);
  vote.method = row->text(5);
  vote.stage = row->text(6);
  vote.secret = row->integer(7) != 0;
  vote.per_college = row->integer(8) != 0;
  vote.tie_broken = row->integer(9) != 0;
  std::optional<std::int64_t>* const maybe[] = {&vote.minutes,   &vote.opened_ns, &vote.closes_ns, &vote.closed_ns, &vote.proclaimed_ns,
                                                &vote.in_favour, &vote.against,   &vote.abstained, &vote.base,      &vote.required};
  for (std::size_t i = 0; i < std::size(maybe); ++i) *maybe[i] = row->optional_integer(10 + i);
  std::int64_t* const figures[] = {&vote.members,         &vote.present,        &vote.represented, &vote.quorum_percent,
                                   &vote.quorum_required, &vote.quorum_counted, &vote.blank};
  for (std::size_t i = 0; i < std::size(figures); ++i) *figures[i] = row->integer(20 + i);
  vote.majority = row->text(27);
  vote.tie = row->text(28);
  std::optional<std::string>* const words[] = {&vote.outcome, &vote.decision, &vote.void_reason, &vote.contest_reason, &vote.ruling_reason,
                                             &vote.reservations};
  for (std::size_t i = 0; i < std::size(words); ++i) *words[i] = row->optional_text(29 + i);
  return vote;
}

Result<VoteRecord> the_vote(const std::string& session, const std::string& id, const Query& query) {
  auto vote = find_vote(session, id, query);
  if (!vote) return not_found("no_such_vote");
  return *std::move(vote);
}

std::vector<std::string> unsettled_votes_on(const std::string& item, const Query& query) {
  std::vector<std::string> votes;
  query.store().rows("SELECT id FROM plenary_vote WHERE item = :item AND stage IN ('prepared', 'open', 'closed') ORDER BY number",
                     {bind("item", item)}, [&](const Row& row) { votes.push_back(row.text(0)); });
  return votes;
}

bool is_decided_already(const VoteRecord& vote, const Query& query) {
  if (vote.kind != "motion") return false;
  return query.store().integer(
             "SELECT COUNT(*) FROM plenary_vote WHERE item = :item AND id <> :id AND kind IN ('motion', 'recorded') AND decision IS NOT NULL "
             "AND stage <> 'annulled' AND EXISTS (SELECT 1 FROM plenary_item WHERE id = :item AND matter IS NOT NULL)",
             {bind("item", vote.item), bind("id", vote.id)}) > 0;
}

void void_one(const std::string& session, const std::string& vote, const std::optional<std::string>& reason, Command& command) {
  command.store().exec("UPDATE plenary_vote SET stage = 'void', void_reason = :reason WHERE id = :id", {bind("reason", reason), bind("id", vote)});
  command.emit(contract::VoteVoided{.session = session, .vote = vote});
}

}  // namespace plenary_plugin
