#include "kernel/store/authorizer.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <utility>

namespace hemicycle::store {

namespace {

constexpr std::array<std::string_view, 2> kSchemaTables{"sqlite_master", "sqlite_schema"};
// Written by SQLite itself when a table with AUTOINCREMENT or ANALYZE is created.
constexpr std::array<std::string_view, 2> kSchemaCompanions{"sqlite_sequence", "sqlite_stat1"};
constexpr std::array<std::string_view, 2> kTableFunctions{"json_each", "json_tree"};
// They load code, reach files, or show the inside of the server.
constexpr std::array<std::string_view, 9> kDangerous{"load_extension",
                                                     "fts3_tokenizer",
                                                     "readfile",
                                                     "writefile",
                                                     "edit",
                                                     "sqlite_log",
                                                     "sqlite_compileoption_get",
                                                     "sqlite_compileoption_used",
                                                     "sqlite_offset"};

template <std::size_t N>
bool among(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string_view seen(const char* text) { return text == nullptr ? std::string_view{} : std::string_view{text}; }

std::string quoted(std::string_view before, std::string_view name, std::string_view after) {
  return std::string(before) + "\"" + std::string(name) + "\"" + std::string(after);
}

}  // namespace

void Guard::attach(sqlite3* db) { sqlite3_set_authorizer(db, &Guard::asked, this); }

std::string Guard::take_refusal() { return std::exchange(refusal_, {}); }

bool Guard::owns(std::string_view owner, std::string_view table) {
  return !owner.empty() && table.size() > owner.size() + 1 && table.starts_with(owner) && table[owner.size()] == '_';
}

int Guard::asked(void* guard, int action, const char* first, const char* second, const char* database, const char*) {
  // Who wrote a trigger does not matter: its body runs with the rights of the statement that fires it.
  return static_cast<Guard*>(guard)->decide(action, seen(first), seen(second), seen(database));
}

int Guard::decide(int action, std::string_view first, std::string_view second, std::string_view database) {
  if (mode_ == Mode::house) return SQLITE_OK;
  switch (action) {
    case SQLITE_SELECT:
    case SQLITE_RECURSIVE:
      return SQLITE_OK;
    case SQLITE_READ:
      // Without a column it may be the name of a WITH table; tables_touched.hpp sees which table it really is, if any.
      return second.empty() ? SQLITE_OK : data(first, database, true);
    case SQLITE_INSERT:
    case SQLITE_UPDATE:
    case SQLITE_DELETE:
      return data(first, database, false);
    case SQLITE_FUNCTION:
      return function(second);
    case SQLITE_CREATE_TABLE:
    case SQLITE_DROP_TABLE:
      return definition(first, first, database);
    case SQLITE_CREATE_INDEX:
    case SQLITE_DROP_INDEX:
      return definition(first, second, database);
    case SQLITE_ALTER_TABLE:
      return definition(second, second, first);
    case SQLITE_REINDEX:
      return mode_ == Mode::migration ? SQLITE_OK : refuse("REINDEX is not for statements");
    case SQLITE_ATTACH:
      return refuse("ATTACH is not allowed");
    case SQLITE_DETACH:
      return refuse("DETACH is not allowed");
    case SQLITE_PRAGMA:
      return refuse("PRAGMA " + std::string(first) + " is not allowed");
    case SQLITE_TRANSACTION:
    case SQLITE_SAVEPOINT:
      return refuse("transactions are the kernel's: BEGIN, COMMIT, ROLLBACK and SAVEPOINT are not allowed");
    case SQLITE_CREATE_TEMP_TABLE:
    case SQLITE_CREATE_TEMP_INDEX:
    case SQLITE_CREATE_TEMP_VIEW:
    case SQLITE_CREATE_TEMP_TRIGGER:
      return refuse(quoted("temporary object ", first, " is not allowed"));
    default:
      return refuse(quoted("only tables and indexes may be defined, and by migrations alone: ", first, " is refused"));
  }
}

int Guard::data(std::string_view table, std::string_view database, bool reading) {
  // ALTER TABLE looks through the definitions of temporary objects too.
  if (mode_ == Mode::migration && table == "sqlite_temp_master") return SQLITE_OK;
  if (!database.empty() && database != "main") return refuse(quoted("database ", database, " is not allowed"));
  if (owns(owner_, table)) return SQLITE_OK;
  if (reading && among(kTableFunctions, table)) return SQLITE_OK;
  // Creating a table makes SQLite itself write into its schema; DEFENSIVE refuses anybody else who tries.
  if (mode_ == Mode::migration && (among(kSchemaTables, table) || among(kSchemaCompanions, table))) return SQLITE_OK;
  return refuse(quoted("table ", table, " does not belong to \"" + std::string(owner_) + "\""));
}

int Guard::definition(std::string_view object, std::string_view table, std::string_view database) {
  if (mode_ != Mode::migration) return refuse(quoted("definitions belong in migrations: ", object, " is refused"));
  if (!database.empty() && database != "main") return refuse(quoted("database ", database, " is not allowed"));
  if (!owns(owner_, table) && !among(kSchemaCompanions, table)) {
    return refuse(quoted("table ", table, " does not belong to \"" + std::string(owner_) + "\""));
  }
  // An index that SQLite makes for a UNIQUE or a PRIMARY KEY bears a name of its own.
  if (!owns(owner_, object) && !object.starts_with("sqlite_autoindex_") && !among(kSchemaCompanions, object)) {
    return refuse(quoted("index ", object, " does not begin with \"" + std::string(owner_) + "_\""));
  }
  return SQLITE_OK;
}

int Guard::function(std::string_view name) {
  return among(kDangerous, name) ? refuse(quoted("function ", name, " is not allowed")) : SQLITE_OK;
}

int Guard::refuse(std::string why) {
  if (refusal_.empty()) refusal_ = std::move(why);
  return SQLITE_DENY;
}

}  // namespace hemicycle::store
