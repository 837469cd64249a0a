// One end of a SOCK_SEQPACKET pair: frames out, frames in, each with a deadline.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "kernel/wire/fields.hpp"
#include "kernel/wire/frame.hpp"

namespace hemicycle::wire {

using Deadline = std::chrono::steady_clock::time_point;
inline constexpr Deadline kNever = Deadline::max();

/// `closed`: the other end is gone. `late`: the deadline passed. `wrong`: see `why`; nothing more can be believed of this peer.
enum class Transfer { done, closed, late, wrong };

/// Bytes that outlive the next receive.
struct Kept {
  std::unique_ptr<char[]> bytes;
  std::string_view body;
};

/// Owns the descriptor. One thread at a time; `shut` from any.
class Channel final {
 public:
  explicit Channel(int descriptor);
  ~Channel();
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  /// Without this, deadlines are not looked at: a worker waits for its next call as long as it takes. With it every blocking call wakes up
  /// each 20 ms, which costs nothing where answers come sooner, and no second system call as poll(2) would.
  void watch_deadlines();

  /// Begins a frame in this channel's buffer; fields are appended, then `send`.
  [[nodiscard]] Writer write(Kind kind, std::uint64_t number);
  /// `wrong`: the body is larger than kLargestBody, or the system refused; the frame was not sent and the channel stays sound.
  [[nodiscard]] Transfer send(Deadline deadline = kNever);
  [[nodiscard]] Transfer receive(Frame& frame, Deadline deadline = kNever);
  /// The body of the last received frame, taken out of the channel; `frame.body` is not to be used after.
  [[nodiscard]] Kept keep();

  [[nodiscard]] const std::string& why() const { return why_; }
  [[nodiscard]] int descriptor() const { return descriptor_; }
  /// Both ends see the end. Any thread.
  void shut();

 private:
  [[nodiscard]] Transfer transmit(std::string_view datagram, int memory, Deadline deadline);
  [[nodiscard]] Transfer wrong(std::string why);

  const int descriptor_;
  std::string out_;
  std::unique_ptr<char[]> in_;     ///< one datagram
  std::unique_ptr<char[]> large_;  ///< the last body that came in memory
  std::string_view body_;
  std::string why_;
};

}  // namespace hemicycle::wire
