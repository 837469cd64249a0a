// The events of an article, made from its record.
#pragma once

#include "record.hpp"

namespace publication {

[[nodiscard]] Drafted drafted(const Record& record);
[[nodiscard]] Published published(const Record& record);
[[nodiscard]] Updated updated(const Record& record);

/// Publishes a complete record now: state, lists, event. The record must already have its row.
void make_public(hemicycle::Command& command, Record& record);

}  // namespace publication
