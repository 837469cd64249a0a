#include "kernel/wire/frame.hpp"

#include <cstring>

namespace hemicycle::wire {

std::string_view decode(std::string_view datagram, std::size_t descriptors, Header& header) {
  if (datagram.size() < sizeof header) return "a frame was cut inside its header";
  std::memcpy(&header, datagram.data(), sizeof header);
  if (header.flags != 0 && header.flags != kInMemory) return "a frame has flags that nobody knows";
  const auto carried = datagram.size() - sizeof header;
  if (header.flags == kInMemory) {
    if (descriptors != 1) return "a frame whose body is in memory came without exactly one descriptor";
    if (carried != 0) return "a frame has its body in two places";
    if (header.length <= kLargestInline) return "a frame has a small body in memory";
    if (header.length > kLargestBody) return "a frame is larger than 64 MiB";
    return {};
  }
  if (descriptors != 0) return "a frame came with a descriptor that it does not need";
  if (header.length > kLargestInline) return "a frame says that it is longer than a datagram may be";
  if (carried < header.length) return "a frame is shorter than it says";
  if (carried > header.length) return "a frame is longer than it says";
  return {};
}

}  // namespace hemicycle::wire
