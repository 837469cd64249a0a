// The method of M. Schulze ("A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent single-winner election
// method", Social Choice and Welfare 36, 2011, section 2): strongest paths by winning votes.
#pragma once

#include "order.hpp"

namespace plenary_plugin::count {

/// rank[option] = 1 for the first choice, 2 for the next …; two may bear one number; 0 = not ranked, behind all that are.
struct Ranking {
  std::vector<std::size_t> rank;
  std::int64_t weight = 1;
};

using Matrix = std::vector<std::vector<std::int64_t>>;

struct Schulze {
  Matrix preferred;  ///< [a][b]: votes that put a before b
  Matrix strength;   ///< [a][b]: the weakest link of the strongest path from a to b; 0 = no path
  Order order;       ///< the first level are the potential winners: more than one = a tie
};

/// O(options³ + ballots × options²). Each ballot ranks exactly `options` options.
[[nodiscard]] Schulze schulze(std::size_t options, const std::vector<Ranking>& ballots);

}  // namespace plenary_plugin::count
