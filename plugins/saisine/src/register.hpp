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
  std::int64_t submitted_ns = 0;
  bool review_requested = false;
  bool open = false;  ///< anybody may read its public part

  [[nodiscard]] bool in(std::initializer_list<std::string_view> states) const;
};

/// One line of the history. `reason` is a code of a vocabulary, `message` words for the author.
struct Transition {
  std::string_view step, to;
  std::optional<std::string> reason{}, message{};
};

[[nodiscard]] std::optional<Referral> find(const std::string& reference, const Query& query);

/// Whether this call's actor may read the part that is not public: the author and the council.
[[nodiscard]] bool sees_inside(const Referral& referral, const Query& query);
[[nodiscard]] bool may_read(const Referral& referral, const Query& query);

[[nodiscard]] std::vector<std::string> themes_of(const std::string& reference, const Query& query);
/// Replaces the themes of a referral.
void write_themes(const std::string& reference, const std::vector<std::string>& themes, Command& command);

/// Moves the referral to `transition.to` and adds the line. The caller has checked that it may.
void record(const Referral& referral, const Transition& transition, Command& command);
/// Adds a line for the filing itself, or for something that leaves the state as it is.
void add_line(const std::string& reference, const std::string& from, const Transition& transition, Command& command);

}  // namespace saisine_plugin
