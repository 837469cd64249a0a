// Putting a deliverable before the plenary.
#pragma once

#include "deliverable.hpp"

namespace opinions_plugin {

/// It waits for a session from now on; whoever prepares one is told.
void put_before_plenary(Deliverable& deliverable, Command& command);

}  // namespace opinions_plugin
