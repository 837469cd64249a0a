#include "plenary.hpp"

using plenary_plugin::Plenary;
HEMICYCLE_PLUGIN(Plenary)
