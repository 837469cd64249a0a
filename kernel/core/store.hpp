// The store as the rest of the kernel sees it: connections with one transaction at a time. The backend (SQLite today) is behind it.
#pragma once

#include <hemicycle/ext/store.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/core/outcome.hpp"

namespace hemicycle::core {

/// conflict: a constraint; denied: a table of somebody else; overloaded: disk full or locked; internal: the statement is wrong;
/// unavailable: the store cannot be trusted any more (I/O error), stop acknowledging.
class StoreError : public std::runtime_error {
 public:
  StoreError(Status status, const std::string& what) : std::runtime_error(what), status_(status) {}
  [[nodiscard]] Status status() const { return status_; }

 private:
  Status status_;
};

/// Whose statement it is: a plugin's name, or kKernel. A statement may touch only tables named "<owner>_…" (the kernel's: "hmc_…").
inline constexpr std::string_view kKernel = "hmc";

/// Rows of one SELECT. Ends with the statement given back; must not outlive its connection.
class Cursor {
 public:
  virtual ~Cursor() = default;
  [[nodiscard]] virtual std::span<const hmc_span> columns() const = 0;
  /// The next row, borrowed until the next call; nullptr after the last. Throws StoreError.
  [[nodiscard]] virtual const hmc_value* next() = 0;
};

/// One connection, for one thread at a time. All members throw StoreError.
class Connection {
 public:
  virtual ~Connection() = default;
  Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  virtual void begin_read() = 0;   ///< a snapshot
  virtual void begin_write() = 0;  ///< takes the writer's lock
  virtual void commit() = 0;       ///< when it returns, what was written survives a power cut
  virtual void rollback() noexcept = 0;
  virtual void savepoint() = 0;    ///< inside begin_write; they do not nest
  virtual void release() = 0;
  virtual void rollback_to_savepoint() = 0;  ///< the savepoint stays: `release` ends it

  /// Rows changed.
  virtual std::int64_t exec(std::string_view owner, std::string_view sql, std::span<const hmc_param> params) = 0;
  [[nodiscard]] virtual std::unique_ptr<Cursor> query(std::string_view owner, std::string_view sql, std::span<const hmc_param> params) = 0;

  /// What runs past this instant fails with `deadline`. time_point::max() = no end. A statement that writes has some seconds more,
  /// because cutting it short costs the whole transaction and with it the other commands of the batch.
  virtual void set_deadline(std::chrono::steady_clock::time_point) {}
  /// Changes when somebody else than this connection has committed. Asked on the only writer of this process: another process wrote.
  [[nodiscard]] virtual std::int64_t foreign_version() { return 0; }
};

/// Where connections come from.
class Store {
 public:
  virtual ~Store() = default;
  [[nodiscard]] virtual std::unique_ptr<Connection> open_reader() = 0;
  [[nodiscard]] virtual std::unique_ptr<Connection> open_writer() = 0;  ///< at most one at a time is useful on SQLite
};

/// A parameter for the two functions above: `bind("id", id)`.
[[nodiscard]] inline hmc_span span(std::string_view text) { return {text.data(), text.size()}; }
[[nodiscard]] inline std::string_view view(hmc_span bytes) { return {bytes.data, bytes.size}; }
[[nodiscard]] inline hmc_param make_param(std::string_view name, std::string_view text) {
  hmc_param p{span(name), {HMC_TEXT, 0, {}}};
  p.value.as.bytes = span(text);
  return p;
}
[[nodiscard]] inline hmc_param make_param(std::string_view name, std::int64_t number) {
  hmc_param p{span(name), {HMC_INTEGER, 0, {}}};
  p.value.as.integer = number;
  return p;
}
/// The name is a literal. This shape wins against std::bind, which argument-dependent lookup finds beside any std::string.
template <std::size_t N, typename T>
[[nodiscard]] hmc_param bind(const char (&name)[N], T&& value) {
  return make_param(std::string_view(name, N - 1), value);
}

}  // namespace hemicycle::core
