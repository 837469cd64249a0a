#include "election_outcome.hpp"

#include <algorithm>

#include "count/lists.hpp"
#include "count/order.hpp"

namespace plenary_plugin {
namespace {

count::Sharing sharing_of(const Election& election) {
  if (election.list_sharing == "highest_remainder") return count::Sharing::highest_remainder;
  return election.list_sharing == "highest_average" ? count::Sharing::highest_average : count::Sharing::majority;
}

/// Two rounds: an absolute majority is asked for in the first one.
bool asks_absolute(const Election& election, std::int64_t round) {
  return round == 1 && (!election.by_list() || sharing_of(election) == count::Sharing::majority);
}

void mark_equal(const Election& election, const std::vector<std::string>& equal, std::int64_t open, Command& command) {
  command.store().exec("UPDATE plenary_candidacy SET tied = 0 WHERE election = :election", {bind("election", election.id)});
  command.store().exec("UPDATE plenary_list SET tied = 0 WHERE election = :election", {bind("election", election.id)});
  for (const auto& id : equal) {
    command.store().exec("UPDATE plenary_candidacy SET tied = 1 WHERE id = :id", {bind("id", id)});
    command.store().exec("UPDATE plenary_list SET tied = 1 WHERE id = :id", {bind("id", id)});
  }
  command.store().exec("UPDATE plenary_election SET open_seats = :open WHERE id = :id", {bind("open", open), bind("id", election.id)});
}

void next_stage(const Election& election, std::int64_t round, const std::string& stage, Command& command) {
  set_stage(election.id, stage, command);
  command.emit(contract::RoundCounted{.election = election.id, .round = round, .election_stage = stage});
}

std::vector<std::string> ids_of(const std::vector<Choice>& paper, const std::vector<count::Option>& options) {
  std::vector<std::string> ids;
  for (const auto option : options) ids.push_back(paper[option].id);
  return ids;
}

/// Nobody is elected without a vote.
count::Seats most_votes(const std::vector<std::int64_t>& votes, std::int64_t seats) {
  auto order = count::by_votes(votes);
  std::erase_if(order.levels, [&](const auto& level) { return votes[level.front()] == 0; });
  return count::fill(order, static_cast<std::size_t>(seats));
}

void conclude_persons(const Election& election, const std::vector<Choice>& paper, const RoundFigures& figures, Command& command) {
  const auto seats = seats_left(election, command);
  const auto result = asks_absolute(election, figures.round)
                          ? count::absolute_round(figures.votes, figures.valid, static_cast<std::size_t>(seats))
                          : most_votes(figures.votes, seats);
  elect(election, ids_of(paper, result.elected), figures.round, command);
  mark_equal(election, ids_of(paper, result.tied), static_cast<std::int64_t>(result.open), command);
  if (!result.tied.empty()) return next_stage(election, figures.round, "tied", command);
  const bool more = seats > static_cast<std::int64_t>(result.elected.size()) && paper.size() > result.elected.size();
  next_stage(election, figures.round, more && figures.round == 1 ? "second_round" : "decided", command);
}

/// The candidates of each list, from its head, for as many seats as it gained.
void elect_from_lists(const Election& election, const std::vector<Choice>& paper, const std::vector<std::int64_t>& seats, std::int64_t round,
                      Command& command) {
  std::vector<std::string> elected;
  const auto candidacies = candidacies_of(election.id, command);
  for (std::size_t list = 0; list < paper.size(); ++list) {
    command.store().exec("UPDATE plenary_list SET gained = :seats WHERE id = :id", {bind("seats", seats[list]), bind("id", paper[list].id)});
    for (const auto& candidacy : candidacies)
      if (candidacy.list == paper[list].id && candidacy.position <= seats[list] && !candidacy.elected_round) elected.push_back(candidacy.id);
  }
  elect(election, elected, round, command);
}

void conclude_lists(const Election& election, const std::vector<Choice>& paper, const RoundFigures& figures, Command& command) {
  if (asks_absolute(election, figures.round) && count::absolute_round(figures.votes, figures.valid, 1).elected.empty() && paper.size() > 1)
    return next_stage(election, figures.round, "second_round", command);
  const auto result = count::allot(
      figures.votes, election.vacancies,
      {.sharing = sharing_of(election), .bonus_percent = election.list_bonus_percent, .threshold_percent = election.list_threshold_percent});
  elect_from_lists(election, paper, result.seats, figures.round, command);
  mark_equal(election, ids_of(paper, result.tied), result.open, command);
  next_stage(election, figures.round, result.tied.empty() ? "decided" : "tied", command);
}

/// What the lists have, and beside it the seats for which they stood equal: one each along the order, or all to the first when nobody had any.
void conclude_tied_lists(const Election& election, const std::vector<std::string>& order, std::int64_t round, Command& command) {
  std::vector<Choice> paper;
  std::vector<std::int64_t> seats;
  for (const auto& list : lists_of(election.id, command)) {
    paper.push_back({.id = list.id, .person = {}, .name = list.name});
    seats.push_back(list.gained.value_or(0));
  }
  const auto at = [&](const std::string& id) {
    return static_cast<std::size_t>(std::ranges::find(paper, id, &Choice::id) - paper.begin());
  };
  const bool whole = election.open_seats == election.vacancies;
  if (whole && sharing_of(election) == count::Sharing::majority) {
    seats[at(order.front())] += election.open_seats;
  } else if (whole && election.list_bonus_percent > 0) {
    // The first list was not known, and so nothing was shared yet: counted again, the one that the tie-break put first being first.
    std::vector<std::int64_t> votes(paper.size(), 0);
    command.store().rows("SELECT choice, votes FROM plenary_round_count WHERE election = :election AND round = :round",
                         {bind("election", election.id), bind("round", round)}, [&](const Row& row) { votes[at(row.text(0))] = row.integer(1); });
    seats = count::allot(votes, election.vacancies,
                         {.sharing = sharing_of(election), .bonus_percent = election.list_bonus_percent,
                          .threshold_percent = election.list_threshold_percent, .first = at(order.front())}).seats;
  } else {
    for (std::size_t i = 0; i < order.size() && static_cast<std::int64_t>(i) < election.open_seats; ++i) ++seats[at(order[i])];
  }
  elect_from_lists(election, paper, seats, round, command);
}

}  // namespace

std::int64_t seats_left(const Election& election, const Query& query) {
  return election.vacancies - query.store().integer(
                                  "SELECT COUNT(*) FROM plenary_candidacy WHERE election = :election AND standing = 1 AND elected_round IS NOT NULL",
                                  {bind("election", election.id)});
}

std::optional<std::int64_t> required_votes(const Election& election, const RoundFigures& figures) {
  if (!asks_absolute(election, figures.round)) return std::nullopt;
  return figures.valid / 2 + 1;
}

void elect(const Election& election, const std::vector<std::string>& candidacies, std::int64_t round, Command& command) {
  auto place = command.store().integer("SELECT MAX(place) FROM plenary_candidacy WHERE election = :election", {bind("election", election.id)});
  for (const auto& id : candidacies)
    command.store().exec("UPDATE plenary_candidacy SET elected_round = :round, place = :place WHERE id = :id",
                         {bind("round", round), bind("place", ++place), bind("id", id)});
}

void conclude_round(const Election& election, const std::vector<Choice>& paper, const RoundFigures& figures, Command& command) {
  election.by_list() ? conclude_lists(election, paper, figures, command) : conclude_persons(election, paper, figures, command);
}

void conclude_tie(const Election& election, const std::vector<std::string>& order, Command& command) {
  const auto round = last_round(election.id, command);
  if (election.by_list()) {
    conclude_tied_lists(election, order, round, command);
  } else {
    elect(election, {order.begin(), order.begin() + std::min<std::ptrdiff_t>(election.open_seats, std::ssize(order))}, round, command);
  }
  mark_equal(election, {}, 0, command);
  next_stage(election, round, "decided", command);
}

}  // namespace plenary_plugin
