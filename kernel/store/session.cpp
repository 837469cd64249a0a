#include "kernel/store/session.hpp"

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <array>
#include <string>

namespace hemicycle::store {

namespace {

using namespace sqlite_api;  // where SOCI puts sqlite3.h

// A write that is cut short rolls its whole transaction back (sqlite3_interrupt's rule), so it gets more rope than a read.
constexpr auto kWriteGrace = std::chrono::seconds(5);
constexpr int kStepsBetweenLooks = 1000;  // virtual machine steps, about 20 µs

// As a URI, percent-encoded: SOCI splits its connection string at spaces, quotes and '=', and a path may hold any of them.
std::string connect_string(const SqliteOptions& options) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string uri = "dbname=file:";
  for (const char c : options.path.string()) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' || c == '.' || c == '-' || c == '_';
    if (plain) {
      uri += c;
    } else {
      uri += {'%', kHex[byte >> 4], kHex[byte & 0xf]};
    }
  }
  if (!options.vfs.empty()) uri += "?vfs=" + options.vfs;
  return uri;
}

}  // namespace

struct Session::Soci {
  soci::session session;
};

Session::Session(const SqliteOptions& options, Access access, std::shared_ptr<Trust> trust)
    : soci_(std::make_unique<Soci>()), trust_(std::move(trust)) {
  try {
    soci_->session.open(soci::sqlite3, connect_string(options));
    // SOCI's header declares sqlite3 inside its own namespace; it is the same C struct.
    db_ = reinterpret_cast<::sqlite3*>(static_cast<soci::sqlite3_session_backend*>(soci_->session.get_backend())->conn_);
    auto* raw = static_cast<soci::sqlite3_session_backend*>(soci_->session.get_backend())->conn_;
    sqlite3_extended_result_codes(raw, 1);
    sqlite3_busy_timeout(raw, static_cast<int>(options.busy_timeout.count()));
    sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(raw, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
    sqlite3_db_config(raw, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);  // "text" in double quotes is a name, as in PostgreSQL
    sqlite3_db_config(raw, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_limit(raw, SQLITE_LIMIT_ATTACHED, 0);
    std::string mode;
    soci_->session << "PRAGMA journal_mode = WAL", soci::into(mode);
    if (mode != "wal") throw core::StoreError(core::Status::unavailable, "SQLite answers journal mode \"" + mode + "\" instead of WAL");
    run(options.synchronous == Synchronous::full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
    run("PRAGMA foreign_keys = ON");
    run("PRAGMA trusted_schema = OFF");
    run("PRAGMA cell_size_check = ON");
    run("PRAGMA temp_store = MEMORY");
    run("PRAGMA journal_size_limit = 67108864");
    run("PRAGMA cache_size = -" + std::to_string(options.page_cache_kib));
    if (access == Access::read) run("PRAGMA query_only = ON");
    // Only the table functions of JSON are there for statements, and they define themselves now, before the guard would ask whose they are.
    std::array<const char*, 3> kept{"json_each", "json_tree", nullptr};
    sqlite3_drop_modules(raw, kept.data());
    run("SELECT 1 FROM json_each('[]'), json_tree('[]')");
  } catch (const std::exception& e) {
    throw core::StoreError(core::Status::unavailable,
                           "cannot open the database " + options.path.string() + ": " + e.what() +
                               ". Check that the folder exists, is on a local disk and is writable by this user.");
  }
  guard_.attach(db_);
}

Session::~Session() = default;

void Session::run(std::string_view sql) {
  try {
    soci_->session << std::string(sql);
  } catch (const soci::sqlite3_soci_error& e) {
    raise(e.result(), e.what());
  } catch (const soci::soci_error& e) {
    raise(SQLITE_ERROR, e.what());
  }
}

void Session::set_deadline(std::chrono::steady_clock::time_point deadline) {
  deadline_ = deadline;
  auto* raw = reinterpret_cast<sqlite_api::sqlite3*>(db_);
  if (deadline == std::chrono::steady_clock::time_point::max()) {
    sqlite3_progress_handler(raw, 0, nullptr, nullptr);
  } else {
    sqlite3_progress_handler(raw, kStepsBetweenLooks, &Session::past_deadline, this);
  }
}

int Session::past_deadline(void* session) {
  const auto& self = *static_cast<const Session*>(session);
  if (self.running_ == Running::house) return 0;
  const auto now = std::chrono::steady_clock::now();
  return now > (self.running_ == Running::writing ? self.deadline_ + kWriteGrace : self.deadline_) ? 1 : 0;
}

void Session::raise(int code, std::string_view what) {
  auto* raw = reinterpret_cast<sqlite_api::sqlite3*>(db_);
  const int extended = sqlite3_extended_errcode(raw);
  // The connection's code says more, unless another call has replaced it since.
  const int exact = (extended & 0xff) == (code & 0xff) ? extended : code;
  if (loses_trust(exact)) trust_->lose();
  const std::string refusal = guard_.take_refusal();
  if (!refusal.empty()) throw core::StoreError(core::Status::denied, std::string(what) + ": " + refusal);
  throw core::StoreError(status_of(exact), std::string(what) + ": " + sqlite3_errmsg(raw) + " (SQLite " + std::to_string(exact) + ")");
}

}  // namespace hemicycle::store
