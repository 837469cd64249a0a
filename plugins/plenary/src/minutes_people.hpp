// The people of a session's minutes.
#pragma once

#include "roll.hpp"

namespace plenary_plugin {

/// `roll`: that of roll_of_all.
void put_people(contract::MinutesRecord& record, const Session& session, const Roll& roll, const members::NamesReply& names, const Query& query);

}  // namespace plenary_plugin
