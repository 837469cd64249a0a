// A plugin as a process of its own.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "kernel/core/instance.hpp"
#include "kernel/host/abi_call.hpp"
#include "kernel/host/sealed_library.hpp"
#include "kernel/host/worker_lanes.hpp"
#include "kernel/host/worker_process.hpp"
#include "sdk/contract/model.hpp"

namespace hemicycle::host {

struct WorkerOptions {
  std::filesystem::path program;                           ///< hemicycle-worker
  contract::Isolation isolation = contract::Isolation::worker;
  int channels = 4;                                        ///< credits: calls at once; one more waits for a free one until its deadline
  std::chrono::nanoseconds start_deadline = std::chrono::seconds(10);  ///< for loading, and again for starting
  std::chrono::nanoseconds stop_deadline = std::chrono::seconds(10);   ///< for the calls in flight, and again for the plugin's `stop`
  std::uint64_t memory_bytes = 0;                          ///< private writable memory; 0 = the worker's own limit
  /// Once, when it ended without being told to: "was killed by signal 11 (Segmentation fault)". On a thread of this worker: note it and return,
  /// the worker must not be destroyed in here.
  std::function<void(const std::string& why)> died = [](const std::string&) {};
};

/// Each call runs on one channel, in a thread of the worker, while the calling thread serves what it asks for inside the caller's unit of work.
/// A call past its deadline ends the whole worker: code that does not return cannot be ended otherwise. So does a worker that lies.
class Worker final : public core::Instance {
 public:
  /// Starts the process and loads the library in it. Throws std::runtime_error with the sentence of what went wrong.
  Worker(std::shared_ptr<const SealedLibrary> library, std::unique_ptr<PluginHost> host, WorkerOptions options);
  ~Worker() override;
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  [[nodiscard]] core::Outcome start() override;
  [[nodiscard]] std::optional<core::SettingRefusal> refused_setting() const override { return process_->refused(); }
  [[nodiscard]] core::Outcome handle(core::CallContext& call, const core::Message& message) override;
  /// Waits for the calls in flight, then ends the process. What comes after is answered kPluginDown.
  void stop() override;

  [[nodiscard]] pid_t pid() const { return process_->pid(); }
  [[nodiscard]] bool alive() const { return !process_->ended(); }
  /// Sentences for the operator; empty when all of the isolation holds.
  [[nodiscard]] std::vector<std::string> limits_not_applied() const { return process_->limits_not_applied(); }
  [[nodiscard]] std::uint64_t memory_bytes() const override;  ///< resident; 0 once it has ended
  [[nodiscard]] std::uint64_t cpu_ns() const;          ///< likewise

 private:
  [[nodiscard]] core::Outcome converse(Lane& lane, core::CallContext& call, const core::Message& message);
  [[nodiscard]] core::Outcome read_reply(const wire::Frame& frame);
  [[nodiscard]] core::Outcome not_delivered(wire::Transfer why, Lane& lane, const core::Message& message);
  [[nodiscard]] core::Outcome lied(std::string_view lie);
  [[nodiscard]] core::Outcome down() const;

  std::shared_ptr<const SealedLibrary> library_;
  std::unique_ptr<PluginHost> host_;
  WorkerOptions options_;
  WorkerLanes lanes_;
  std::unique_ptr<WorkerProcess> process_;  ///< last: its thread uses all of the above
};

}  // namespace hemicycle::host
