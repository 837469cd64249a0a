// Letters as the bus sees them: written in the caller's unit of work, sent by whoever carries the outbox.
// Every function works inside the caller's transaction on the given connection.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/core/store.hpp"

namespace hemicycle::core {

struct Letter {
  std::string id;      ///< UUIDv7
  std::string plugin;  ///< who wrote it
  std::string to;      ///< an e-mail address, or an actor
  std::string subject, text;
  std::string calendar;  ///< empty, or one event as hemicycle/ext/mail.h says
  std::int64_t written_ns = 0;
};

/// What became of it. `words`: what the server last said.
struct LetterState {
  std::string state;  ///< "queued", "sent" or "failed"
  std::int64_t since_ns = 0;
  std::int64_t attempts = 0;
  std::string words;
};

struct OutboxLine {
  Letter letter;
  LetterState state;
};

struct OutboxCounts {
  std::int64_t queued = 0, failed = 0;
};

class Outbox {
 public:
  virtual ~Outbox() = default;
  virtual void write(Connection& db, const Letter& letter) const = 0;
  [[nodiscard]] virtual std::optional<LetterState> state(Connection& db, std::string_view plugin, std::string_view id) const = 0;

  /// Queued letters whose time has come, oldest first.
  [[nodiscard]] virtual std::vector<OutboxLine> due(Connection& db, std::int64_t now_ns, int limit) const = 0;
  [[nodiscard]] virtual std::optional<std::int64_t> next_due(Connection& db) const = 0;
  virtual void sent(Connection& db, std::string_view id, std::string_view words, std::int64_t now_ns) const = 0;
  virtual void failed(Connection& db, std::string_view id, std::string_view words, std::int64_t now_ns) const = 0;
  virtual void postpone(Connection& db, std::string_view id, std::string_view words, std::int64_t due_ns) const = 0;
  /// A failed letter waits again, a waiting one is due at once; all of them when `id` is empty. Letters changed.
  virtual std::int64_t retry(Connection& db, std::string_view id, std::int64_t now_ns) const = 0;
  /// Of letters that ended before, what they said and to whom is forgotten; that they were sent, when and with which answer stays.
  virtual std::int64_t forget(Connection& db, std::int64_t before_ns) const = 0;

  /// The latest first; all states when `state` is empty.
  [[nodiscard]] virtual std::vector<OutboxLine> list(Connection& db, std::string_view state, int limit) const = 0;
  [[nodiscard]] virtual std::optional<OutboxLine> find(Connection& db, std::string_view id) const = 0;
  [[nodiscard]] virtual OutboxCounts counts(Connection& db) const = 0;
};

/// As hemicycle/ext/mail.h says.
[[nodiscard]] std::string letter_state_json(const LetterState& state);

/// Empty, or what is wrong with a letter, in one sentence.
[[nodiscard]] std::string wrong_with(const Letter& letter);

}  // namespace hemicycle::core
