// An election as it is shown elsewhere: in the minutes of the session that held it.
#pragma once

#include <string>
#include <vector>

#include "election.hpp"

namespace plenary_plugin {

/// Those of which a round, or the draw, was held in this session.
[[nodiscard]] Result<std::vector<contract::MinutesElection>> elections_in(const std::string& session, const Query& query);

}  // namespace plenary_plugin
