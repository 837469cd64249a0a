// The single transferable vote as the Scottish Local Government Elections Order 2007 (SSI 2007/42, schedule 1, rules 45 to 52) counts it:
// Droop's quota, surpluses by the weighted inclusive Gregory method, values to five decimal places, the rest of a division ignored.
// Chosen because its arithmetic is exact, written in a law, and can be followed with paper and a calculator.
#pragma once

#include "order.hpp"

namespace plenary_plugin::count {

/// Options in the order of preference; who stands nowhere gets nothing from this ballot.
struct Preferences {
  std::vector<Option> order{};
  std::int64_t weight = 1;
};

constexpr std::int64_t kVote = 100'000;  ///< one vote, in hundred thousandths

struct Stage {
  enum class Kind { first_preferences, surplus, exclusion };
  Kind kind = Kind::first_preferences;
  Option of = 0;                    ///< whose surplus, who is excluded
  std::vector<std::int64_t> votes{};  ///< of each option at the end of the stage, in hundred thousandths
  std::int64_t exhausted = 0;       ///< votes without a further preference, in hundred thousandths, all stages together
  std::int64_t lost = 0;            ///< by ignoring what stands behind the fifth decimal, all stages together
  std::vector<Option> elected{};      ///< at this stage
  std::vector<Option> by_lot{};       ///< they stood equal at every stage, and the lot chose `of` among them; empty = no lot
};

struct Stv {
  std::int64_t quota = 0;  ///< in whole votes
  std::vector<Stage> stages;
  std::vector<Option> elected;  ///< in the order of election
  std::vector<Option> tied;     ///< not empty = the count stands still until a lot is drawn between these
};

/// `lot`: all options in the order drawn; who comes first is excluded first, and of equal surpluses transferred first. Empty = no lot was
/// drawn: the count stops at the first tie that earlier stages don't decide.
[[nodiscard]] Stv stv(std::size_t options, std::size_t seats, const std::vector<Preferences>& ballots, const std::vector<Option>& lot = {});

}  // namespace plenary_plugin::count
