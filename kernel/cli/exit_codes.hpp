// What a shell is told. The first six are ours; the others are those of sysexits.h, which service managers know.
#pragma once

#include "kernel/core/outcome.hpp"

namespace hemicycle::cli {

enum class Exit : int {
  ok = 0,
  failed = 1,         ///< a bug, or something this machine could not do
  usage = 2,          ///< the command line is wrong
  invalid = 3,        ///< the input was refused: change it
  not_found = 4,
  denied = 5,         ///< not allowed, or the state of the object does not allow it
  unavailable = 69,   ///< EX_UNAVAILABLE: a part is down
  try_again = 75,     ///< EX_TEMPFAIL: overloaded, locked, out of time
  configuration = 78  ///< EX_CONFIG: nothing was started
};

[[nodiscard]] constexpr Exit exit_of(core::Status status) {
  switch (status) {
    case core::Status::ok: return Exit::ok;
    case core::Status::invalid: return Exit::invalid;
    case core::Status::not_found: return Exit::not_found;
    case core::Status::denied:
    case core::Status::conflict: return Exit::denied;
    case core::Status::overloaded:
    case core::Status::deadline: return Exit::try_again;
    case core::Status::unavailable: return Exit::unavailable;
    case core::Status::internal: break;
  }
  return Exit::failed;
}

}  // namespace hemicycle::cli
