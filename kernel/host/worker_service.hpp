// What a worker may ask for while one of its calls runs, and the answers.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/core/call_context.hpp"
#include "kernel/wire/frame.hpp"
#include "kernel/wire/values.hpp"

namespace hemicycle::host {

/// Serves through the very context that a plugin in this process would use: in the caller's unit of work, with the caller's rights.
/// On the call's thread, on its stack. Nothing that a worker sends can make it throw.
class WorkerService final {
 public:
  explicit WorkerService(core::CallContext& context) : context_(context) {}
  WorkerService(const WorkerService&) = delete;
  WorkerService& operator=(const WorkerService&) = delete;

  /// Returns the lie in one sentence when the request is one that no worker of ours sends; empty = `answer` is to be sent.
  [[nodiscard]] std::string_view serve(wire::Kind kind, std::string_view body);
  /// Fields of the answer frame; borrowed until the next request.
  [[nodiscard]] std::string_view answer() const { return out_; }

 private:
  struct OpenCursor {
    std::uint32_t number;
    std::unique_ptr<core::Cursor> rows;
  };
  using Strings = std::vector<std::string_view>;

  [[nodiscard]] std::string_view exec(wire::Reader in);
  [[nodiscard]] std::string_view query(wire::Reader in);
  [[nodiscard]] std::string_view next(wire::Reader in);
  [[nodiscard]] std::string_view close(wire::Reader in);
  [[nodiscard]] std::string_view ask(wire::Reader in);
  [[nodiscard]] std::string_view schedule(wire::Reader in);
  [[nodiscard]] std::string_view allowed(wire::Reader in);
  [[nodiscard]] std::string_view write_letter(wire::Reader in);
  [[nodiscard]] std::string_view letter_state(wire::Reader in);
  /// Requests that are texts, and whose answer is a status.
  template <typename Work>
  [[nodiscard]] std::string_view simple(wire::Reader in, std::size_t texts, Work work);
  template <typename Work>
  void guarded(Work work);
  /// As many rows as make about 32 KiB; true when there are no more.
  [[nodiscard]] bool write_batch(core::Cursor& rows);
  [[nodiscard]] std::vector<OpenCursor>::iterator find(std::uint32_t number);

  core::CallContext& context_;
  std::string out_;
  std::vector<OpenCursor> cursors_;
  std::uint32_t last_cursor_ = 0;
};

}  // namespace hemicycle::host
