// What was counted in a vote, and what the rules make of it.
#pragma once

#include "vote.hpp"

namespace plenary_plugin {

/// Of the whole electorate: from the voices cast, or as entered.
[[nodiscard]] Counts counts_of(const VoteRecord& vote, const Query& query);
[[nodiscard]] std::vector<CollegeCounts> college_counts_of(const VoteRecord& vote, const Query& query);

/// Asks the rules. `tie` as the rules have it, or "revote" to be told of a tie; `chair`: the voice that breaks it.
[[nodiscard]] Result<rules::OutcomeReply> judge(const VoteRecord& vote, const std::string& tie, const std::optional<std::string>& chair,
                                                const Query& query);
void keep(const VoteRecord& vote, const rules::OutcomeReply& outcome, Command& command);

}  // namespace plenary_plugin
