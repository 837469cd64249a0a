// One message on its way to a handler. Filled by the kernel alone: a plugin cannot forge who asks, what caused it or when.
#pragma once

#include <hemicycle/call.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace hemicycle::core {

enum class Kind : std::uint32_t { query = HMC_QUERY, command = HMC_COMMAND, event = HMC_EVENT, job = HMC_JOB };

/// Identity and cause travel as values: a reaction outlives the request that caused it.
struct Message {
  Kind kind = Kind::query;
  int major = 1;
  std::string id;  ///< UUIDv7
  std::string type;
  std::string subject;
  std::string actor;
  std::string correlation;
  std::string causation;
  std::string traceparent;
  std::int64_t time_ns = 0;
  std::chrono::steady_clock::time_point deadline;
  std::string_view payload;   ///< borrowed from whoever runs the call
  std::string_view prepared;  ///< likewise; empty without a `prepare` query
};

inline constexpr std::string_view kTenant = "default";

}  // namespace hemicycle::core
