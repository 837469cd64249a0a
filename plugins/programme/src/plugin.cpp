#include "programme.hpp"

HEMICYCLE_PLUGIN(programme_plugin::Programme)
