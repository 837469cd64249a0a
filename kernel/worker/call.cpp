#include "kernel/worker/call.hpp"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>

#include "kernel/wire/call_message.hpp"

namespace hemicycle::worker {
namespace {

using wire::Fault;
using wire::Kind;
using wire::Transfer;

// A call is synchronous and stays on its thread, so "the calls in progress" is a stack per thread and a token is checked without a lock.
thread_local Call* innermost = nullptr;

std::uint64_t next_token() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

// The server went away in the middle of a call, or spoke what it never speaks: there is nobody left to answer to.
[[noreturn]] void abandon() { ::_exit(EXIT_FAILURE); }

}  // namespace

void Lane::serve() {
  wire::Frame frame;
  while (channel_.receive(frame) == Transfer::done && frame.kind == Kind::call) run(frame);
}

bool Lane::exchange(const Call& call, wire::Reader& answer) {
  const auto sent = channel_.send();
  if (sent == Transfer::wrong) return false;
  wire::Frame frame;
  while (sent == Transfer::done && channel_.receive(frame) == Transfer::done) {
    if (frame.kind == Kind::call) {
      run(frame);
    } else if (frame.kind == Kind::answer && frame.number == call.number()) {
      answer = wire::Reader(frame.body);
      return true;
    } else {
      break;
    }
  }
  abandon();
}

void Lane::run(const wire::Frame& frame) {
  const auto kept = channel_.keep();
  wire::Reader in(kept.body);
  const auto message = wire::read_message(in);
  if (!in.wrong().empty()) abandon();
  Call call(*this, frame.number, message);
  auto fault = Fault::none;
  try {
    const auto status = doors_.handle(call.token(), message);
    if (!call.answered)
      fault = Fault::no_reply, call.status = status;
    else if (status != call.status)
      fault = Fault::other_status;
  } catch (...) {
    // Forbidden by the ABI, and caught all the same: this thread serves others.
    fault = Fault::threw;
  }
  const auto answer = [&](std::string_view bytes) {
    channel_.write(Kind::reply, frame.number).number(fault).number(call.status).text(bytes);
    return channel_.send();
  };
  if (answer(fault == Fault::none ? std::string_view(call.reply) : std::string_view()) != Transfer::wrong) return;
  fault = Fault::too_large;
  static_cast<void>(answer({}));
}

Call::Call(Lane& lane, std::uint64_t number, const hmc_message_v1& message)
    : lane_(lane), number_(number), message_(message), token_(next_token()), outer_(innermost) {
  innermost = this;
}

Call::~Call() { innermost = outer_; }

Call* Call::find(hmc_call call) { return innermost != nullptr && innermost->token_ == call.token ? innermost : nullptr; }

hmc_status Call::ask(wire::Reader& answer) {
  if (!lane_.exchange(*this, answer)) return refuse(HMC_INTERNAL, lane_.channel().why());
  return answer.number<hmc_status>();
}

hmc_status Call::ask() {
  wire::Reader answer({});
  const auto came = ask(answer);
  if (came != HMC_OK && !answer.rest().empty()) error = answer.text();
  return came;
}

hmc_span Call::hold(wire::Kept bytes, std::string_view part) {
  held_.push_back(std::move(bytes));
  return wire::span(part);
}

hmc_status Call::refuse(hmc_status refused, std::string_view why) {
  error = why;
  return refused;
}

OpenCursor* Call::cursor(hmc_cursor cursor) {
  const auto found = std::find_if(cursors.begin(), cursors.end(), [&](const auto& open) { return open->token == cursor.token; });
  return found == cursors.end() ? nullptr : found->get();
}

}  // namespace hemicycle::worker
