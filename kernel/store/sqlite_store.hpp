// The store on one SQLite file: one writer, any number of readers, each with its own connection.
//
//   auto store = open_sqlite({.path = data / "hemicycle.db"});
//   apply(*store->open_schema(), core::kKernel, kernel_migrations(), clock.now_ns());
//   auto writer = store->open_writer();
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/core/store.hpp"

namespace hemicycle::store {

/// NORMAL loses acknowledged commits at a power cut (measured: tests/faults); it is there for the control and for throw-away databases.
enum class Synchronous { full, normal };

struct SqliteOptions {
  std::filesystem::path path;
  Synchronous synchronous = Synchronous::full;
  std::chrono::milliseconds busy_timeout = std::chrono::seconds(5);
  std::string vfs{};             ///< empty = SQLite's default; a name of [a-z0-9-]
  int page_cache_kib = 8192;     ///< per connection, filled as needed
  std::size_t statements = 256;  ///< prepared and kept per connection
};

/// A connection that may also define tables, for migrations.
class SchemaConnection : public core::Connection {
 public:
  /// One statement of a migration of `owner`, inside begin_write. `denied` when it touches what is not named "<owner>_…".
  virtual void define(std::string_view owner, std::string_view statement) = 0;
  /// Tables and indexes that are not `owner`'s, sorted: the same before and after its migrations. ALTER TABLE … RENAME TO asks nobody.
  [[nodiscard]] virtual std::vector<std::string> others(std::string_view owner) = 0;
  /// Foreign keys of `owner`'s tables that point at somebody else's: "club_x -> comments_y". CREATE TABLE asks nobody about them.
  [[nodiscard]] virtual std::vector<std::string> foreign_references(std::string_view owner) = 0;
};

class Database : public core::Store {
 public:
  [[nodiscard]] virtual std::unique_ptr<SchemaConnection> open_schema() = 0;
  /// "ok", or what SQLite's integrity_check found. Reads the whole file.
  [[nodiscard]] virtual std::string check_integrity() = 0;
};

/// Opens or creates the file (readable by its owner only). Throws StoreError (unavailable) naming it. The connections may outlive the
/// store.
[[nodiscard]] std::unique_ptr<Database> open_sqlite(const SqliteOptions& options);

}  // namespace hemicycle::store
