// What a vote decided, told to those whose matter it is.
#pragma once

#include <string>

#include "vote.hpp"

namespace plenary_plugin {

/// `about_matter`: false when a motion to defer or to send back failed, which decides nothing of the matter.
void tell_decision(const Session& session, const AgendaItem& item, const VoteRecord& vote, const std::string& outcome, bool about_matter,
                   Command& command);

}  // namespace plenary_plugin
