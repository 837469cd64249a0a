// The bus: finds who answers, checks who may, runs the handler in its lane, commits, tells the others.
//
//   auto bus = Bus({.store = store, .journal = journal, .policy = policy, .clock = clock, .log = log}, limits);
//   bus.attach(contract, instance);
//   bus.start();
//   bus.send({.type = "hello.greet", .payload = R"({"text": "Bonjour"})", .actor = "a1"}, [](Outcome outcome) { … });
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/core/blobs.hpp"
#include "kernel/core/clock.hpp"
#include "kernel/core/instance.hpp"
#include "kernel/core/journal.hpp"
#include "kernel/core/mail.hpp"
#include "kernel/core/policy.hpp"
#include "kernel/core/request.hpp"
#include "kernel/core/store.hpp"
#include "kernel/core/vocabulary.hpp"
#include "sdk/contract/model.hpp"

namespace hemicycle::core {

struct BusLimits {
  int query_threads = 2;
  int slow_threads = 2;
  std::size_t mailbox = 256;       ///< waiting messages per plugin and lane; one more is `overloaded`, at once
  std::size_t commit_batch = 128;  ///< commands that share one fsync at most
  std::chrono::milliseconds command_time{5000};  ///< a command's handler may hold the writer so long
};

/// Generation of an event type: grows when an event of that type was committed, before its command is acknowledged.
/// A page that was made at generation g of all it depends on is fresh while none has grown.
using Generation = std::atomic<std::uint64_t>;

/// Grows when sessions were ended from inside a command: the gateway forgets the ones it remembers.
inline constexpr std::string_view kSessionsEnded = "hmc.sessions_ended";

struct LaneMetrics {
  std::uint64_t queries = 0, units = 0, commits = 0, deliveries = 0, jobs = 0, overloaded = 0, dead_letters = 0;
  std::size_t waiting = 0;
};

struct PluginMetrics {
  std::uint64_t calls = 0, failures = 0, busy_ns = 0, statements = 0, memory_bytes = 0;
};

/// Several questions in one snapshot and one hop: what a page needs.
class Asker {
 public:
  virtual ~Asker() = default;
  /// The payload must already be checked. Permissions are checked for the conversation's actor. On the lane's thread.
  [[nodiscard]] virtual Outcome ask(std::string_view query, std::string_view payload) = 0;
  /// What these actors are called, by id, from the plugin that tells who people are; whom nobody knows is left out.
  [[nodiscard]] virtual std::map<std::string, std::string> names(const std::set<std::string>& actors) = 0;
  /// The snapshot itself, for what the kernel keeps beside the plugins; to be read alone.
  [[nodiscard]] virtual Connection& db() = 0;
};

class Bus final {
 public:
  struct Parts {
    Store& store;
    Journal& journal;
    Policy& policy;
    const Clock& clock;
    std::function<void(std::string_view plugin, std::uint32_t level, std::string_view text)> log;  ///< any thread
    const Vocabularies& vocabularies;
    std::function<void(const std::string&)> broken;  ///< the store cannot be trusted any more: stop; the command lane's thread
    const Outbox* outbox = nullptr;                  ///< null: no plugin here writes letters
    std::function<void()> letters_written{};         ///< after the commit; the command lane's thread
    FindFile find_file{};                            ///< empty: no files are kept here, an upload is taken as it is written
  };

  Bus(Parts parts, BusLimits limits);
  ~Bus();
  Bus(const Bus&) = delete;
  Bus& operator=(const Bus&) = delete;

  /// Any thread, before start or while serving. The contract must agree with those attached (contract::conflicts said nothing). A plugin of
  /// that name is replaced: calls that have begun end with the old instance, new ones go to the new. Whoever released the instance last
  /// destroys it: give the pointer a deleter that hands it to the right thread.
  void attach(std::shared_ptr<const contract::Plugin> contract, std::shared_ptr<Instance> instance);
  /// After a replacement, when nobody can ask for what only the former contract had.
  void forget_former(std::string_view plugin);
  void start();
  /// Refuses new work (`unavailable`), finishes what has begun and what waits, then joins the lanes.
  void stop();

  /// Any thread. Answers `overloaded`, `not_found`, `unavailable` at once on the caller's thread; otherwise on a lane's.
  void send(Request request, Completion done);
  /// Kernel work in the same lanes and the same group commit: sessions, grants, dead letters.
  void read(std::function<Outcome(Connection&)> work, Completion done);
  void write(std::function<Outcome(Connection&)> work, Completion done);

  /// Runs `talk` on the query lane, in one snapshot, as request.actor; request.type names a query or command whose plugin's mailbox counts it.
  /// When there is no room, `refused` is called at once instead. `talk` must not throw.
  void converse(Request request, std::function<void(Asker&)> talk, Completion refused);
  /// Blocking work (files) on the slow lane.
  void aside(std::function<void()> work);

  /// The same, waiting. Not from a lane's thread. For the command line and tests.
  [[nodiscard]] Outcome call(Request request);
  [[nodiscard]] Outcome read_now(std::function<Outcome(Connection&)> work);
  [[nodiscard]] Outcome write_now(std::function<Outcome(Connection&)> work);
  /// Waits until no delivery and no due job is left (later retries and later jobs do not count). For tests and the command line.
  void settle();

  /// Null when nobody answers it. Keeps its contract alive.
  [[nodiscard]] std::shared_ptr<const contract::Operation> operation(std::string_view name) const;
  [[nodiscard]] std::vector<std::shared_ptr<const contract::Plugin>> contracts() const;
  /// Lives as long as the bus. A type that nobody emits has a generation too (it never grows).
  [[nodiscard]] const Generation& generation(std::string_view event_type) const;
  /// Another process wrote to the store: every generation grows.
  void touch_all();

  /// `told` is called after generations have grown, on the command lane's thread: it must be quick. One at a time; empty = nobody. Any thread; the
  /// former is not called any more when this returns.
  void when_changed(std::function<void()> told);

  [[nodiscard]] LaneMetrics metrics() const;
  [[nodiscard]] std::map<std::string, PluginMetrics> plugin_metrics() const;

 private:
  class Core;
  std::unique_ptr<Core> core_;
};

}  // namespace hemicycle::core
