// A vote as pages show it.
#pragma once

#include "vote.hpp"

namespace plenary_plugin {

/// How many voices have come from devices or from the roll-call.
[[nodiscard]] std::int64_t voices_cast(const std::string& vote, const Query& query);
/// What was counted and what the rules made of it; nothing before it is proclaimed, but to those who count and proclaim.
[[nodiscard]] std::optional<contract::Outcome> shown_result(const VoteRecord& vote, const Query& query);
/// The vote that matters now: the one that is open, else the latest that is closed or proclaimed on the current item.
[[nodiscard]] std::optional<VoteRecord> vote_of_the_moment(const Session& session, const Query& query);

}  // namespace plenary_plugin
