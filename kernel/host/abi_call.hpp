// The host's side of the C ABI: the tables, and the calls in progress that their tokens name.
#pragma once

#include <hemicycle/call.h>
#include <hemicycle/ext/store.h>
#include <hemicycle/host.h>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/core/call_context.hpp"
#include "kernel/core/instance.hpp"

namespace hemicycle::host {

class Breadcrumbs;

/// What one plugin may ask outside a call. Its address is the `host` that the plugin was given at entry.
/// Lives from before entry until after destroy.
struct PluginHost {
  hmc_host_v1 table;  ///< first: the plugin's pointer is this struct's
  std::string plugin;
  std::string settings_json;
  const std::map<std::string, std::string, std::less<>>* vocabularies_json = nullptr;
  std::function<void(std::string_view plugin, std::uint32_t level, std::string_view text)> log;
  Breadcrumbs* crumbs = nullptr;  ///< where a plugin in this process leaves its name while it works
  mutable std::optional<core::SettingRefusal> refused{};  ///< by its start; mutable: the plugin holds a pointer to const
};

/// One call in progress, on the stack of the thread that runs it. Its token dies with it: a plugin that keeps one is refused, not served.
class AbiCall final {
 public:
  explicit AbiCall(core::CallContext& context);
  ~AbiCall();
  AbiCall(const AbiCall&) = delete;
  AbiCall& operator=(const AbiCall&) = delete;

  /// The innermost call of this thread when `call` names it, else nullptr: stale, of another thread, or an outer call.
  [[nodiscard]] static AbiCall* find(hmc_call call);

  [[nodiscard]] hmc_call token() const { return {token_}; }
  [[nodiscard]] core::CallContext& context() const { return context_; }

  struct OpenCursor {
    std::uint64_t token;
    std::unique_ptr<core::Cursor> rows;
  };
  [[nodiscard]] std::vector<OpenCursor>& cursors() { return cursors_; }
  [[nodiscard]] core::Cursor* cursor(hmc_cursor cursor);

  /// Keeps bytes that the plugin borrows until the call returns.
  [[nodiscard]] hmc_span keep(std::string bytes);
  [[nodiscard]] hmc_status refuse(core::Status status, std::string why);

  bool answered = false;
  core::Outcome outcome{};
  std::string store_error{};

 private:
  core::CallContext& context_;
  std::uint64_t token_;
  AbiCall* outer_;
  std::vector<OpenCursor> cursors_;
  std::deque<std::string> kept_;
};

/// Runs `work` for the call that `token` names; nothing that the kernel throws crosses the boundary, it becomes a status.
template <typename Work>
[[nodiscard]] hmc_status with_call(hmc_call token, Work work) noexcept {
  auto* call = AbiCall::find(token);
  if (call == nullptr) return HMC_INTERNAL;
  try {
    return work(*call);
  } catch (const core::StoreError& error) {
    return call->refuse(error.status(), error.what());
  } catch (const std::exception& error) {
    return call->refuse(core::Status::internal, error.what());
  }
}

/// hmc_host_v1::extension: the table of an id, or null.
[[nodiscard]] const void* find_extension(const hmc_host_v1* host, hmc_span id);

}  // namespace hemicycle::host
