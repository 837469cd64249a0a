// core::Journal in SQL. Knows the tables of migrations/0001_kernel.sql and nothing of the backend.
//
// Order: of the deliveries of one (consumer, subject) only the oldest has a due time; when it goes, the next one gets one. What waits
// behind a postponed delivery is therefore never even looked at.
#pragma once

#include "kernel/core/journal.hpp"

namespace hemicycle::store {

/// No state of its own: one for all threads.
class SqlJournal final : public core::Journal {
 public:
  std::int64_t append(core::Connection& db, const core::EventRecord& event, const std::vector<std::string>& consumers) override;
  [[nodiscard]] std::vector<core::Delivery> due_deliveries(core::Connection& db, std::int64_t now_ns, int limit) override;
  bool take(core::Connection& db, const core::Delivery& delivery, std::int64_t now_ns) override;
  void postpone(core::Connection& db, const core::Delivery& delivery, std::int64_t due_ns) override;
  void bury(core::Connection& db, const core::Delivery& delivery, std::string_view problem, std::int64_t now_ns) override;

  void schedule(core::Connection& db, const core::DueJob& job) override;
  [[nodiscard]] std::vector<core::DueJob> due_jobs(core::Connection& db, std::int64_t now_ns, int limit) override;
  void finish(core::Connection& db, const core::DueJob& job) override;
  void postpone(core::Connection& db, const core::DueJob& job, std::int64_t due_ns) override;
  void bury(core::Connection& db, const core::DueJob& job, std::string_view problem, std::int64_t now_ns) override;
  [[nodiscard]] std::optional<std::int64_t> next_due(core::Connection& db) override;

  [[nodiscard]] std::vector<core::DeadLetter> dead_letters(core::Connection& db) override;
  bool retry(core::Connection& db, std::int64_t dead_letter, std::int64_t now_ns) override;
  bool drop(core::Connection& db, std::int64_t dead_letter) override;

  [[nodiscard]] std::optional<Remembered> remembered(core::Connection& db, std::string_view actor, std::string_view command,
                                                     std::string_view key) override;
  void remember(core::Connection& db, std::string_view actor, std::string_view command, std::string_view key, const Remembered& answer,
                std::int64_t now_ns) override;

  [[nodiscard]] std::vector<core::EventRecord> about(core::Connection& db, std::string_view subject, int limit) override;
  [[nodiscard]] std::vector<core::EventRecord> events(core::Connection& db, std::int64_t after, int limit) override;

  /// Forgets idempotent answers given, and inbox rows taken, before this instant. Rows removed. For a housekeeping job.
  std::int64_t forget(core::Connection& db, std::int64_t before_ns);

 private:
  void remove(core::Connection& db, const core::Delivery& delivery);
};

}  // namespace hemicycle::store
