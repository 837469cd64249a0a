// Seats between lists. Exact: quotients are compared by multiplication, so no rounding decides a seat.
#pragma once

#include <optional>

#include "order.hpp"

namespace plenary_plugin::count {

enum class Sharing {
  majority,           ///< all seats to the list with the most votes
  highest_remainder,  ///< whole quotients of votes × seats / valid votes (Hare), then the largest remainders
  highest_average,    ///< each seat to the list whose votes / (seats + 1) are the most (D'Hondt)
};

struct ListRule {
  Sharing sharing = Sharing::highest_remainder;
  std::int64_t bonus_percent = 0;      ///< of the seats, rounded up, to the first list beforehand; the others are shared between all
  std::int64_t threshold_percent = 0;  ///< of the valid votes, below which a list has no part in the sharing
  std::optional<Option> first{};       ///< who is first among equal first lists, when a tie was broken already
};

struct Allotment {
  std::vector<std::int64_t> bonus;   ///< of each list
  std::vector<std::int64_t> whole;   ///< by whole quotients (highest remainder alone)
  std::vector<std::int64_t> seats;   ///< altogether, as far as votes decide
  std::vector<Option> tied{};          ///< lists that stand equal at the last seats; each of them may get at most one of these
  std::int64_t open = 0;             ///< seats for which `tied` compete
};

/// A tie for the bonus leaves all seats open.
[[nodiscard]] Allotment allot(const std::vector<std::int64_t>& votes, std::int64_t seats, const ListRule& rule);

}  // namespace plenary_plugin::count
