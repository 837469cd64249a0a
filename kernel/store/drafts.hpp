// Drafts of forms in their table.
#pragma once

#include "kernel/core/drafts.hpp"

namespace hemicycle::store {

/// Stateless; any thread.
class DraftTable final : public core::Drafts {
 public:
  void save(core::Connection& db, const core::Draft& draft, std::int64_t expired_ns, int most) const override;
  void bound(core::Connection& db, std::string_view prefix, std::int64_t expired_ns, int most) const override;
  [[nodiscard]] std::optional<core::Draft> find(core::Connection& db, std::string_view owner, std::string_view path) const override;
  [[nodiscard]] std::vector<core::Draft> of(core::Connection& db, std::string_view owner, std::int64_t since_ns) const override;
  bool erase(core::Connection& db, std::string_view owner, std::string_view path) const override;
  void hand_over(core::Connection& db, std::string_view from, std::string_view to) const override;
};

}  // namespace hemicycle::store
