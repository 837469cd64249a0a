// The journal as the bus sees it: events (outbox, history and audit trail in one table), deliveries, jobs, dead letters, idempotency.
// Every function works inside the caller's transaction on the given connection, so that effects and records commit together.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/core/store.hpp"

namespace hemicycle::core {

/// One event as it is kept for ever. Times are nanoseconds since 1970 UTC.
struct EventRecord {
  std::int64_t seq = 0;  ///< given by append
  std::string id, type, subject, actor, tenant, correlation, causation, traceparent, payload;
  int major = 1;
  std::int64_t time_ns = 0;
};

/// An event that waits for one consumer, or a job that waits for its time.
struct Delivery {
  std::int64_t id = 0;  ///< of the delivery row
  std::string consumer; ///< plugin name
  EventRecord event;
  int attempts = 0;
};

struct DueJob {
  std::int64_t id = 0;
  std::string type, payload, key, correlation, causation, traceparent;
  std::int64_t due_ns = 0;
  int attempts = 0;
};

struct DeadLetter {
  std::int64_t id = 0;
  std::string kind;      ///< "event" or "job"
  std::string consumer;  ///< plugin
  std::string type, subject, payload, problem;
  std::int64_t time_ns = 0;
  int attempts = 0;
};

class Journal {
 public:
  virtual ~Journal() = default;

  /// Appends the event and one pending delivery for each consumer. Returns its sequence number.
  virtual std::int64_t append(Connection& db, const EventRecord& event, const std::vector<std::string>& consumers) = 0;

  /// Deliveries due now, in order of sequence; at most one per (consumer, subject): the next waits for it. At most `limit`.
  [[nodiscard]] virtual std::vector<Delivery> due_deliveries(Connection& db, std::int64_t now_ns, int limit) = 0;
  /// Marks the event as taken by this consumer (inbox) and removes the delivery. False when the inbox already had it: skip the effects.
  virtual bool take(Connection& db, const Delivery& delivery, std::int64_t now_ns) = 0;
  /// Try again at `due_ns`.
  virtual void postpone(Connection& db, const Delivery& delivery, std::int64_t due_ns) = 0;
  virtual void bury(Connection& db, const Delivery& delivery, std::string_view problem, std::int64_t now_ns) = 0;

  /// A non-empty key replaces a waiting job of the same type and key.
  virtual void schedule(Connection& db, const DueJob& job) = 0;
  [[nodiscard]] virtual std::vector<DueJob> due_jobs(Connection& db, std::int64_t now_ns, int limit) = 0;
  virtual void finish(Connection& db, const DueJob& job) = 0;
  virtual void postpone(Connection& db, const DueJob& job, std::int64_t due_ns) = 0;
  virtual void bury(Connection& db, const DueJob& job, std::string_view problem, std::int64_t now_ns) = 0;
  /// When the next delivery or job becomes due; nothing when none waits.
  [[nodiscard]] virtual std::optional<std::int64_t> next_due(Connection& db) = 0;

  [[nodiscard]] virtual std::vector<DeadLetter> dead_letters(Connection& db) = 0;
  /// Puts it back among the deliveries or jobs, due at once. False when there is none of that id.
  virtual bool retry(Connection& db, std::int64_t dead_letter, std::int64_t now_ns) = 0;
  virtual bool drop(Connection& db, std::int64_t dead_letter) = 0;

  /// The payload with which `command` of `actor` was answered under this key. `request_hash` differs = somebody reused the key: conflict.
  struct Remembered {
    std::string request_hash, payload;
  };
  [[nodiscard]] virtual std::optional<Remembered> remembered(Connection& db, std::string_view actor, std::string_view command, std::string_view key) = 0;
  virtual void remember(Connection& db, std::string_view actor, std::string_view command, std::string_view key, const Remembered& answer,
                        std::int64_t now_ns) = 0;

  /// The last `limit` events of this subject, oldest first.
  [[nodiscard]] virtual std::vector<EventRecord> about(Connection& db, std::string_view subject, int limit) = 0;
  /// Events with seq > after, oldest first.
  [[nodiscard]] virtual std::vector<EventRecord> events(Connection& db, std::int64_t after, int limit) = 0;
};

}  // namespace hemicycle::core
