// What enters the bus from a door (HTTP, command line, test): the kernel completes it into an envelope.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <utility>

#include "kernel/core/outcome.hpp"

namespace hemicycle::core {

inline constexpr std::string_view kSystem = "system";      ///< jobs and reactions
inline constexpr std::string_view kOperator = "operator";  ///< the command line of this machine: may all

struct Request {
  std::string type;               ///< "club.submit"
  std::string payload;            ///< JSON; checked against the contract before the handler runs
  std::string actor{};            ///< empty = visitor
  std::string idempotency_key{};
  std::string traceparent{};      ///< empty = a new trace
  std::string correlation{};      ///< empty = this request begins a chain
  std::chrono::nanoseconds budget = std::chrono::seconds(10);
  bool checked = false;           ///< the payload was already checked against the schema by the door that made it
};

/// Called once, on a lane's thread, after the commit for a command. Must not block and must not throw.
using Completion = std::function<void(Outcome)>;

}  // namespace hemicycle::core
