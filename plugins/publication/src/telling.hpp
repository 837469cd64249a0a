// The events of an article, made from its record, and the two moments at which it goes before the public.
#pragma once

#include "record.hpp"

namespace publication {

[[nodiscard]] Drafted drafted(const Record& record);

/// Publishes a complete record now: state, lists, event. The record must already have its row.
void make_public(hemicycle::Command& command, Record& record);
/// Puts the next version of a published article in the place of `former`, which is kept under its number.
void make_public_again(hemicycle::Command& command, const Record& former, Record& record);

}  // namespace publication
