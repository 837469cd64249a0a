#include "kernel/host/abi_call.hpp"

#include <algorithm>
#include <atomic>

namespace hemicycle::host {
namespace {

// A call is synchronous and stays on its thread, so "the calls in progress" is a stack per thread and a token is checked without a lock.
thread_local AbiCall* innermost = nullptr;

std::uint64_t next_token() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

}  // namespace

AbiCall::AbiCall(core::CallContext& context) : context_(context), token_(next_token()), outer_(innermost) { innermost = this; }

AbiCall::~AbiCall() { innermost = outer_; }

AbiCall* AbiCall::find(hmc_call call) { return innermost != nullptr && innermost->token_ == call.token ? innermost : nullptr; }

core::Cursor* AbiCall::cursor(hmc_cursor cursor) {
  const auto found = std::find_if(cursors_.begin(), cursors_.end(), [&](const OpenCursor& c) { return c.token == cursor.token; });
  return found == cursors_.end() ? nullptr : found->rows.get();
}

hmc_span AbiCall::keep(std::string bytes) { return core::span(kept_.emplace_back(std::move(bytes))); }

hmc_status AbiCall::refuse(core::Status status, std::string why) {
  store_error = std::move(why);
  return static_cast<hmc_status>(status);
}

}  // namespace hemicycle::host
