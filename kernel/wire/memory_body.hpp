// Bodies that are too large for a datagram: written into a memfd, sealed, and read by whoever receives the descriptor.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace hemicycle::wire {

/// A sealed memfd (WRITE, SHRINK, GROW, SEAL) that holds `body`; -1 and `why` when the system refuses.
[[nodiscard]] int seal_body(std::string_view body, std::string& why);

/// The `size` bytes of a memfd from the other side. Empty = sound, else what is wrong.
/// Read, not mapped: a page of it that cannot be had is an error here, and SIGBUS in a mapping; the sender must not be able to choose that.
[[nodiscard]] std::string open_body(int descriptor, std::size_t size, std::unique_ptr<char[]>& bytes);

}  // namespace hemicycle::wire
