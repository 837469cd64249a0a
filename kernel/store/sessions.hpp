// Who is signed in: opaque ids, of which only the hash is kept. Each function works in the caller's transaction.
// How long a session may live is the caller's policy (12 h in all, 2 h unused); this table only keeps the instants.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "kernel/core/sessions.hpp"

namespace hemicycle::store {

/// No state of its own: one for all threads.
class SessionTable final : public core::Sessions {
 public:
  void create(core::Connection& db, const core::SessionRecord& session) const override;
  [[nodiscard]] std::optional<core::SessionRecord> find(core::Connection& db, std::string_view id_hash) const override;
  bool touch(core::Connection& db, std::string_view id_hash, std::int64_t now_ns) const override;
  bool erase(core::Connection& db, std::string_view id_hash) const override;
  /// Sessions ended.
  std::int64_t erase_all(core::Connection& db, std::string_view actor) const;
  std::int64_t purge(core::Connection& db, std::int64_t now_ns, std::int64_t idle_ns) const override;
};

}  // namespace hemicycle::store
