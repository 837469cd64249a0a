// One SOCI session on SQLite with its guard, its deadline and its share of the store's trust.
#pragma once

#include <chrono>
#include <memory>
#include <string_view>

#include "kernel/store/authorizer.hpp"
#include "kernel/store/sqlite_store.hpp"
#include "kernel/store/trust.hpp"

struct sqlite3;

namespace hemicycle::store {

enum class Access { read, write };

/// For one thread at a time. Outlives its statements.
class Session final {
 public:
  /// Throws StoreError (unavailable) naming the file.
  Session(const SqliteOptions& options, Access access, std::shared_ptr<Trust> trust);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  [[nodiscard]] sqlite3* native() const { return db_; }
  [[nodiscard]] Guard& guard() { return guard_; }
  [[nodiscard]] const Trust& trust() const { return *trust_; }

  /// One statement through SOCI, without parameters, under the guard's present mode. For definitions.
  void run(std::string_view sql);

  void set_deadline(std::chrono::steady_clock::time_point deadline);
  /// What runs from now on: reading ends at the deadline, writing some seconds later, the house's own statements never.
  enum class Running { reading, writing, house };
  void running(Running what) { running_ = what; }

  /// Throws the StoreError for what just failed on this connection. `what`: whose statement, for the log.
  [[noreturn]] void raise(int code, std::string_view what);

 private:
  static int past_deadline(void* session);

  struct Soci;  // SOCI's headers stay in session.cpp
  std::unique_ptr<Soci> soci_;
  sqlite3* db_ = nullptr;
  Guard guard_;
  std::shared_ptr<Trust> trust_;
  std::chrono::steady_clock::time_point deadline_ = std::chrono::steady_clock::time_point::max();
  Running running_ = Running::reading;
};

}  // namespace hemicycle::store
