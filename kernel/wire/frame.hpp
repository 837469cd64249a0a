// One frame: a small header and a body, one datagram of a SOCK_SEQPACKET pair. A body that is too large for one travels as a sealed memfd.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hemicycle::wire {

/// Both sides come from one build and say so in their first frame: there is no older peer to understand.
inline constexpr std::uint32_t kWireVersion = 1;

inline constexpr std::size_t kLargestInline = std::size_t{64} << 10;  ///< bytes of a body in a datagram
inline constexpr std::size_t kLargestBody = std::size_t{64} << 20;    ///< bytes of a body in memory

enum class Kind : std::uint16_t {
  // The control pair, server to worker.
  hello = 1, start = 2, stop = 3,
  // The control pair, worker to server.
  loaded = 8, started = 9, log = 10,
  // A channel, server to worker.
  call = 16, answer = 17,
  // A channel, worker to server: `reply` ends the call, the others ask for something on its behalf.
  reply = 32, exec = 33, query = 34, next = 35, close = 36, ask = 37, emit = 38, schedule = 39, allowed = 40, grant = 41, revoke = 42,
  begin_session = 43, end_session = 44, end_all_sessions = 45, write_letter = 46, letter_state = 47,
};
inline constexpr Kind kFirstRequest = Kind::exec, kLastRequest = Kind::letter_state;

/// As it lies at the beginning of the datagram, in the machine's own byte order: both ends are on it.
struct Header {
  std::uint16_t kind = 0;
  std::uint16_t flags = 0;   ///< kInMemory or 0
  std::uint32_t length = 0;  ///< bytes of the body
  std::uint64_t number = 0;  ///< of the call it belongs to; 0 on the control pair
};
static_assert(sizeof(Header) == 16);
inline constexpr std::uint16_t kInMemory = 1;

/// A received frame; `body` is borrowed from the channel until its next receive.
struct Frame {
  Kind kind{};
  std::uint64_t number = 0;
  std::string_view body{};
};

/// The header of a datagram, and in `in_memory` whether its body is in the memfd that came with it. Returns what is wrong, in one sentence;
/// empty = sound. `descriptors` = how many came along.
[[nodiscard]] std::string_view decode(std::string_view datagram, std::size_t descriptors, Header& header);

}  // namespace hemicycle::wire
