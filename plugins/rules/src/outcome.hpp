// What a vote decides. The figures are the reasoning: what the majority is counted of, how many it takes, how many there were.
//
// Votes cast are those for and against: whoever abstains has not cast a vote (as in article L2121-20 of the CGCT).
//   simple            more for than against
//   absolute_cast     more than half of the votes cast
//   absolute_members  more than half of all members, the absent included
//   two_thirds        two thirds of the votes cast
// A tie is as many for as against where either one of the two would do: it is broken by the chair, voted again, or a rejection, as the rules say.
// Where more than that is asked (of all members, two thirds) there is no tie: what is missing is missing.
#pragma once

#include "rules.contract.hpp"

namespace rules_plugin {

/// Per college: each college decides by that majority among its own, and those that adopt must weigh more than half of all. Two colleges of one weight:
/// both. A college without members has no weight. Between colleges there is no tie.
[[nodiscard]] rules::OutcomeReply outcome(const rules::Outcome& vote);

}  // namespace rules_plugin
