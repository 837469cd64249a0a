#include "kernel/store/sqlite_connection.hpp"

#include <sqlite3.h>

#include "kernel/store/tables_touched.hpp"

namespace hemicycle::store {

class SqliteConnection::Rows final : public core::Cursor {
 public:
  Rows(SqliteConnection& connection, StatementCache::Lease statement)
      : connection_(connection), statement_(std::move(statement)), epoch_(connection.epoch_) {
    ++connection_.open_cursors_;
  }
  ~Rows() override { --connection_.open_cursors_; }

  [[nodiscard]] std::span<const hmc_span> columns() const override { return statement_->columns(); }

  [[nodiscard]] const hmc_value* next() override {
    if (done_) return nullptr;
    if (epoch_ != connection_.epoch_) {
      throw core::StoreError(core::Status::internal,
                             statement_->owner() + ": the transaction of this cursor has ended: " + statement_->sql());
    }
    if (statement_->step()) {
      const auto row = statement_->row();
      return row.data();
    }
    done_ = true;
    return nullptr;
  }

 private:
  SqliteConnection& connection_;
  StatementCache::Lease statement_;
  std::uint64_t epoch_;
  bool done_ = false;
};

SqliteConnection::SqliteConnection(const SqliteOptions& options, Access access, std::shared_ptr<Trust> trust)
    : session_(options, access, std::move(trust)), cache_(session_, options.statements) {}

SqliteConnection::~SqliteConnection() { rollback(); }

void SqliteConnection::begin_read() {
  run(kBegin);
  try {
    run(kSnapshot);
  } catch (...) {
    rollback();
    throw;
  }
}

void SqliteConnection::begin_write() {
  require_trust();
  run(kBeginImmediate);
  writing_ = true;
}

void SqliteConnection::commit() {
  if (writing_) require_trust();
  require_transaction();
  end_cursors();
  run(kCommit);
  writing_ = false;
}

void SqliteConnection::rollback() noexcept {
  end_cursors();
  writing_ = false;
  if (!in_transaction()) return;
  try {
    run(kRollback);
  } catch (const std::exception&) {
    // SQLite's ROLLBACK fails only when it has already rolled back; what could not be undone on disk, the next opening undoes.
  }
}

void SqliteConnection::savepoint() {
  require_transaction();
  run(kSavepoint);
}

void SqliteConnection::release() {
  require_transaction();
  run(kRelease);
}

void SqliteConnection::rollback_to_savepoint() {
  require_transaction();
  end_cursors();
  run(kRollbackTo);
}

std::int64_t SqliteConnection::exec(std::string_view owner, std::string_view sql, std::span<const hmc_param> params) {
  const auto statement = cache_.take(owner, sql);
  if (statement->reads_only()) {
    throw core::StoreError(core::Status::denied,
                           std::string(owner) + ": exec is for statements that write, query for this one: " + std::string(sql));
  }
  statement->bind(params, Statement::Values::borrowed);
  while (statement->step()) {
  }
  return sqlite3_changes64(session_.native());
}

std::unique_ptr<core::Cursor> SqliteConnection::query(std::string_view owner, std::string_view sql, std::span<const hmc_param> params) {
  auto statement = cache_.take(owner, sql);
  if (!statement->reads_only()) {
    throw core::StoreError(core::Status::denied,
                           std::string(owner) + ": query is for statements that read, exec for this one: " + std::string(sql));
  }
  statement->bind(params, Statement::Values::copied);
  return std::make_unique<Rows>(*this, std::move(statement));
}

std::int64_t SqliteConnection::foreign_version() {
  Statement& statement = verb(kDataVersion);
  const std::int64_t version = statement.step() ? statement.row()[0].as.integer : 0;
  statement.reset();
  return version;
}

void SqliteConnection::define(std::string_view owner, std::string_view statement) {
  require_transaction();
  const auto leave = [this] { session_.guard().enter(Guard::Mode::statement, {}); };
  try {
    session_.running(Session::Running::writing);
    require_own_tables(session_, Guard::Mode::migration, owner, statement);
    session_.run(statement);
  } catch (...) {
    leave();
    throw;
  }
  leave();
}

std::vector<std::string> SqliteConnection::others(std::string_view owner) {
  Statement statement(session_, Guard::Mode::house, core::kKernel,
                      "SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite%' ORDER BY name");
  std::vector<std::string> found;
  while (statement.step()) {
    const auto row = statement.row();
    if (!Guard::owns(owner, core::view(row[0].as.bytes))) found.emplace_back(core::view(row[0].as.bytes));
  }
  return found;
}

std::vector<std::string> SqliteConnection::foreign_references(std::string_view owner) {
  Statement statement(session_, Guard::Mode::house, core::kKernel,
                      "SELECT m.name, f.\"table\" FROM sqlite_schema m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'");
  std::vector<std::string> found;
  while (statement.step()) {
    const auto row = statement.row();
    const std::string_view from = core::view(row[0].as.bytes), to = core::view(row[1].as.bytes);
    if (Guard::owns(owner, from) && !Guard::owns(owner, to)) found.push_back(std::string(from) + " -> " + std::string(to));
  }
  return found;
}

std::string SqliteConnection::ask_house(std::string_view sql) {
  Statement statement(session_, Guard::Mode::house, core::kKernel, sql);
  if (!statement.step()) return {};
  const hmc_value value = statement.row()[0];
  return value.type == HMC_INTEGER ? std::to_string(value.as.integer) : std::string(core::view(value.as.bytes));
}

Statement& SqliteConnection::verb(Verb which) {
  static constexpr std::array<std::string_view, kVerbs> kTexts{"BEGIN",
                                                               "SELECT 1 FROM sqlite_schema LIMIT 1",
                                                               "BEGIN IMMEDIATE",
                                                               "COMMIT",
                                                               "ROLLBACK",
                                                               "SAVEPOINT command",
                                                               "RELEASE command",
                                                               "ROLLBACK TO command",
                                                               "PRAGMA data_version"};
  auto& statement = verbs_[which];
  if (!statement) statement = std::make_unique<Statement>(session_, Guard::Mode::house, core::kKernel, kTexts[which]);
  return *statement;
}

void SqliteConnection::run(Verb which) {
  Statement& statement = verb(which);
  try {
    (void)statement.step();
  } catch (...) {
    statement.reset();
    throw;
  }
  statement.reset();
}

void SqliteConnection::require_trust() const {
  if (session_.trust().lost()) {
    throw core::StoreError(core::Status::unavailable,
                           "the database gave an I/O error: nothing more is committed. Check the disk, then restart the server.");
  }
}

void SqliteConnection::require_transaction() const {
  if (in_transaction()) return;
  require_trust();
  throw core::StoreError(core::Status::overloaded,
                         "there is no transaction: SQLite gave it up (disk full, no memory or a write past its deadline)");
}

bool SqliteConnection::in_transaction() const { return sqlite3_get_autocommit(session_.native()) == 0; }

void SqliteConnection::end_cursors() noexcept {
  ++epoch_;
  if (open_cursors_ == 0) return;
  for (sqlite3_stmt* s = sqlite3_next_stmt(session_.native(), nullptr); s != nullptr; s = sqlite3_next_stmt(session_.native(), s)) {
    if (sqlite3_stmt_busy(s) != 0) sqlite3_reset(s);
  }
}

}  // namespace hemicycle::store
