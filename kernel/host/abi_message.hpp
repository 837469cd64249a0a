// A message in the shape in which it crosses the boundary.
#pragma once

#include <hemicycle/call.h>

#include "kernel/core/envelope.hpp"

namespace hemicycle::host {

/// Borrows from `message`; the budget is what is left of its deadline now.
[[nodiscard]] hmc_message_v1 as_abi(const core::Message& message);

}  // namespace hemicycle::host
