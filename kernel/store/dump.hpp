// All that a database holds, as rows of text that need no SQLite to be read; and the way back into an empty one.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace hemicycle::store {

struct DumpedTable {
  std::string name;
  std::vector<std::string> columns;
};

/// Which migrations made a database: "club 0001_tables" -> hash of the file.
using Made = std::map<std::string, std::string>;

/// One snapshot, while others go on writing. One thread. Throws StoreError.
class Snapshot final {
 public:
  explicit Snapshot(const std::filesystem::path& database);
  ~Snapshot();
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

  /// Sorted. Without what belongs to this server and not to the council: sessions, remembered answers, the record of migrations.
  [[nodiscard]] std::vector<DumpedTable> tables() const;
  [[nodiscard]] Made made() const;
  /// Each row as a JSON object by column, in the order in which rows were written. What is not UTF-8 is {"text_hex": …}, a blob {"blob_hex": …}.
  void rows(const DumpedTable& table, const std::function<void(const std::string& json)>& take) const;

 private:
  sqlite3* db_ = nullptr;
};

/// One transaction that fills a database whose tables are there and empty. Nothing is written unless `commit` returns. One thread.
class Refill final {
 public:
  explicit Refill(const std::filesystem::path& database);
  ~Refill();
  Refill(const Refill&) = delete;
  Refill& operator=(const Refill&) = delete;

  /// A table that holds something already, or "".
  [[nodiscard]] std::string first_filled() const;
  [[nodiscard]] Made made() const;
  /// `table` must be one of this database, with these columns and no others. Throws StoreError (invalid) when the row is not of it.
  void put(const DumpedTable& table, std::string_view json);
  /// Letters that wait are given up: the house that wrote them may have sent them since, or will. How many.
  int hold_letters();
  /// Throws StoreError (conflict) when a row refers to one that did not come.
  void commit();

 private:
  sqlite3_stmt* insertion(const DumpedTable& table);

  sqlite3* db_ = nullptr;
  std::string prepared_for_;
  sqlite3_stmt* insertion_ = nullptr;
};

}  // namespace hemicycle::store
