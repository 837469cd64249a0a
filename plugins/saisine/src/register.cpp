#include "register.hpp"

#include <algorithm>

namespace saisine_plugin {

bool Referral::in(std::initializer_list<std::string_view> states) const {
  return std::find(states.begin(), states.end(), std::string_view(state)) != states.end();
}

bool Referral::withdrawable() const {
  return in({"submitted", "under_admissibility_review", "returned", "admissible", "proposed_to_plenary", "deferred", "programmed"});
}

std::optional<Referral> find(const std::string& reference, const Query& query) {
  const auto row = query.store().first(
      "SELECT kind, state, title, question, author, context, expected_by, contact, session_date, "
      "decision_reason, submitted_ns, review_requested, public_since_ns, document, requested_on, due_on, merged_into, working_group, "
      "decided_by, decision_ground, session, vote, in_favour, against, abstained, opinion, transmitted_on, answer_due, follow_up_plan, "
      "closing_review, organisation "
      "FROM saisine_referral WHERE reference = :reference",
      {bind("reference", reference)});
  if (!row) return std::nullopt;
  return Referral{.reference = reference,
                  .kind = row->text(0),
                  .state = row->text(1),
                  .title = row->text(2),
                  .question = row->text(3),
                  .author = row->text(4),
                  .context = row->optional_text(5),
                  .expected_by = row->optional_text(6),
                  .contact = row->optional_text(7),
                  .session_date = row->optional_text(8),
                  .decision_reason = row->optional_text(9),
                  .document = row->optional_text(13),
                  .requested_on = row->optional_text(14),
                  .due_on = row->optional_text(15),
                  .merged_into = row->optional_text(16),
                  .working_group = row->optional_text(17),
                  .organisation = row->optional_text(30),
                  .decided_by = row->optional_text(18),
                  .decision_ground = row->optional_text(19),
                  .session = row->optional_text(20),
                  .vote = row->optional_text(21),
                  .in_favour = row->optional_integer(22),
                  .against = row->optional_integer(23),
                  .abstained = row->optional_integer(24),
                  .opinion = row->optional_text(25),
                  .transmitted_on = row->optional_text(26),
                  .answer_due = row->optional_text(27),
                  .follow_up_plan = row->optional_text(28),
                  .closing_review = row->optional_text(29),
                  .submitted_ns = row->integer(10),
                  .review_requested = row->integer(11) != 0,
                  .open = !row->is_null(12)};
}

bool sees_inside(const Referral& referral, const Query& query) {
  if (query.actor().anonymous()) return false;
  return referral.author == query.actor().id() || query.allowed(saisine::permission::read_all);
}

bool may_read(const Referral& referral, const Query& query) { return referral.open || sees_inside(referral, query); }

std::vector<std::string> themes_of(const std::string& reference, const Query& query) {
  std::vector<std::string> themes;
  query.store().rows("SELECT theme FROM saisine_theme WHERE reference = :reference ORDER BY position", {bind("reference", reference)},
                     [&](const Row& row) { themes.push_back(row.text(0)); });
  return themes;
}

void write_themes(const std::string& reference, const std::vector<std::string>& themes, Command& command) {
  command.store().exec("DELETE FROM saisine_theme WHERE reference = :reference", {bind("reference", reference)});
  std::int64_t position = 0;
  for (const auto& theme : themes)
    command.store().exec("INSERT INTO saisine_theme (reference, position, theme) VALUES (:reference, :position, :theme)",
                         {bind("reference", reference), bind("position", ++position), bind("theme", theme)});
}

void forget_decision(const std::string& reference, Command& command) {
  command.store().exec(
      "UPDATE saisine_referral SET session_date = NULL, decided_by = NULL, decision_ground = NULL, decision_reason = NULL, session = NULL, "
      "vote = NULL, in_favour = NULL, against = NULL, abstained = NULL WHERE reference = :reference",
      {bind("reference", reference)});
}

void add_line(const std::string& reference, const std::string& from, const Transition& transition, Command& command) {
  const auto last =
      command.store().integer("SELECT MAX(position) FROM saisine_history WHERE reference = :reference", {bind("reference", reference)});
  command.store().exec(
      "INSERT INTO saisine_history (reference, position, step, from_state, to_state, reason, message, other, actor, at_ns) "
      "VALUES (:reference, :position, :step, :from_state, :to_state, :reason, :message, :other, :actor, :at)",
      {bind("reference", reference), bind("position", last + 1), bind("step", transition.step), bind("from_state", from),
       bind("to_state", transition.to), bind("reason", transition.reason), bind("message", transition.message), bind("other", transition.other),
       bind("actor", command.actor().id()), bind("at", to_ns(command.now()))});
}

void record(const Referral& referral, const Transition& transition, Command& command) {
  command.store().exec("UPDATE saisine_referral SET state = :state WHERE reference = :reference",
                       {bind("state", transition.to), bind("reference", referral.reference)});
  add_line(referral.reference, referral.state, transition, command);
}

}  // namespace saisine_plugin
