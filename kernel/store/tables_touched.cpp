#include "kernel/store/tables_touched.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>

namespace hemicycle::store {

namespace {

using Prepared = std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)>;

Prepared prepare(Session& session, const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v2(session.native(), sql.c_str(), -1, &statement, nullptr);
  if (code != SQLITE_OK) session.raise(code, sql);
  return {statement, &sqlite3_finalize};
}

std::string text(sqlite3_stmt* statement, int column) {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
  return bytes == nullptr ? std::string() : std::string(bytes);
}

std::map<int, std::string> tables_by_root(Session& session) {
  session.guard().enter(Guard::Mode::house, {});
  std::map<int, std::string> found{{1, "sqlite_schema"}};
  const auto all = prepare(session, "SELECT rootpage, tbl_name FROM sqlite_schema WHERE rootpage > 0");
  while (sqlite3_step(all.get()) == SQLITE_ROW) found[sqlite3_column_int(all.get(), 0)] = text(all.get(), 1);
  return found;
}

[[noreturn]] void deny(std::string_view owner, const std::string& table, std::string_view sql) {
  throw core::StoreError(core::Status::denied, std::string(owner) + ": table \"" + table + "\" does not belong to \"" + std::string(owner) +
                                                   "\": " + std::string(sql));
}

bool speaks_of(std::string_view sql, std::string_view word) {
  const auto same = [](char a, char b) { return a == b || (a >= 'A' && a <= 'Z' && a + ('a' - 'A') == b); };
  return std::search(sql.begin(), sql.end(), word.begin(), word.end(), same) != sql.end();
}

// SQLite's own bookkeeping, opened by an INSERT with AUTOINCREMENT and by CREATE, ALTER, DROP; not when somebody asks for it by name.
bool bookkeeping(Guard::Mode mode, const std::string& table, std::string_view sql) {
  if (table == "sqlite_sequence") return !speaks_of(sql, table);
  return mode == Guard::Mode::migration && table.starts_with("sqlite_");
}

}  // namespace

void require_own_tables(Session& session, Guard::Mode mode, std::string_view owner, std::string_view sql) {
  const auto tables = tables_by_root(session);
  session.guard().enter(mode, owner);
  const auto program = prepare(session, "EXPLAIN " + std::string(sql));
  while (sqlite3_step(program.get()) == SQLITE_ROW) {
    const std::string instruction = text(program.get(), 1);  // columns: addr, opcode, p1, p2, p3, p4, p5, comment
    // pragma_table_info and its like are tables made on the spot, which no list of modules can take away.
    if (instruction == "VOpen" && speaks_of(sql, "pragma_")) deny(owner, "pragma_…", sql);
    if (instruction != "OpenRead" && instruction != "OpenWrite" && instruction != "ReopenIdx") continue;
    if (sqlite3_column_int(program.get(), 4) != 0) continue;           // not the main database
    if ((sqlite3_column_int(program.get(), 6) & 0x10) != 0) continue;  // OPFLAG_P2ISREG: made by this very statement
    const auto found = tables.find(sqlite3_column_int(program.get(), 3));
    const std::string name = found == tables.end() ? "?" : found->second;
    if (Guard::owns(owner, name) || bookkeeping(mode, name, sql)) continue;
    deny(owner, name, sql);
  }
}

}  // namespace hemicycle::store
