// A vote between options as the store has it, and its count.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "choosing.hpp"
#include "vote.hpp"

namespace plenary_plugin {

struct ChoiceVote {
  std::string vote, counting;
  std::size_t winners = 1;
  std::optional<std::string> seed{};
  std::vector<contract::Option> options{};
};

/// Nothing when the vote is for or against.
[[nodiscard]] std::optional<ChoiceVote> find_choice(const VoteRecord& vote, const Query& query);

/// Counts the ballots; with a seed, a lot decides what stands equal.
[[nodiscard]] contract::ChoiceResult count_choice(const ChoiceVote& choice, const Query& query);
/// Counts, and writes result and outcome: "adopted", or "tied" when a tie is left.
void keep_choice(const ChoiceVote& choice, Command& command);

/// "/seances/SE-2026-001/votes/V-2026-001/classer": where a voice is cast, of a vote for or against too.
[[nodiscard]] std::string ballot_path(const VoteRecord& vote, const std::string& seat);

/// The seat whose voice an account casts in a vote: its own, or `seat`, whose proxy it carries. With `all`, every seat whose voice it has and has
/// not cast yet.
[[nodiscard]] Result<std::vector<std::string>> voting_seats(const std::string& vote, std::string_view account, const std::optional<std::string>& seat, bool all,
                                                            const Query& query);
/// One ballot for each of these seats, however many devices send one: a conflict when all have voted already.
[[nodiscard]] Result<void> put_ballots(const VoteRecord& vote, const std::vector<std::string>& seats, const std::string& choices, Command& command);

}  // namespace plenary_plugin
