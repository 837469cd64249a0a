// A mandatory consultation as the register has it. Omitting one can be sanctioned as a defect of procedure: every date is kept as evidence.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "programme.hpp"

namespace programme_plugin {

struct Consultation {
  std::string id, title, document, requested_on;
  std::optional<std::string> referral, completed_on, due_on, outcome, outcome_on, opinion, waiver;
  std::optional<std::int64_t> embargo_ns{};  ///< until then visitors are not told which opinion it was

  /// "requested" until the file is complete, "running" until its outcome, then the outcome.
  [[nodiscard]] std::string state() const;
};

struct Act {
  std::string_view step;
  std::string happened_on;
  std::optional<std::string> note{};
};

[[nodiscard]] std::optional<Consultation> find_consultation(const std::string& id, const Query& query);
[[nodiscard]] std::optional<Consultation> of_referral_in_register(const std::string& referral, const Query& query);
/// Consultations asked for, or whose term fell, in a year.
[[nodiscard]] std::vector<Consultation> consultations_of(std::int64_t year, const Query& query);

/// As the contract shows it, with the legal basis that the council's vocabulary gives for its document.
[[nodiscard]] contract::Consulted consulted(const Consultation& consultation, const Query& query);
/// What anybody may read of it: the title and the reference of a referral that is not public stay out, the consultation goes by its own id.
[[nodiscard]] contract::Consulted shown_to_all(contract::Consulted consulted, const Query& query);
/// The same for the reader of this query, who reads more with the permission to.
[[nodiscard]] contract::Consulted shown(contract::Consulted consulted, const Query& query);
/// Whether the reader of this query may learn which opinion answered it.
[[nodiscard]] bool opinion_shown(const Consultation& consultation, const Query& query);
[[nodiscard]] std::vector<contract::Act> acts_of(const std::string& id, const Query& query);

void add_act(const std::string& id, const Act& act, Command& command);
/// The outcome, once: the caller has checked that there is none.
void conclude(const Consultation& consultation, std::string_view outcome, const std::string& on, Command& command);

}  // namespace programme_plugin
