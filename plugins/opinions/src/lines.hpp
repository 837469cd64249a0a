// A deliverable as one line of a list.
#pragma once

#include "deliverable.hpp"

namespace opinions_plugin {

[[nodiscard]] contract::DraftLine draft_line(const Deliverable& deliverable, const Query& query);

}  // namespace opinions_plugin
