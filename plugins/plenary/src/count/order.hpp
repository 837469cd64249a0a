// What every count ends in: the options from first to last, those that stand equal in one level, and who then gets a seat.
// Nothing here breaks a tie: what is equal is reported as equal, and a rule of the council (age, lot, another round) decides.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace plenary_plugin::count {

using Option = std::size_t;  ///< an index into the options of the vote

struct Order {
  std::vector<std::vector<Option>> levels;  ///< the first level is the best; each is in the order of the ballot paper
};

struct Seats {
  std::vector<Option> elected;  ///< surely, best first
  std::vector<Option> tied;     ///< equal at the last seats; empty when nothing is open
  std::size_t open = 0;         ///< seats for which `tied` compete
};

/// Gives `seats` seats along the order, as far as it decides.
[[nodiscard]] Seats fill(const Order& order, std::size_t seats);

/// Levels of equal votes, the most first.
[[nodiscard]] Order by_votes(const std::vector<std::int64_t>& votes);

/// One round of a vote on persons where the first needs more than half of the valid votes and the second the most of them.
/// In the first round nobody is elected who has no absolute majority, even when a seat stays free.
[[nodiscard]] Seats absolute_round(const std::vector<std::int64_t>& votes, std::int64_t valid, std::size_t seats);

}  // namespace plenary_plugin::count
