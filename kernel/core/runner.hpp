// Runs one message with its plugin on the present thread, and serves what the handler asks for meanwhile.
#pragma once

#include <string>
#include <string_view>

#include "kernel/core/call_context.hpp"
#include "kernel/core/routes.hpp"

namespace hemicycle::core {

/// Deeper nesting of queries than this is a loop that the graph of requirements should have shown.
inline constexpr int kDeepestNesting = 16;

class Runner final : public CallServices {
 public:
  Runner(Bus::Parts& parts, Routes& routes) : parts_(parts), routes_(routes) {}

  /// Runs `message` inside the transaction that `db` has open. `effects` is null for a query.
  [[nodiscard]] Outcome run(Attached& plugin, const contract::Operation* operation, const Message& message, Connection& db, Effects* effects,
                            int depth = 0);

  /// The same for a query at the top: opens and ends the snapshot.
  [[nodiscard]] Outcome run_query(const Route& route, const Message& message, Connection& db);

  /// The scope that `operation` asks for, filled from its input; empty without one.
  [[nodiscard]] static std::string scope_of(const contract::Operation& operation, std::string_view payload);

  [[nodiscard]] Outcome ask(CallContext& caller, std::string_view type, std::string_view payload) override;
  [[nodiscard]] Status emit(CallContext& caller, std::string_view type, std::string_view subject, std::string_view payload) override;
  [[nodiscard]] Status schedule(CallContext& caller, std::string_view type, std::string_view payload, std::int64_t due_ns,
                                std::string_view key) override;
  [[nodiscard]] Status change_grant(CallContext& caller, Policy::Change change) override;
  [[nodiscard]] Status change_session(CallContext& caller, SessionChange change) override;
  [[nodiscard]] Status end_all_sessions(CallContext& caller, std::string_view actor) override;
  [[nodiscard]] Status write_letter(CallContext& caller, Letter& letter) override;
  [[nodiscard]] std::optional<LetterState> letter_state(CallContext& caller, std::string_view id) const override;
  [[nodiscard]] bool allowed(std::string_view permission, std::string_view actor, std::string_view scope) const override;

 private:
  Bus::Parts& parts_;
  Routes& routes_;
};

}  // namespace hemicycle::core
