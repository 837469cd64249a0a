// core::Connection on SQLite. Inside the room only: whoever uses it sees core::Connection.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>

#include "kernel/store/session.hpp"
#include "kernel/store/sqlite_store.hpp"
#include "kernel/store/statement.hpp"
#include "kernel/store/statement_cache.hpp"

namespace hemicycle::store {

class SqliteConnection final : public SchemaConnection {
 public:
  SqliteConnection(const SqliteOptions& options, Access access, std::shared_ptr<Trust> trust);
  ~SqliteConnection() override;

  void begin_read() override;
  void begin_write() override;
  void commit() override;
  void rollback() noexcept override;
  void savepoint() override;
  void release() override;
  void rollback_to_savepoint() override;
  std::int64_t exec(std::string_view owner, std::string_view sql, std::span<const hmc_param> params) override;
  [[nodiscard]] std::unique_ptr<core::Cursor> query(std::string_view owner, std::string_view sql,
                                                    std::span<const hmc_param> params) override;
  void set_deadline(std::chrono::steady_clock::time_point deadline) override { session_.set_deadline(deadline); }
  [[nodiscard]] std::int64_t foreign_version() override;
  void define(std::string_view owner, std::string_view statement) override;
  [[nodiscard]] std::vector<std::string> others(std::string_view owner) override;
  [[nodiscard]] std::vector<std::string> foreign_references(std::string_view owner) override;

  /// The first column of the first row of one of the house's own statements: PRAGMA and the like.
  [[nodiscard]] std::string ask_house(std::string_view sql);
  [[nodiscard]] const StatementCache& cache() const { return cache_; }

 private:
  class Rows;
  enum Verb { kBegin, kSnapshot, kBeginImmediate, kCommit, kRollback, kSavepoint, kRelease, kRollbackTo, kDataVersion, kVerbs };

  [[nodiscard]] Statement& verb(Verb which);
  void run(Verb which);
  void require_trust() const;
  /// Throws when SQLite has given the transaction up by itself (disk full, I/O error, deadline of a write).
  void require_transaction() const;
  [[nodiscard]] bool in_transaction() const;
  /// Open cursors would hold the old snapshot past COMMIT, and the next write would find itself behind.
  void end_cursors() noexcept;

  Session session_;
  std::array<std::unique_ptr<Statement>, kVerbs> verbs_;
  StatementCache cache_;
  bool writing_ = false;
  std::uint64_t epoch_ = 0;  // of the cursors: those of an earlier one have ended
  int open_cursors_ = 0;
};

}  // namespace hemicycle::store
