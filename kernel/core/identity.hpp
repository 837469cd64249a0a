// Names for messages and traces.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hemicycle::core {

/// UUID version 7 (RFC 9562 §5.7): time first, so that ids sort by age. Any thread.
[[nodiscard]] std::string new_id(std::int64_t now_ns);

/// A fresh W3C traceparent (version 00, sampled).
[[nodiscard]] std::string new_traceparent();

/// Whether `text` is a traceparent of version 00 with ids that are not all zero. Anything else from outside is replaced, never carried.
[[nodiscard]] bool is_traceparent(std::string_view text);

/// 64 random bits that need not be secret. Any thread.
[[nodiscard]] std::uint64_t random_bits();

/// FNV-1a, 16 hexadecimal digits: to see that a request under a used idempotency key is the same one. Not for security.
[[nodiscard]] std::string fingerprint(std::string_view bytes);

}  // namespace hemicycle::core
