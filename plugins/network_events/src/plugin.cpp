#include "network_events.hpp"

HEMICYCLE_PLUGIN(network_events::NetworkEvents);
