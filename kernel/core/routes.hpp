// Who answers what, who listens to what. Filled before the lanes start, read by all of them afterwards without a lock.
#pragma once

#include <array>
#include <atomic>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "kernel/core/bus.hpp"

namespace hemicycle::core {

enum class LaneName : std::size_t { query, command, slow };

/// A plugin at work: its contract, its instance, what waits for it and what it cost.
struct Attached {
  std::shared_ptr<const contract::Plugin> contract;
  std::shared_ptr<Instance> instance;
  std::array<std::atomic<std::size_t>, 3> waiting{};  ///< by LaneName
  std::atomic<std::uint64_t> calls = 0, failures = 0, busy_ns = 0;
};

struct Route {
  Attached* plugin = nullptr;
  const contract::Operation* operation = nullptr;
};

class Routes final {
 public:
  void attach(std::shared_ptr<const contract::Plugin> contract, std::shared_ptr<Instance> instance);

  [[nodiscard]] const Route* find(std::string_view operation) const;
  [[nodiscard]] Attached* plugin(std::string_view name);
  /// Names of the plugins that react to this event, in order of attachment.
  [[nodiscard]] const std::vector<std::string>& consumers(std::string_view event) const;
  [[nodiscard]] const std::vector<std::shared_ptr<const contract::Plugin>>& contracts() const { return contracts_; }
  [[nodiscard]] std::deque<Attached>& attached() { return attached_; }
  [[nodiscard]] const std::deque<Attached>& attached() const { return attached_; }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  std::deque<Attached> attached_;  // a deque: addresses stay
  std::vector<std::shared_ptr<const contract::Plugin>> contracts_;
  std::unordered_map<std::string, Route, Hash, std::equal_to<>> operations_;
  std::map<std::string, std::vector<std::string>, std::less<>> consumers_;
};

/// Generations by event type; grows by need, addresses stay. Any thread.
class Generations final {
 public:
  [[nodiscard]] Generation& of(std::string_view event);
  void grow_all();

 private:
  std::mutex mutex_;
  std::map<std::string, Generation, std::less<>> by_event_;
};

}  // namespace hemicycle::core
