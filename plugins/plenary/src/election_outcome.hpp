// From counts to who is elected: what follows a round, and what follows when a tie was broken.
#pragma once

#include "election.hpp"

namespace plenary_plugin {

struct RoundFigures {
  std::int64_t round = 1, valid = 0;
  std::vector<std::int64_t> votes;  ///< of each choice of the paper
};

/// Seats of persons that are still to be filled.
[[nodiscard]] std::int64_t seats_left(const Election& election, const Query& query);

/// More than half of the valid votes, in a first round that asks for it; nothing when the most votes are enough.
[[nodiscard]] std::optional<std::int64_t> required_votes(const Election& election, const RoundFigures& figures);

/// Writes who is elected, who stands equal, and what comes next: a second round, a tie to break, the proclamation.
void conclude_round(const Election& election, const std::vector<Choice>& paper, const RoundFigures& figures, Command& command);

/// The same once a tie is broken: `order` are those who stood equal, the first first.
void conclude_tie(const Election& election, const std::vector<std::string>& order, Command& command);

/// Elected, in the order of `persons`, which are candidacies.
void elect(const Election& election, const std::vector<std::string>& candidacies, std::int64_t round, Command& command);

}  // namespace plenary_plugin
