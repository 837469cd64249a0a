// One call in progress: what a handler may do while it runs, and what it did. Lives on the stack of the lane that runs it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/core/envelope.hpp"
#include "kernel/core/mail.hpp"
#include "kernel/core/outcome.hpp"
#include "kernel/core/policy.hpp"
#include "kernel/core/store.hpp"
#include "kernel/core/vocabulary.hpp"
#include "sdk/contract/model.hpp"

namespace hemicycle::core {

/// What one unit of work did beyond rows; takes effect when it has committed.
struct Effects {
  std::vector<std::string> events;        ///< types, for the generations
  std::vector<Policy::Change> grants;
  SessionChange session;
  bool letters = false;                   ///< some were written
  bool wakes_deliveries = false;          ///< somebody waits for an event, or a job was scheduled
};

class CallContext;

/// Statements of one call. A handler that needs more is a loop that its author did not see, or a list that wants a page size.
inline constexpr std::uint64_t kMostStatements = 50'000;

/// What the bus does for a call. Every function runs on the call's thread, in its transaction.
class CallServices {
 public:
  virtual ~CallServices() = default;
  [[nodiscard]] virtual Outcome ask(CallContext& caller, std::string_view type, std::string_view payload) = 0;
  [[nodiscard]] virtual Status emit(CallContext& caller, std::string_view type, std::string_view subject, std::string_view payload) = 0;
  [[nodiscard]] virtual Status schedule(CallContext& caller, std::string_view type, std::string_view payload, std::int64_t due_ns,
                                        std::string_view key) = 0;
  [[nodiscard]] virtual Status change_grant(CallContext& caller, Policy::Change change) = 0;
  [[nodiscard]] virtual Status change_session(CallContext& caller, SessionChange change) = 0;
  [[nodiscard]] virtual Status end_all_sessions(CallContext& caller, std::string_view actor) = 0;
  /// Writes the letter and gives it its id, which `letter.id` then has.
  [[nodiscard]] virtual Status write_letter(CallContext& caller, Letter& letter) = 0;
  [[nodiscard]] virtual std::optional<LetterState> letter_state(CallContext& caller, std::string_view id) const = 0;
  [[nodiscard]] virtual bool allowed(std::string_view permission, std::string_view actor, std::string_view scope) const = 0;
};

class CallContext final {
 public:
  CallContext(const contract::Plugin& plugin, const contract::Operation* operation, const Message& message, Connection& db, Effects* effects,
              CallServices& services, int depth)
      : plugin_(plugin), operation_(operation), message_(message), db_(db), effects_(effects), services_(services), depth_(depth) {}
  CallContext(const CallContext&) = delete;
  CallContext& operator=(const CallContext&) = delete;

  [[nodiscard]] const contract::Plugin& plugin() const { return plugin_; }
  /// Null in a reaction or a job.
  [[nodiscard]] const contract::Operation* operation() const { return operation_; }
  [[nodiscard]] const Message& message() const { return message_; }
  [[nodiscard]] Connection& db() const { return db_; }
  [[nodiscard]] CallServices& services() const { return services_; }
  /// Null in a query: it may not write.
  [[nodiscard]] Effects* effects() const { return effects_; }
  /// Nested queries above this one.
  [[nodiscard]] int depth() const { return depth_; }

  /// The plugin's own statements, counted. `exec` in a query is StoreError denied; more than kMostStatements in one call is StoreError internal.
  std::int64_t exec(std::string_view sql, std::span<const hmc_param> params);
  [[nodiscard]] std::unique_ptr<Cursor> query(std::string_view sql, std::span<const hmc_param> params);
  [[nodiscard]] std::uint64_t statements() const { return statements_; }

 private:
  void count_statement();

  const contract::Plugin& plugin_;
  const contract::Operation* operation_;
  const Message& message_;
  Connection& db_;
  Effects* effects_;
  CallServices& services_;
  int depth_;
  std::uint64_t statements_ = 0;
};

}  // namespace hemicycle::core
