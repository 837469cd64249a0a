// Numbered changes of the tables, per owner, run once and recorded with their hash in hmc_migration.
//
//   apply(*schema, core::kKernel, kernel_migrations(), now_ns);
//   apply(*schema, "club", read_migrations("plugins/club/migrations"), now_ns);
#pragma once

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/store/sqlite_store.hpp"

namespace hemicycle::store {

struct Migration {
  int number = 0;
  std::string file;  ///< as shown: "plugins/club/migrations/0001_tables.sql"
  std::string name;  ///< "0001_tables"
  std::string sql;
};

/// Why migrations did not run; nothing was written. `file` is empty when no single file is at fault.
class Refused final : public std::runtime_error {
 public:
  Refused(std::string_view owner, std::string file, std::string reason);
  [[nodiscard]] const std::string& file() const { return file_; }
  [[nodiscard]] const std::string& reason() const { return reason_; }

 private:
  std::string file_, reason_;
};

/// The files NNNN_name.sql of a folder, in order, from 0001 without a gap. A folder that does not exist has none. NNNN_name.postgresql.sql
/// is the same migration for PostgreSQL and is left out here; any other file is refused. Throws Refused.
[[nodiscard]] std::vector<Migration> read_migrations(std::string_view owner, const std::filesystem::path& folder);
/// The kernel's own, which travel in the library.
[[nodiscard]] std::vector<Migration> kernel_migrations();
/// A script cut at the `;` that ends each statement.
[[nodiscard]] std::vector<std::string> statements_of(std::string_view script);

/// Names of those that `apply` would run, after trying them in a transaction that is rolled back. Throws Refused or StoreError.
[[nodiscard]] std::vector<std::string> plan(SchemaConnection& db, std::string_view owner, const std::vector<Migration>& migrations);
/// Runs what has not run yet, all in one transaction. Refused: a file that has run was changed; the database has one that the folder does
/// not know (it comes from a newer version); a statement touches what is not "<owner>_…"; `owner` and another owner cannot share a database
/// because one's name begins the other's tables ("hello" and "hello_world"). Throws StoreError when the store itself fails.
std::vector<std::string> apply(SchemaConnection& db, std::string_view owner, const std::vector<Migration>& migrations, std::int64_t now_ns);

}  // namespace hemicycle::store
