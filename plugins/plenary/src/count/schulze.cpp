#include "schulze.hpp"

#include <algorithm>

namespace plenary_plugin::count {
namespace {

bool before(const Ranking& ballot, Option a, Option b) {
  const auto first = ballot.rank[a], second = ballot.rank[b];
  return first != 0 && (second == 0 || first < second);
}

Matrix pairwise(std::size_t options, const std::vector<Ranking>& ballots) {
  Matrix preferred(options, std::vector<std::int64_t>(options, 0));
  for (const auto& ballot : ballots)
    for (Option a = 0; a < options; ++a)
      for (Option b = 0; b < options; ++b)
        if (before(ballot, a, b)) preferred[a][b] += ballot.weight;
  return preferred;
}

/// Floyd and Warshall's algorithm on "the weakest link of the strongest path" (section 2.3.1 of the paper).
Matrix strongest_paths(const Matrix& preferred) {
  const auto options = preferred.size();
  Matrix strength(options, std::vector<std::int64_t>(options, 0));
  for (Option a = 0; a < options; ++a)
    for (Option b = 0; b < options; ++b)
      if (preferred[a][b] > preferred[b][a]) strength[a][b] = preferred[a][b];
  for (Option through = 0; through < options; ++through)
    for (Option a = 0; a < options; ++a)
      for (Option b = 0; b < options; ++b)
        if (a != b && a != through && b != through)
          strength[a][b] = std::max(strength[a][b], std::min(strength[a][through], strength[through][b]));
  return strength;
}

/// Whom nobody left is better than, then the same among the others. "Better" is transitive (section 4.1), so each pass finds somebody.
Order levels(const Matrix& strength) {
  std::vector<Option> left(strength.size());
  for (Option option = 0; option < left.size(); ++option) left[option] = option;
  Order order;
  while (!left.empty()) {
    std::vector<Option> level, rest;
    for (const auto option : left) {
      const bool beaten = std::ranges::any_of(left, [&](Option other) { return strength[other][option] > strength[option][other]; });
      (beaten ? rest : level).push_back(option);
    }
    order.levels.push_back(std::move(level));
    left = std::move(rest);
  }
  return order;
}

}  // namespace

Schulze schulze(std::size_t options, const std::vector<Ranking>& ballots) {
  Schulze result;
  result.preferred = pairwise(options, ballots);
  result.strength = strongest_paths(result.preferred);
  result.order = levels(result.strength);
  return result;
}

}  // namespace plenary_plugin::count
