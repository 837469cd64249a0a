// What a person has written into a form and not yet sent. Every function works inside the caller's transaction on the given connection.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/core/store.hpp"

namespace hemicycle::core {

struct Draft {
  std::string owner;  ///< an actor, or whoever holds a secret that only they know
  std::string path;   ///< of the form
  std::string fields; ///< JSON, the gateway's
  std::int64_t saved_ns = 0;
};

class Drafts {
 public:
  virtual ~Drafts() = default;
  /// Replaces the draft of this owner and path; forgets those saved before `expired_ns`, and the oldest of an owner who has more than `most`.
  virtual void save(Connection& db, const Draft& draft, std::int64_t expired_ns, int most) const = 0;
  /// Of all owners whose names begin with `prefix` and go on in letters and digits: forgets drafts saved before `expired_ns`, and the oldest beyond `most` in all.
  virtual void bound(Connection& db, std::string_view prefix, std::int64_t expired_ns, int most) const = 0;
  [[nodiscard]] virtual std::optional<Draft> find(Connection& db, std::string_view owner, std::string_view path) const = 0;
  /// Those of one owner saved since `since_ns`, the newest first.
  [[nodiscard]] virtual std::vector<Draft> of(Connection& db, std::string_view owner, std::int64_t since_ns) const = 0;
  virtual bool erase(Connection& db, std::string_view owner, std::string_view path) const = 0;
  /// All drafts of `from` become those of `to`, who keeps the newer of two of one path.
  virtual void hand_over(Connection& db, std::string_view from, std::string_view to) const = 0;
};

}  // namespace hemicycle::core
