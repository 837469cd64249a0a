#include "publication.hpp"

HEMICYCLE_PLUGIN(publication::Publication);
