// The outbox in its table.
#pragma once

#include "kernel/core/mail.hpp"

namespace hemicycle::store {

/// Stateless; any thread.
class SqlOutbox final : public core::Outbox {
 public:
  void write(core::Connection& db, const core::Letter& letter) const override;
  [[nodiscard]] std::optional<core::LetterState> state(core::Connection& db, std::string_view plugin, std::string_view id) const override;
  [[nodiscard]] std::vector<core::OutboxLine> due(core::Connection& db, std::int64_t now_ns, int limit) const override;
  [[nodiscard]] std::optional<std::int64_t> next_due(core::Connection& db) const override;
  void sent(core::Connection& db, std::string_view id, std::string_view words, std::int64_t now_ns) const override;
  void failed(core::Connection& db, std::string_view id, std::string_view words, std::int64_t now_ns) const override;
  void postpone(core::Connection& db, std::string_view id, std::string_view words, std::int64_t due_ns) const override;
  std::int64_t retry(core::Connection& db, std::string_view id, std::int64_t now_ns) const override;
  std::int64_t forget(core::Connection& db, std::int64_t before_ns) const override;
  [[nodiscard]] std::vector<core::OutboxLine> list(core::Connection& db, std::string_view state, int limit) const override;
  [[nodiscard]] std::optional<core::OutboxLine> find(core::Connection& db, std::string_view id) const override;
  [[nodiscard]] core::OutboxCounts counts(core::Connection& db) const override;
};

}  // namespace hemicycle::store
