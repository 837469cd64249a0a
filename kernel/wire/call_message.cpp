#include "kernel/wire/call_message.hpp"

namespace hemicycle::wire {

void write_message(Writer out, const hmc_message_v1& message) {
  out.number(message.kind).number(message.major).number(message.time_ns).number(message.budget_ns);
  for (const auto& text : {message.id, message.type, message.subject, message.actor, message.tenant, message.correlation, message.causation,
                           message.traceparent, message.content_type, message.payload, message.prepared})
    out.text(view(text));
}

hmc_message_v1 read_message(Reader& in) {
  hmc_message_v1 message{};
  message.struct_size = sizeof message;
  message.kind = in.number<std::uint32_t>();
  message.major = in.number<std::uint32_t>();
  message.time_ns = in.number<std::int64_t>();
  message.budget_ns = in.number<std::uint64_t>();
  for (auto* text : {&message.id, &message.type, &message.subject, &message.actor, &message.tenant, &message.correlation, &message.causation,
                     &message.traceparent, &message.content_type, &message.payload, &message.prepared})
    *text = span(in.text());
  return message;
}

}  // namespace hemicycle::wire
