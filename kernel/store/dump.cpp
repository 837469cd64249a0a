#include "kernel/store/dump.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "kernel/core/store.hpp"
#include "kernel/core/text_rules.hpp"

namespace hemicycle::store {
namespace {

using core::Status;
using core::StoreError;
using nlohmann::ordered_json;

constexpr std::array<std::string_view, 3> kStay{"hmc_session", "hmc_idempotency", "hmc_migration"};

struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

[[noreturn]] void fail(sqlite3* db, const std::string& what, Status status = Status::unavailable) {
  throw StoreError(status, what + ": " + (db == nullptr ? "no memory" : sqlite3_errmsg(db)));
}

sqlite3* open(const std::filesystem::path& file, int how) {
  sqlite3* db = nullptr;
  if (sqlite3_open_v2(file.c_str(), &db, how, nullptr) != SQLITE_OK) {
    const std::string why = db == nullptr ? "no memory" : sqlite3_errmsg(db);
    sqlite3_close(db);
    throw StoreError(Status::unavailable, file.string() + ": " + why);
  }
  sqlite3_busy_timeout(db, 10'000);
  return db;
}

void run(sqlite3* db, const char* sql) {
  if (sqlite3_exec(db, sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail(db, sql);
}

Statement prepare(sqlite3* db, const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(db, sql.c_str(), static_cast<int>(sql.size()), &statement, nullptr) != SQLITE_OK) fail(db, sql);
  return Statement(statement);
}

std::string text(sqlite3_stmt* row, int column) {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(row, column));
  return bytes == nullptr ? std::string() : std::string(bytes, static_cast<std::size_t>(sqlite3_column_bytes(row, column)));
}

/// Names of the schema, which come from migrations and not from people, as SQL writes them.
std::string as_name(std::string_view name) {
  std::string out = "\"";
  for (const char c : name) out.append(c == '"' ? 2 : 1, c);
  return out += '"';
}

std::string listed(const std::vector<std::string>& names) {
  std::string out;
  for (const auto& name : names) out.append(out.empty() ? "" : ", ").append(as_name(name));
  return out;
}

std::vector<DumpedTable> tables_of(sqlite3* db) {
  std::vector<DumpedTable> out;
  const auto tables = prepare(db, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name");
  while (sqlite3_step(tables.get()) == SQLITE_ROW) {
    DumpedTable table{.name = text(tables.get(), 0), .columns = {}};
    if (std::find(kStay.begin(), kStay.end(), table.name) != kStay.end()) continue;
    const auto columns = prepare(db, "SELECT name FROM pragma_table_info(?1) ORDER BY cid");
    sqlite3_bind_text(columns.get(), 1, table.name.c_str(), -1, SQLITE_TRANSIENT);
    while (sqlite3_step(columns.get()) == SQLITE_ROW) table.columns.push_back(text(columns.get(), 0));
    out.push_back(std::move(table));
  }
  return out;
}

Made made_of(sqlite3* db) {
  Made out;
  const auto rows = prepare(db, "SELECT owner || ' ' || name, sha256 FROM hmc_migration ORDER BY owner, number");
  while (sqlite3_step(rows.get()) == SQLITE_ROW) out[text(rows.get(), 0)] = text(rows.get(), 1);
  return out;
}

constexpr std::string_view kHex = "0123456789abcdef";

std::string hex(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) out.append(1, kHex[static_cast<unsigned char>(c) >> 4U]).append(1, kHex[static_cast<unsigned char>(c) & 0xFU]);
  return out;
}

std::string from_hex(const std::string& digits) {
  std::string out;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    const auto high = kHex.find(digits[i]), low = kHex.find(digits[i + 1]);
    if (high == kHex.npos || low == kHex.npos) throw StoreError(Status::invalid, "a value that is no hexadecimal number");
    out += static_cast<char>(high << 4U | low);
  }
  return out;
}

ordered_json value_of(sqlite3_stmt* row, int column) {
  switch (sqlite3_column_type(row, column)) {
    case SQLITE_INTEGER: return sqlite3_column_int64(row, column);
    case SQLITE_FLOAT: return sqlite3_column_double(row, column);
    case SQLITE_TEXT: {
      auto bytes = text(row, column);
      return core::examine(bytes).utf8 ? ordered_json(std::move(bytes)) : ordered_json({{"text_hex", hex(bytes)}});
    }
    case SQLITE_BLOB:
      return {{"blob_hex", hex({static_cast<const char*>(sqlite3_column_blob(row, column)), static_cast<std::size_t>(sqlite3_column_bytes(row, column))})}};
    default: return nullptr;
  }
}

void bind_value(sqlite3_stmt* to, int at, const ordered_json& value) {
  const auto bytes = [&](const std::string& text, bool blob) {
    if (blob)
      sqlite3_bind_blob64(to, at, text.data(), text.size(), SQLITE_TRANSIENT);
    else
      sqlite3_bind_text64(to, at, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  };
  if (value.is_null()) sqlite3_bind_null(to, at);
  else if (value.is_number_integer()) sqlite3_bind_int64(to, at, value.get<sqlite3_int64>());
  else if (value.is_number_float()) sqlite3_bind_double(to, at, value.get<double>());
  else if (value.is_string()) bytes(value.get<std::string>(), false);
  else if (value.is_object() && value.size() == 1 && value.contains("text_hex") && value["text_hex"].is_string()) bytes(from_hex(value["text_hex"]), false);
  else if (value.is_object() && value.size() == 1 && value.contains("blob_hex") && value["blob_hex"].is_string()) bytes(from_hex(value["blob_hex"]), true);
  else throw StoreError(Status::invalid, "a value of an unknown kind: " + value.dump().substr(0, 80));
}

}  // namespace

Snapshot::Snapshot(const std::filesystem::path& database) : db_(open(database, SQLITE_OPEN_READONLY)) {
  // BEGIN alone takes nothing: the snapshot is that of the first read.
  run(db_, "BEGIN");
  run(db_, "SELECT COUNT(*) FROM hmc_migration");
}

Snapshot::~Snapshot() { sqlite3_close(db_); }

std::vector<DumpedTable> Snapshot::tables() const { return tables_of(db_); }
Made Snapshot::made() const { return made_of(db_); }

void Snapshot::rows(const DumpedTable& table, const std::function<void(const std::string& json)>& take) const {
  const auto rows = prepare(db_, "SELECT " + listed(table.columns) + " FROM " + as_name(table.name) + " ORDER BY rowid");
  int code = SQLITE_OK;
  while ((code = sqlite3_step(rows.get())) == SQLITE_ROW) {
    ordered_json row = ordered_json::object();
    for (std::size_t i = 0; i < table.columns.size(); ++i) row[table.columns[i]] = value_of(rows.get(), static_cast<int>(i));
    take(row.dump());
  }
  if (code != SQLITE_DONE) fail(db_, table.name);
}

Refill::Refill(const std::filesystem::path& database) : db_(open(database, SQLITE_OPEN_READWRITE)) {
  // Tables come in the order of their names and refer to each other; `commit` checks them all.
  run(db_, "PRAGMA foreign_keys = OFF");
  run(db_, "PRAGMA synchronous = FULL");
  run(db_, "BEGIN IMMEDIATE");
}

Refill::~Refill() {
  sqlite3_finalize(insertion_);
  sqlite3_close(db_);  // rolls back what was not committed
}

std::string Refill::first_filled() const {
  for (const auto& table : tables_of(db_)) {
    const auto row = prepare(db_, "SELECT 1 FROM " + as_name(table.name) + " LIMIT 1");
    if (sqlite3_step(row.get()) == SQLITE_ROW) return table.name;
  }
  return {};
}

Made Refill::made() const { return made_of(db_); }

sqlite3_stmt* Refill::insertion(const DumpedTable& table) {
  if (prepared_for_ == table.name) return insertion_;
  sqlite3_finalize(insertion_);
  insertion_ = nullptr;
  prepared_for_.clear();
  const auto all = tables_of(db_);
  const auto known = std::find_if(all.begin(), all.end(), [&](const DumpedTable& one) { return one.name == table.name; });
  if (known == all.end() || known->columns != table.columns) throw StoreError(Status::invalid, "this house has no table " + table.name + " of these columns");
  std::string marks;
  for (std::size_t i = 0; i < table.columns.size(); ++i) marks += marks.empty() ? "?" : ", ?";
  insertion_ = prepare(db_, "INSERT INTO " + as_name(table.name) + " (" + listed(table.columns) + ") VALUES (" + marks + ")").release();
  prepared_for_ = table.name;
  return insertion_;
}

void Refill::put(const DumpedTable& table, std::string_view json) {
  const auto row = ordered_json::parse(json, nullptr, false);
  if (!row.is_object() || row.size() != table.columns.size()) throw StoreError(Status::invalid, table.name + ": a line that is no row of it");
  auto* statement = insertion(table);
  sqlite3_reset(statement);
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const auto found = row.find(table.columns[i]);
    if (found == row.end()) throw StoreError(Status::invalid, table.name + ": a row without " + table.columns[i]);
    bind_value(statement, static_cast<int>(i) + 1, *found);
  }
  if (sqlite3_step(statement) != SQLITE_DONE) fail(db_, table.name, Status::conflict);
}

int Refill::hold_letters() {
  run(db_, "UPDATE hmc_letter SET state = 'failed', words = 'carried from another house', due_ns = NULL WHERE state = 'queued'");
  return sqlite3_changes(db_);
}

void Refill::commit() {
  const auto broken = prepare(db_, "SELECT \"table\", parent FROM pragma_foreign_key_check LIMIT 1");
  if (sqlite3_step(broken.get()) == SQLITE_ROW)
    throw StoreError(Status::conflict, "a row of " + text(broken.get(), 0) + " refers to one of " + text(broken.get(), 1) + " that did not come");
  sqlite3_finalize(insertion_);
  insertion_ = nullptr;
  prepared_for_.clear();
  run(db_, "COMMIT");
}

}  // namespace hemicycle::store
