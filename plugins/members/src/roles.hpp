// The roles that seats and offices give to a person's account.
#pragma once

#include <string>

#include "members.hpp"

namespace members_plugin {

/// Compares what the person's seats and offices give with what their account was given, and mends the difference: called after every
/// change of a mandate, an office or an account. So a role is taken back only when nothing else of that person gives it.
void settle_roles(const std::string& person, const contract::Settings& settings, Command& command);

}  // namespace members_plugin
