#include "kernel/store/statement.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <limits>

#include "kernel/store/tables_touched.hpp"

namespace hemicycle::store {

namespace {

bool blank(std::string_view rest) { return rest.find_first_not_of(" \t\r\n;") == std::string_view::npos; }

std::string_view text_of(const hmc_span& bytes) {
  return bytes.data == nullptr ? std::string_view{} : std::string_view{bytes.data, bytes.size};
}

}  // namespace

Statement::Statement(Session& session, Guard::Mode mode, std::string_view owner, std::string_view sql)
    : session_(session), mode_(mode), owner_(owner), sql_(sql) {
  if (sql_.size() > std::numeric_limits<int>::max() / 2 || sql_.find('\0') != std::string::npos)
    refuse(core::Status::internal, "not a text of SQL");
  session_.guard().enter(mode_, owner_);
  const char* tail = nullptr;
  const int code =
      sqlite3_prepare_v3(session_.native(), sql_.c_str(), static_cast<int>(sql_.size() + 1), SQLITE_PREPARE_PERSISTENT, &stmt_, &tail);
  if (code != SQLITE_OK) session_.raise(code, owner_ + ": " + sql_);
  try {
    if (stmt_ == nullptr) refuse(core::Status::internal, "there is no statement in it");
    if (!blank(tail)) refuse(core::Status::internal, "more than one statement");
    if (mode_ == Guard::Mode::statement && sqlite3_stmt_isexplain(stmt_) == 0) require_own_tables(session_, mode_, owner_, sql_);
    reads_only_ = sqlite3_stmt_readonly(stmt_) != 0;
    const int count = sqlite3_bind_parameter_count(stmt_);
    for (int i = 1; i <= count; ++i) {
      const char* name = sqlite3_bind_parameter_name(stmt_, i);
      if (name == nullptr || name[0] != ':') refuse(core::Status::internal, "parameters are named :name, and no other way");
      names_.emplace_back(name + 1);
    }
  } catch (...) {
    sqlite3_finalize(stmt_);
    throw;
  }
  last_order_.resize(names_.size());
  for (std::size_t i = 0; i < last_order_.size(); ++i) last_order_[i] = i;
  given_.resize(names_.size());
}

Statement::~Statement() { sqlite3_finalize(stmt_); }

void Statement::bind(std::span<const hmc_param> params, Values values) {
  std::fill(given_.begin(), given_.end(), false);
  for (std::size_t i = 0; i < params.size(); ++i) {
    const std::size_t at = slot(i, text_of(params[i].name));
    if (given_[at]) refuse(core::Status::internal, "parameter :" + names_[at] + " is given twice");
    given_[at] = true;
    bind_value(static_cast<int>(at) + 1, params[i].value, values);
  }
  const auto missing = std::find(given_.begin(), given_.end(), false);
  if (missing != given_.end()) {
    refuse(core::Status::internal, "parameter :" + names_[static_cast<std::size_t>(missing - given_.begin())] + " is missing");
  }
}

std::size_t Statement::slot(std::size_t position, std::string_view name) {
  if (position < last_order_.size() && names_[last_order_[position]] == name) return last_order_[position];
  const auto found = std::find(names_.begin(), names_.end(), name);
  if (found == names_.end()) refuse(core::Status::internal, "there is no parameter :" + std::string(name) + " in the statement");
  const auto at = static_cast<std::size_t>(found - names_.begin());
  if (position < last_order_.size()) last_order_[position] = at;
  return at;
}

void Statement::bind_value(int index, const hmc_value& value, Values values) {
  const auto lifetime = values == Values::borrowed ? SQLITE_STATIC : reinterpret_cast<sqlite3_destructor_type>(-1);  // SQLITE_TRANSIENT
  const char* data = value.as.bytes.data == nullptr ? "" : value.as.bytes.data;
  int code = SQLITE_OK;
  switch (value.type) {
    case HMC_NULL:
      code = sqlite3_bind_null(stmt_, index);
      break;
    case HMC_INTEGER:
      code = sqlite3_bind_int64(stmt_, index, value.as.integer);
      break;
    case HMC_REAL:
      code = sqlite3_bind_double(stmt_, index, value.as.real);
      break;
    case HMC_TEXT:
      code = sqlite3_bind_text64(stmt_, index, data, value.as.bytes.size, lifetime, SQLITE_UTF8);
      break;
    case HMC_BLOB:
      code = sqlite3_bind_blob64(stmt_, index, data, value.as.bytes.size, lifetime);
      break;
    default:
      refuse(core::Status::internal, "parameter :" + names_[static_cast<std::size_t>(index) - 1] + " has a type that does not exist");
  }
  if (code != SQLITE_OK) session_.raise(code, owner_ + ": " + sql_);
}

bool Statement::step() {
  session_.guard().enter(mode_, owner_);
  session_.running(mode_ == Guard::Mode::house ? Session::Running::house
                   : reads_only_               ? Session::Running::reading
                                               : Session::Running::writing);
  const int code = sqlite3_step(stmt_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) session_.raise(code, owner_ + ": " + sql_);
  return false;
}

std::span<const hmc_value> Statement::row() {
  const int count = sqlite3_data_count(stmt_);
  row_.resize(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    hmc_value& value = row_[static_cast<std::size_t>(i)];
    value.reserved = 0;
    switch (sqlite3_column_type(stmt_, i)) {
      case SQLITE_INTEGER:
        value.type = HMC_INTEGER;
        value.as.integer = sqlite3_column_int64(stmt_, i);
        break;
      case SQLITE_FLOAT:
        value.type = HMC_REAL;
        value.as.real = sqlite3_column_double(stmt_, i);
        break;
      case SQLITE_NULL:
        value.type = HMC_NULL;
        value.as.integer = 0;
        break;
      case SQLITE_BLOB:
        value.type = HMC_BLOB;
        value.as.bytes.data = static_cast<const char*>(sqlite3_column_blob(stmt_, i));
        value.as.bytes.size = static_cast<std::size_t>(sqlite3_column_bytes(stmt_, i));
        break;
      default:
        value.type = HMC_TEXT;
        value.as.bytes.data = reinterpret_cast<const char*>(sqlite3_column_text(stmt_, i));
        value.as.bytes.size = static_cast<std::size_t>(sqlite3_column_bytes(stmt_, i));
    }
  }
  return row_;
}

std::span<const hmc_span> Statement::columns() {
  const auto count = static_cast<std::size_t>(sqlite3_column_count(stmt_));
  if (columns_.size() != count) {
    column_texts_.clear();
    for (std::size_t i = 0; i < count; ++i) column_texts_.emplace_back(sqlite3_column_name(stmt_, static_cast<int>(i)));
    columns_.clear();
    for (const std::string& name : column_texts_) columns_.push_back(core::span(name));
  }
  return columns_;
}

void Statement::reset() noexcept {
  sqlite3_reset(stmt_);  // repeats the code of a failed step, which was already thrown
  if (!names_.empty()) sqlite3_clear_bindings(stmt_);
}

void Statement::refuse(core::Status status, const std::string& why) const {
  throw core::StoreError(status, owner_ + ": " + why + ": " + sql_);
}

}  // namespace hemicycle::store
