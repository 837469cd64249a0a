// A deliverable as the store has it, its texts, and who may see it.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "opinions.hpp"

namespace opinions_plugin {

struct Deliverable {
  std::string id{}, group{}, kind{}, state{}, title{}, summary{};
  std::optional<std::string> referral{};
  bool handed_in = false;
  std::int64_t version = 0;
  std::vector<std::string> themes{};
  std::optional<std::string> explanation{};  ///< why it was sent back or given up
  std::optional<std::string> session{}, decided{}, annulled{};
  std::optional<std::int64_t> in_favour{}, against{}, abstained{};
  std::optional<std::string> reservations{};  ///< with which the plenary adopted it
  bool irregular = false;  ///< a vote was proclaimed whose notice was not respected
  std::optional<std::string> reference{}, hash{};
  std::int64_t final_version = 0;
  bool expects_response = false;
  std::optional<std::string> transmitted{}, due{}, message{};
  std::optional<std::int64_t> embargo_ns{};
  bool is_public = false;
  bool overdue = false;

  [[nodiscard]] bool in(std::initializer_list<std::string_view> states) const;
  /// What it is called before it has a number of its own.
  [[nodiscard]] std::string name() const { return reference.value_or(id); }
};

/// By its identifier or its reference.
[[nodiscard]] std::optional<Deliverable> find(std::string_view id, const Query& query);
/// The same, of this group alone: what a command or a page in the scope of a group may touch.
[[nodiscard]] std::optional<Deliverable> find_in_group(std::string_view id, std::string_view group, const Query& query);

/// One version of what is written: of a draft, or frozen.
struct Text {
  std::string title{}, summary{}, body{};
  std::vector<contract::Proposal> proposals{};
  std::vector<contract::Hearing> hearings{};
};
[[nodiscard]] std::optional<Text> text_of(const std::string& deliverable, std::int64_t version, const Query& query);
/// Writes the text as the next version of the draft, moves what was said of its passages along, and tells it.
std::int64_t write_version(Deliverable& deliverable, const Text& text, const std::optional<std::string>& note, Command& command);

[[nodiscard]] std::vector<contract::Statement> statements_of(const std::string& deliverable, const Query& query);

/// "group:G-2026-001"
[[nodiscard]] std::string scope_of(const Deliverable& deliverable);
/// Whether this call's actor reads it while it is no public matter yet.
[[nodiscard]] bool reads_draft(const Deliverable& deliverable, const Query& query);

/// Puts it into another state that an event of its own tells (adopted, withdrawn): the history says a step once.
void set_state(Deliverable& deliverable, std::string_view state, Command& command);
/// Puts it into another state, and tells that alone.
void move(Deliverable& deliverable, std::string_view state, Command& command);

/// Makes it public from now on, and tells it. Once.
void publish(Deliverable& deliverable, Command& command);

/// "P-2026-003" or, with two digits, "AVIS-2026-03": counted in the same transaction, so no number is lost or given twice.
[[nodiscard]] std::string next_number(std::string_view letters, std::size_t digits, Command& command);

/// What these accounts are called; one that is unknown keeps its identifier.
[[nodiscard]] Result<std::map<std::string, std::string>> names_of(const std::vector<std::string>& accounts, const Query& query);

/// "AVIS-2026-03/R7"
[[nodiscard]] std::string recommendation_reference(const Deliverable& deliverable, std::int64_t number);

}  // namespace opinions_plugin
