#include "rules.hpp"

using rules_plugin::Rules;
HEMICYCLE_PLUGIN(Rules)
