// Who answers what, who listens to what. A plugin can be replaced while others are called: whoever found a route keeps what it leads to.
#pragma once

#include <array>
#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "kernel/core/bus.hpp"
#include "kernel/core/turnstile.hpp"

namespace hemicycle::core {

enum class LaneName : std::size_t { query, command, slow };

/// What waits for a plugin and what it cost, over all its generations.
struct Account {
  std::array<std::atomic<std::size_t>, 3> waiting{};  ///< by LaneName
  std::shared_ptr<Turnstile> queries = std::make_shared<Turnstile>();  ///< of the query lane
  std::atomic<std::uint64_t> calls = 0, failures = 0, busy_ns = 0, statements = 0;
  [[nodiscard]] PluginMetrics metrics() const { return {.calls = calls, .failures = failures, .busy_ns = busy_ns, .statements = statements}; }
};

/// One generation of a plugin at work. Lives until the last call that found it has returned.
struct Attached {
  std::shared_ptr<const contract::Plugin> contract;
  std::shared_ptr<Instance> instance;
  std::shared_ptr<Account> account;
};

struct Route {
  std::shared_ptr<Attached> plugin;
  const contract::Operation* operation = nullptr;  ///< of plugin->contract
};

/// Any thread.
class Routes final {
 public:
  using Contracts = std::vector<std::shared_ptr<const contract::Plugin>>;

  /// Puts a plugin in its place, or a new generation in that of the old. Operations that only the old one had still lead to it, until
  /// `forget_former`: a page that was made a moment ago may ask for them.
  void attach(std::shared_ptr<const contract::Plugin> contract, std::shared_ptr<Instance> instance);
  /// Nothing leads to earlier generations of this plugin any more.
  void forget_former(std::string_view plugin);

  [[nodiscard]] std::optional<Route> find(std::string_view operation) const;
  [[nodiscard]] std::shared_ptr<Attached> plugin(std::string_view name) const;
  /// Names of the plugins that react to this event, in order of attachment.
  [[nodiscard]] std::vector<std::string> consumers(std::string_view event) const;
  [[nodiscard]] Contracts contracts() const;
  [[nodiscard]] std::vector<std::shared_ptr<Attached>> attached() const;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  [[nodiscard]] std::shared_ptr<Attached>* place_of(std::string_view name);

  mutable std::shared_mutex mutex_;
  std::vector<std::shared_ptr<Attached>> attached_;
  std::unordered_map<std::string, Route, Hash, std::equal_to<>> operations_;
};

/// Generations by event type; grows by need, addresses stay. Any thread.
class Generations final {
 public:
  [[nodiscard]] Generation& of(std::string_view event);
  void grow(std::string_view event);
  void grow_all();
  /// Called after each growth, on the thread of who made it; empty = nobody. The former is not called any more when this returns.
  void when_grown(std::function<void()> told);

 private:
  void tell();
  std::mutex mutex_, told_mutex_;
  std::map<std::string, Generation, std::less<>> by_event_;
  std::function<void()> told_;
};

}  // namespace hemicycle::core
