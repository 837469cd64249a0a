// The worker's side of one call: what its token names, and the questions that go back to the server on its behalf.
#pragma once

#include <hemicycle/call.h>
#include <hemicycle/ext/store.h>

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "kernel/wire/channel.hpp"
#include "kernel/wire/values.hpp"
#include "kernel/worker/doors.hpp"

namespace hemicycle::worker {

class Call;

/// One channel, served by one thread: a call comes, asks back, is answered. While a call waits for an answer the server may send another call
/// down the same channel (a plugin that asks a query of its own, through whomever): it runs at once, on top, on this thread.
class Lane final {
 public:
  Lane(int descriptor, const Doors& doors) : channel_(descriptor), doors_(doors) {}

  /// Until the server closes the channel.
  void serve();
  /// Sends the frame that was begun and waits for its answer; `answer` borrows it until the next exchange. False: it was not sent, see why.
  [[nodiscard]] bool exchange(const Call& call, wire::Reader& answer);
  [[nodiscard]] wire::Channel& channel() { return channel_; }

 private:
  void run(const wire::Frame& frame);

  wire::Channel channel_;
  const Doors& doors_;
};

/// Rows of one query: a batch lies here, the rest is fetched when it is wanted.
struct OpenCursor {
  std::uint64_t token = 0;
  std::uint32_t number = 0;  ///< by which the server knows it
  bool complete = false;     ///< the server has no more rows, and has closed its side
  wire::Kept opening{}, batch{};
  std::uint32_t rows_left = 0;
  wire::Reader rows{{}};
  std::vector<hmc_span> columns{};
  std::vector<hmc_value> row{};
};

/// On the stack of the thread that runs it. Its token dies with it: a plugin that keeps one is refused, not served.
class Call final {
 public:
  Call(Lane& lane, std::uint64_t number, const hmc_message_v1& message);
  ~Call();
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  /// The innermost call of this thread when `call` names it, else nullptr: stale, of another thread, or an outer call.
  [[nodiscard]] static Call* find(hmc_call call);

  [[nodiscard]] hmc_call token() const { return {token_}; }
  [[nodiscard]] std::uint64_t number() const { return number_; }
  [[nodiscard]] const hmc_message_v1& message() const { return message_; }

  [[nodiscard]] wire::Writer request(wire::Kind kind) { return lane_.channel().write(kind, number_); }
  /// The status of the answer to the request that was begun; what follows it is in `answer`. When it is not OK, `error` says why.
  [[nodiscard]] hmc_status ask(wire::Reader& answer);
  /// The same when only the status matters.
  [[nodiscard]] hmc_status ask();
  /// Sends the request that was begun; it has no answer.
  void tell() { static_cast<void>(lane_.channel().send()); }
  /// The answer's bytes, kept until the call returns, or moved to whoever takes them.
  [[nodiscard]] wire::Kept keep() { return lane_.channel().keep(); }
  [[nodiscard]] hmc_span hold(wire::Kept bytes, std::string_view part);

  [[nodiscard]] hmc_status refuse(hmc_status status, std::string_view why);
  [[nodiscard]] OpenCursor* cursor(hmc_cursor cursor);
  std::vector<std::unique_ptr<OpenCursor>> cursors;

  bool answered = false;
  hmc_status status = HMC_INTERNAL;
  std::string reply{};  ///< payload or problem
  std::string error{};  ///< of the store

 private:
  Lane& lane_;
  const std::uint64_t number_;
  const hmc_message_v1& message_;
  const std::uint64_t token_;
  Call* const outer_;
  std::deque<wire::Kept> held_;
};

/// Runs `work` for the call that `token` names. Running out of memory is the one thing that can be thrown here: it becomes a status.
template <typename Work>
[[nodiscard]] hmc_status with_call(hmc_call token, Work work) noexcept {
  auto* call = Call::find(token);
  if (call == nullptr) return HMC_INTERNAL;
  try {
    return work(*call);
  } catch (const std::exception& error) {
    return call->refuse(HMC_INTERNAL, error.what());
  }
}

}  // namespace hemicycle::worker
