// Looks after the plugins while the house serves: starts again what died, puts aside what dies too often, replaces what an administrator
// wants replaced. All changes of the house happen on its one thread, in the order in which they were asked for.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "kernel/core/bus.hpp"
#include "kernel/core/restart_policy.hpp"
#include "kernel/host/breadcrumbs.hpp"
#include "kernel/host/house.hpp"
#include "kernel/steward/stewardship.hpp"

namespace hemicycle::steward {

struct StewardParts {
  host::House& house;
  core::Bus& bus;
  /// Reads what the web shows of these residents; throws when it cannot be shown. The function that it returns shows it. Empty = no web.
  std::function<std::function<void()>(const std::vector<host::Resident>&)> furnish{};
  /// A plugin in this process has held a thread for too long: nothing can end it but the end of the process. Empty = nobody watches.
  std::function<void(const std::string& plugin)> stuck{};
  host::Breadcrumbs* crumbs = nullptr;
  std::function<void(std::string_view plugin, std::uint32_t level, std::string_view text)> log;
  std::function<void(Standing& standing, const host::Resident& resident)> rate{};  ///< fills rating and rights; any thread; may be empty
  std::function<void(const std::string& plugin, bool disabled)> remember{};  ///< survives a restart of the server; may be empty
};

/// How long a handler in this process may run before the process is given up.
inline constexpr std::chrono::seconds kStuckAfter{30};

/// Members are for any thread. After `stop` nothing changes any more and what is asked is answered `unavailable`.
class Steward final : public Stewardship {
 public:
  Steward() = default;
  ~Steward() override;
  Steward(const Steward&) = delete;
  Steward& operator=(const Steward&) = delete;

  /// What was reported before is done first. Once.
  void start(StewardParts parts);
  void stop();

  /// For host::Openings: a generation of a plugin died; nobody calls an instance any more. Also before start.
  void died(const std::string& plugin, std::uint64_t generation, const std::string& why);
  void retire(std::unique_ptr<core::Instance> instance);

  /// Does it and waits: ok, or why not, and then all is as it was. Not from the steward's own thread.
  [[nodiscard]] core::Outcome change(Wish wish, const std::string& plugin);

  [[nodiscard]] std::vector<Standing> standings() const override;
  void wish(Wish wish, const std::string& plugin) override;

 private:
  using Instant = std::chrono::steady_clock::time_point;
  using Task = std::function<void()>;

  void post(Task task, Instant when = Instant());
  void run();
  [[nodiscard]] Task next_task();
  void watch();

  void bury(const std::string& plugin, std::uint64_t generation, const std::string& why);
  void start_again(const std::string& plugin, std::uint64_t generation);
  void set_back(const std::string& plugin, const std::string& why);
  [[nodiscard]] core::Outcome carry_out(Wish wish, const std::string& plugin);
  void bring_in(const std::string& plugin);
  void take_out(const std::string& plugin);
  /// Those that are shown, without one.
  [[nodiscard]] std::vector<host::Resident> others_than(const std::string& plugin) const;
  void note(std::string_view plugin, std::uint32_t level, std::string_view text) const;

  std::unique_ptr<StewardParts> parts_;
  std::map<std::string, core::RestartPolicy, std::less<>> policies_;  // its own thread

  mutable std::mutex mutex_;  // guards what stands below
  std::condition_variable asked_;
  std::multimap<Instant, Task> tasks_;
  std::vector<std::unique_ptr<core::Instance>> retired_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace hemicycle::steward
