// The envelope of a call as fields.
#pragma once

#include <hemicycle/call.h>

#include "kernel/wire/values.hpp"

namespace hemicycle::wire {

void write_message(Writer out, const hmc_message_v1& message);
/// Spans are borrowed from the body.
[[nodiscard]] hmc_message_v1 read_message(Reader& in);

/// What became of a call beside its status: a plugin that breaks its contract is told apart from one that answers.
enum class Fault : std::uint8_t { none = 0, threw = 1, no_reply = 2, other_status = 3, too_large = 4 };
inline constexpr Fault kLastFault = Fault::too_large;

}  // namespace hemicycle::wire
