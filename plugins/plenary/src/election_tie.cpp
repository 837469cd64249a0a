// Lots, and what decides between those who stand equal. Nothing is chosen that somebody else could not draw again.
#include <algorithm>
#include <set>

#include "count/lot.hpp"
#include "election.hpp"
#include "election_outcome.hpp"
#include "session.hpp"

namespace plenary_plugin {
namespace {

std::vector<std::string> drawn(const std::string& seed, const std::vector<Choice>& paper) {
  std::vector<std::string> ids, order;
  for (const auto& choice : paper) ids.push_back(choice.id);
  for (const auto at : count::draw(seed, ids)) order.push_back(ids[at]);
  return order;
}

/// The eldest that were named first, then the others; an error when they are not as many as there are seats, or not among the equal.
Result<std::vector<std::string>> eldest_first(const contract::BreakTie& request, const Election& election, const std::vector<Choice>& equal) {
  const std::set<std::string> named(request.eldest.begin(), request.eldest.end());
  const auto wanted = election.by_list() && election.open_seats == election.vacancies ? 1 : election.open_seats;
  if (static_cast<std::int64_t>(named.size()) != wanted) return invalid("eldest", "as_many_as_seats");
  for (const auto& id : named)
    if (std::ranges::none_of(equal, [&](const Choice& choice) { return choice.id == id; })) return invalid("eldest", "stands_not_equal");
  std::vector<std::string> order(named.begin(), named.end());
  for (const auto& choice : equal)
    if (!named.contains(choice.id)) order.push_back(choice.id);
  return order;
}

/// What anybody needs to draw again: the seed, and who was in the urn.
void keep_draw(const std::string& election, const std::string& seed, const std::vector<std::string>& drawn, Command& command) {
  command.store().exec("UPDATE plenary_election SET seed = :seed WHERE id = :id", {bind("seed", seed), bind("id", election)});
  for (const auto& choice : drawn)
    command.store().exec("INSERT INTO plenary_ticket (election, choice, ticket) VALUES (:election, :choice, :ticket)",
                         {bind("election", election), bind("choice", choice), bind("ticket", count::ticket(seed, choice))});
}

}  // namespace

Result<contract::DrawLotsReply> Electing::draw_lots(const contract::DrawLots& request, Command& command) {
  const auto election = find_election(request.election, command);
  if (!election) return not_found("no_such_election");
  if (election->ballot != "lot") return conflict("not_drawn_by_lot");
  if (election->in({"candidacies_open"})) return conflict("close_candidacies_first");
  if (!election->in({"candidacies_closed"})) return conflict("drawn_already");
  if (is_at_stake(command.actor().id(), *election, command)) return denied("candidate_counts_nothing");
  const auto session = find_session(request.session, command);
  if (!session || session->body != election->electors) return invalid("session", "other_body_elects");
  if (!session->in({"open"})) return invalid("session", "session_not_open");
  const auto order = drawn(request.seed, paper_of(*election, command));
  if (order.empty()) return conflict("no_candidates");

  keep_draw(election->id, request.seed, order, command);
  command.store().exec("UPDATE plenary_election SET session = :session WHERE id = :id", {bind("session", session->id), bind("id", election->id)});
  elect(*election, {order.begin(), order.begin() + std::min<std::ptrdiff_t>(election->vacancies, std::ssize(order))}, 1, command);
  set_stage(election->id, "decided", command);
  command.emit(contract::RoundCounted{.election = election->id, .round = 1, .election_stage = "decided"});
  return contract::DrawLotsReply{};
}

Result<contract::BreakTieReply> Electing::break_tie(const contract::BreakTie& request, Command& command) {
  const auto election = find_election(request.election, command);
  if (!election) return not_found("no_such_election");
  if (!election->in({"tied"})) return conflict("nobody_stands_equal");
  if (election->tie_rule == "revote") return conflict("vote_again");
  if (is_at_stake(command.actor().id(), *election, command)) return denied("candidate_counts_nothing");
  const auto equal = paper_of(*election, command);
  if (election->tie_rule == "lot") {
    if (!request.seed) return invalid("seed", "seed_needed");
    const auto order = drawn(*request.seed, equal);
    keep_draw(election->id, *request.seed, order, command);
    conclude_tie(*election, order, command);
    return contract::BreakTieReply{};
  }
  const auto order = eldest_first(request, *election, equal);
  if (!order) return order.error();
  conclude_tie(*election, *order, command);
  return contract::BreakTieReply{};
}

}  // namespace plenary_plugin
