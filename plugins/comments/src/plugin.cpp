#include "comments.hpp"

HEMICYCLE_PLUGIN(comments::Comments);
