// One prepared statement, stepped on sqlite3 itself.
//
// Why not SOCI's dynamic rows: soci::row loses values. It reads a column declared INTEGER as 32 bits (5,000,000,000 comes back as
// 705,032,704), every expression (COUNT(*)) as text, and knows a value's type only by its column. It is slower too: a SELECT of 5 columns
// by primary key takes 4.1 to 4.6 us of CPU through soci::row, 1.9 to 3.0 this way (statement_measure_test.cpp, GCC 12 -O3, SQLite 3.40;
// an INSERT 1.8 to 2.1 without its commit). Sessions and definitions stay with SOCI.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/store/session.hpp"

struct sqlite3_stmt;

namespace hemicycle::store {

/// Belongs to one connection and its thread. All members throw StoreError.
class Statement final {
 public:
  /// `internal` when the text is wrong, holds two statements or parameters that are not `:name`; `denied` when the guard refuses it.
  Statement(Session& session, Guard::Mode mode, std::string_view owner, std::string_view sql);
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  [[nodiscard]] const std::string& owner() const { return owner_; }
  [[nodiscard]] const std::string& sql() const { return sql_; }
  [[nodiscard]] bool reads_only() const { return reads_only_; }

  enum class Values { borrowed, copied };  ///< borrowed: they live until `reset`
  /// Each parameter once and no other, else `internal` naming it.
  void bind(std::span<const hmc_param> params, Values values);
  /// True when there is a row.
  [[nodiscard]] bool step();
  /// The row after `step`, borrowed until the next one or `reset`.
  [[nodiscard]] std::span<const hmc_value> row();
  /// Names, valid until the statement is stepped for the first time after a change of the schema.
  [[nodiscard]] std::span<const hmc_span> columns();
  /// Ends the run and forgets the parameters.
  void reset() noexcept;

 private:
  [[nodiscard]] std::size_t slot(std::size_t position, std::string_view name);
  void bind_value(int index, const hmc_value& value, Values values);
  [[noreturn]] void refuse(core::Status status, const std::string& why) const;

  Session& session_;
  Guard::Mode mode_;
  std::string owner_, sql_;
  sqlite3_stmt* stmt_ = nullptr;
  bool reads_only_ = true;
  std::vector<std::string> names_;       // of the parameters, without colon
  std::vector<std::size_t> last_order_;  // slot that the i-th given parameter had last time: callers pass the same order
  std::vector<bool> given_;
  std::vector<hmc_value> row_;
  std::vector<std::string> column_texts_;
  std::vector<hmc_span> columns_;
};

}  // namespace hemicycle::store
