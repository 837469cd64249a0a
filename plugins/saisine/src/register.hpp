// The register of referrals: one row each, and the line that every transition leaves.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "saisine.hpp"

namespace saisine_plugin {

/// A referral as the store has it.
struct Referral {
  std::string reference, kind, state, title, question, author;
  std::optional<std::string> context, expected_by, contact, session_date, decision_reason;
  std::optional<std::string> document, requested_on, due_on, merged_into, working_group, organisation;
  std::optional<std::string> decided_by, decision_ground, session, vote;
  std::optional<std::int64_t> in_favour, against, abstained;
  std::optional<std::string> opinion, transmitted_on, answer_due, follow_up_plan, closing_review;
  std::int64_t submitted_ns = 0;
  bool review_requested = false;
  bool open = false;  ///< anybody may read its public part

  [[nodiscard]] bool in(std::initializer_list<std::string_view> states) const;
  /// In work by the fast track, and no group works on it yet.
  [[nodiscard]] bool awaits_group() const { return state == "in_work" && !working_group; }
  /// The author may take it back: work has not begun.
  [[nodiscard]] bool withdrawable() const;
  /// Refused, and not yet looked at a second time.
  [[nodiscard]] bool contestable() const { return in({"inadmissible", "declined"}) && !review_requested; }
};

/// One line of the history. `reason` is a code of a vocabulary, `message` words for the author, `other` the referral on the other side.
struct Transition {
  std::string_view step, to;
  std::optional<std::string> reason{}, message{}, other{};
};

[[nodiscard]] std::optional<Referral> find(const std::string& reference, const Query& query);

/// Whether this call's actor may read the part that is not public: the author and the council.
[[nodiscard]] bool sees_inside(const Referral& referral, const Query& query);
[[nodiscard]] bool may_read(const Referral& referral, const Query& query);

/// Whether the rules let an officer record what becomes of a proposed referral, without a vote.
[[nodiscard]] bool recorded_by_officer(const Query& query);

[[nodiscard]] std::vector<std::string> themes_of(const std::string& reference, const Query& query);
/// Replaces the themes of a referral.
void write_themes(const std::string& reference, const std::vector<std::string>& themes, Command& command);

/// The referral has no decision any more; the history keeps what was decided and why.
void forget_decision(const std::string& reference, Command& command);

/// Moves the referral to `transition.to` and adds the line. The caller has checked that it may.
void record(const Referral& referral, const Transition& transition, Command& command);
/// Adds a line for the filing itself, or for something that leaves the state as it is.
void add_line(const std::string& reference, const std::string& from, const Transition& transition, Command& command);

}  // namespace saisine_plugin
