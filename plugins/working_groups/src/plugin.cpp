#include "working_groups.hpp"

using working_groups_plugin::WorkingGroups;
HEMICYCLE_PLUGIN(WorkingGroups)
