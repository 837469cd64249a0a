// The lists in which a published article stands, and how many each holds. Changed in the transaction of the article.
#pragma once

#include "record.hpp"

namespace publication {

void enter_lists(hemicycle::Store& store, const Record& record);
void leave_lists(hemicycle::Store& store, std::string_view article);

}  // namespace publication
