#include "site.hpp"

HEMICYCLE_PLUGIN(site::Site);
