#include "opinions.hpp"

using opinions_plugin::Opinions;
HEMICYCLE_PLUGIN(Opinions)
