// What an administrator can see and ask of the plugins of a running house.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hemicycle::steward {

enum class Wish { reload, enable, disable };

/// One plugin: its state and why, what it cost since the server started, what confines it.
struct Standing {
  std::string name, version, title, state, isolation, reason, sha256;
  int restarts = 0;
  std::uint64_t calls = 0, failures = 0, busy_ns = 0, statements = 0, memory_bytes = 0;
  std::optional<int> rating{};              ///< 1 harmless … 6 may do anything
  std::string signed_by{};                  ///< id of a key; empty = nobody vouches for it
  std::vector<std::string> not_applied{};   ///< limits of its isolation that this machine could not apply
  std::vector<std::string> rights{};
};

/// Any thread.
class Stewardship {
 public:
  virtual ~Stewardship() = default;
  [[nodiscard]] virtual std::vector<Standing> standings() const = 0;
  /// Returns at once; the change happens on the steward's thread, and its success or failure is seen in the standings and the log.
  virtual void wish(Wish wish, const std::string& plugin) = 0;
};

}  // namespace hemicycle::steward
