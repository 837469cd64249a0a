#include "kernel/store/migrations.hpp"

#include <algorithm>
#include <iterator>
#include <map>

#include "kernel/core/sha256.hpp"
#include "kernel/store/rows.hpp"

namespace hemicycle::store {

namespace {

using core::bind;

void create_record(SchemaConnection& db) {
  db.define(
      core::kKernel,
      "CREATE TABLE IF NOT EXISTS hmc_migration (owner TEXT NOT NULL, number BIGINT NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL, "
      "applied_ns BIGINT NOT NULL, PRIMARY KEY (owner, number))");
}

// "hello" owns "hello_…", so "hello_world" beside it would own a part of hello's tables.
void require_own_prefix(core::Connection& db, std::string_view owner) {
  each(db, "SELECT DISTINCT owner FROM hmc_migration", {}, [&](const hmc_value* row) {
    const std::string other = text(row[0]);
    if (owner.starts_with(other + "_") || other.starts_with(std::string(owner) + "_")) {
      throw Refused(owner, {},
                    "its tables cannot be told from those of \"" + other + "\", because one name begins the other; rename one of the two");
    }
  });
}

/// What is left to run.
std::vector<const Migration*> pending(core::Connection& db, std::string_view owner, const std::vector<Migration>& migrations) {
  std::map<std::int64_t, std::pair<std::string, std::string>> recorded;  // number -> name, sha256
  each(db, "SELECT number, name, sha256 FROM hmc_migration WHERE owner = :owner", {bind("owner", owner)}, [&](const hmc_value* row) {
    recorded[integer(row[0])] = {text(row[1]), text(row[2])};
  });
  std::vector<const Migration*> left;
  for (const Migration& migration : migrations) {
    const auto found = recorded.find(migration.number);
    if (found == recorded.end()) {
      left.push_back(&migration);
      continue;
    }
    const auto& [name, hash] = found->second;
    if (name != migration.name) throw Refused(owner, migration.file, "another migration of this number, " + name + ", has already run");
    if (hash != core::sha256(migration.sql)) {
      throw Refused(owner, migration.file, "was changed after it ran; put the old text back and write the change as a new migration");
    }
    recorded.erase(found);
  }
  if (!recorded.empty()) {
    throw Refused(owner, {},
                  "the database comes from a newer version: it has run " + recorded.begin()->second.first +
                      ", which this version does not know; start the newer version, or restore a backup made with this one");
  }
  return left;
}

void run_one(SchemaConnection& db, std::string_view owner, const Migration& migration) {
  const auto before = db.others(owner);
  for (const std::string& statement : statements_of(migration.sql)) {
    try {
      db.define(owner, statement);
    } catch (const core::StoreError& error) {
      if (error.status() == core::Status::unavailable || error.status() == core::Status::overloaded) throw;
      throw Refused(owner, migration.file, error.what());
    }
  }
  std::vector<std::string> changed;
  const auto after = db.others(owner);
  std::set_symmetric_difference(before.begin(), before.end(), after.begin(), after.end(), std::back_inserter(changed));
  if (!changed.empty()) throw Refused(owner, migration.file, "makes or removes \"" + changed.front() + "\", which is not its own");
  if (const auto foreign = db.foreign_references(owner); !foreign.empty()) {
    throw Refused(owner, migration.file, "a foreign key points at another owner's table: " + foreign.front());
  }
}

/// Inside begin_write.
std::vector<std::string> run_pending(SchemaConnection& db, std::string_view owner, const std::vector<Migration>& migrations,
                                     std::int64_t now_ns) {
  create_record(db);
  require_own_prefix(db, owner);
  std::vector<std::string> names;
  for (const Migration* migration : pending(db, owner, migrations)) {
    run_one(db, owner, *migration);
    run(db, "INSERT INTO hmc_migration (owner, number, name, sha256, applied_ns) VALUES (:owner, :number, :name, :sha256, :now)",
        {bind("owner", owner), bind("number", migration->number), bind("name", migration->name),
         bind("sha256", core::sha256(migration->sql)), bind("now", now_ns)});
    names.push_back(migration->name);
  }
  return names;
}

/// Reads alone. Throws Refused as `pending` does.
bool up_to_date(core::Connection& db, std::string_view owner, const std::vector<Migration>& migrations) {
  bool done = false;
  db.begin_read();
  try {
    done = pending(db, owner, migrations).empty();
  } catch (const core::StoreError&) {
    done = false;  // no record yet: the first start
  } catch (...) {
    db.rollback();
    throw;
  }
  db.rollback();
  return done;
}

/// Rolls back when it ends without `keep`.
class Transaction final {
 public:
  explicit Transaction(core::Connection& db) : db_(db) { begin_patiently(); }
  ~Transaction() {
    if (!kept_) db_.rollback();
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void keep() {
    db_.commit();
    kept_ = true;
  }

 private:
  /// The command lane takes the writer's lock again and again under load, and SQLite's waiting is not fair: it may need more than one turn.
  void begin_patiently() {
    for (int turn = 1;; ++turn) try {
        return db_.begin_write();
      } catch (const core::StoreError& error) {
        if (error.status() != core::Status::overloaded || turn == kMostTurns) throw;
      }
  }

  static constexpr int kMostTurns = 6;  // of the connection's busy time-out each
  core::Connection& db_;
  bool kept_ = false;
};

}  // namespace

Refused::Refused(std::string_view owner, std::string file, std::string reason)
    : std::runtime_error(std::string(owner) + ": " + (file.empty() ? "" : file + " ") + reason),
      file_(std::move(file)),
      reason_(std::move(reason)) {}

std::vector<std::string> plan(SchemaConnection& db, std::string_view owner, const std::vector<Migration>& migrations) {
  const Transaction rolled_back(db);
  return run_pending(db, owner, migrations, 0);
}

std::vector<std::string> apply(SchemaConnection& db, std::string_view owner, const std::vector<Migration>& migrations,
                               std::int64_t now_ns) {
  // A plugin that is replaced while people work has most often nothing to migrate, and must not wait for the writer to find that out.
  if (up_to_date(db, owner, migrations)) return {};
  Transaction transaction(db);
  auto names = run_pending(db, owner, migrations, now_ns);
  transaction.keep();
  return names;
}

}  // namespace hemicycle::store
