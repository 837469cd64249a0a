// One worker process, from its start to its end: started, watched, heard, ended, on a thread of its own.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "kernel/core/instance.hpp"
#include "kernel/host/line_budget.hpp"
#include "kernel/host/worker_spawn.hpp"
#include "kernel/wire/channel.hpp"

namespace hemicycle::host {

/// The thread starts the process, because a worker is killed when the thread that started it ends; it reads what the plugin logs and prints;
/// and it learns of the end from a pidfd, so that no other process can ever be taken for it.
class WorkerProcess final {
 public:
  enum class Stage { starting, loaded, serving, ended };

  struct Hooks {
    std::function<void(std::uint32_t level, std::string_view line)> log;  ///< on the watching thread
    /// Once, on the watching thread, when the process ended: first for whoever waits for its answer …
    std::function<void()> ended;
    /// … then for the operator, when it had begun to serve and was not told to stop: "was killed by signal 11 (Segmentation fault)".
    std::function<void(const std::string& why)> died;
  };

  /// `request.descriptors` and `output` are filled in here, but for the library and the channels. `hello` writes the fields of the first frame.
  WorkerProcess(SpawnRequest request, std::function<void(wire::Writer)> hello, Hooks hooks);
  /// Kills what still runs.
  ~WorkerProcess();
  WorkerProcess(const WorkerProcess&) = delete;
  WorkerProcess& operator=(const WorkerProcess&) = delete;

  /// Waits for a stage; false = it ended before, or `within` passed. A problem that the worker told is in `problem`.
  [[nodiscard]] bool reach(Stage stage, std::chrono::nanoseconds within);
  void tell(wire::Kind kind);
  /// Ends it at once; `why` follows "was ended by the server: ". The first one counts.
  void kill(const std::string& why);
  /// Tells it to stop and waits; kills it after `within`. From here on its end is no death.
  void stop(std::chrono::nanoseconds within);

  [[nodiscard]] bool ended() const { return over_; }
  [[nodiscard]] pid_t pid() const;
  [[nodiscard]] std::string problem() const;  ///< why it could not be loaded or started; why it ended
  [[nodiscard]] std::optional<core::SettingRefusal> refused() const;  ///< the setting that its start refused
  [[nodiscard]] std::vector<std::string> limits_not_applied() const;

 private:
  void run(std::function<void(wire::Writer)> hello);
  void watch();
  [[nodiscard]] bool hear();         ///< false = nothing more will come
  [[nodiscard]] bool read_output();  ///< likewise
  void obey(const wire::Frame& frame);
  void say(std::uint32_t level, std::string_view line);
  void tell_left_out(std::size_t count);
  void finish(std::string how);
  [[nodiscard]] std::string reap();

  SpawnRequest request_;
  Hooks hooks_;
  std::unique_ptr<wire::Channel> control_;
  int output_ = -1;        ///< the reading end
  std::string unfinished_; ///< a printed line without its end
  LineBudget lines_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  Stage stage_ = Stage::starting;
  Spawned process_;
  std::string problem_, killed_because_;
  std::optional<core::SettingRefusal> refused_;
  std::vector<std::string> not_applied_;
  bool stopping_ = false;
  std::atomic<bool> over_ = false;
  std::mutex speaking_;    ///< whoever writes to the control pair
  std::thread thread_;     ///< last: it uses all of the above
};

}  // namespace hemicycle::host
