#include "members.hpp"

using members_plugin::Members;
HEMICYCLE_PLUGIN(Members)
