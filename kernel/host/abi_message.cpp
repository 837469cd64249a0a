#include "kernel/host/abi_message.hpp"

#include "kernel/core/store.hpp"

namespace hemicycle::host {

hmc_message_v1 as_abi(const core::Message& message) {
  using core::span;
  const auto left = message.deadline - std::chrono::steady_clock::now();
  return {.struct_size = sizeof(hmc_message_v1),
          .kind = static_cast<std::uint32_t>(message.kind),
          .major = static_cast<std::uint32_t>(message.major),
          .reserved = 0,
          .id = span(message.id),
          .type = span(message.type),
          .subject = span(message.subject),
          .actor = span(message.actor),
          .tenant = span(core::kTenant),
          .correlation = span(message.correlation),
          .causation = span(message.causation),
          .traceparent = span(message.traceparent),
          .content_type = span("application/json"),
          .time_ns = message.time_ns,
          .budget_ns = left.count() > 0 ? static_cast<std::uint64_t>(left.count()) : 0,
          .payload = span(message.payload),
          .prepared = span(message.prepared)};
}

}  // namespace hemicycle::host
