#include "choice.hpp"
#include "session.hpp"

namespace plenary_plugin {
namespace {

std::vector<contract::Option> options_of(const std::string& vote, const Query& query) {
  std::vector<contract::Option> options;
  query.store().rows("SELECT id, label FROM plenary_option WHERE vote = :vote ORDER BY position", {bind("vote", vote)},
                     [&](const Row& row) { options.push_back({.id = row.text(0), .label = row.text(1)}); });
  return options;
}

}  // namespace

Result<contract::BallotOptionsReply> Choosing::ballot_options(const contract::BallotOptions& request, const Query& query) const {
  return contract::BallotOptionsReply{.options = options_of(request.vote, query)};
}

Result<contract::BlankBallotReply> Choosing::blank_ballot(const contract::BlankBallot& request, const Query& query) const {
  contract::BlankBallotReply reply;
  for (const auto& option : options_of(request.vote, query)) {
    reply.ranks.push_back({.option = option.id});
    reply.marks.push_back({.option = option.id});
  }
  return reply;
}

Result<contract::ChoiceReply> Choosing::choice(const contract::Choice& request, const Query& query) const {
  const auto session = find_session(request.session, query);
  const auto vote = find_vote(request.session, request.vote, query);
  if (!session || !vote) return not_found("no_such_vote");
  const auto seen = may_see(*session, query);
  if (!seen) return seen.error();
  if (!*seen) return not_found("no_such_vote");
  contract::ChoiceReply reply{.session = request.session, .vote = request.vote, .among_options = false};
  const auto choice = find_choice(*vote, query);
  if (!choice) return reply;
  reply.among_options = true;
  reply.counting = choice->counting;
  reply.winners = static_cast<std::int64_t>(choice->winners);
  reply.options = choice->options;
  reply.seed = choice->seed;
  // How it was counted is told with the result: not while the vote is open, nor of one that is void.
  if (!vote->in({"prepared", "open", "void"})) {
    const auto row = query.store().first("SELECT result FROM plenary_choice WHERE vote = :vote", {bind("vote", vote->id)});
    if (row && !row->is_null(0)) reply.result = from_json<contract::ChoiceResult>(row->text(0));
  }
  return reply;
}

}  // namespace plenary_plugin
