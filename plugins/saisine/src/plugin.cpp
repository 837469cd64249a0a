#include "saisine.hpp"

using saisine_plugin::Saisine;
HEMICYCLE_PLUGIN(Saisine)
