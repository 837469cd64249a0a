// Who is signed in, as the gateway sees it: opaque ids of which only the hash is kept. Each function works in the caller's transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "kernel/core/store.hpp"

namespace hemicycle::core {

/// Times are nanoseconds since 1970 UTC.
struct SessionRecord {
  std::string id_hash{};  ///< SHA-256 of the id in the cookie, hexadecimal
  std::string actor{}, csrf{};
  std::int64_t created_ns = 0, seen_ns = 0;
  std::int64_t expires_ns = 0;  ///< the absolute end
};

/// How long a session may live is the caller's policy; this only keeps the instants. Any thread.
class Sessions {
 public:
  virtual ~Sessions() = default;
  /// `conflict` when the hash is already there.
  virtual void create(Connection& db, const SessionRecord& session) const = 0;
  /// Also one whose time is over: the caller compares.
  [[nodiscard]] virtual std::optional<SessionRecord> find(Connection& db, std::string_view id_hash) const = 0;
  /// False when there is none of that hash.
  virtual bool touch(Connection& db, std::string_view id_hash, std::int64_t now_ns) const = 0;
  virtual bool erase(Connection& db, std::string_view id_hash) const = 0;
  /// Removes those past their absolute end or not seen for `idle_ns`. Sessions removed.
  virtual std::int64_t purge(Connection& db, std::int64_t now_ns, std::int64_t idle_ns) const = 0;
};

}  // namespace hemicycle::core
