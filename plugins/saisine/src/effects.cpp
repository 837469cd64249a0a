// From the work to its effects: the opinion, its transmission, the authority's answer, and how the council follows it. The plugins that make these
// tell; the referral only keeps where it stands. What comes twice, or late, leaves a line and moves nothing backwards.
#include "register.hpp"

namespace saisine_plugin {
namespace {

void move(const Referral& referral, std::string_view step, std::string_view to, Command& command) {
  record(referral, {.step = step, .to = to}, command);
  command.emit(saisine::Moved{.reference = referral.reference, .state = std::string(to)});
}

// Moves from one of `from`; from anywhere else the step is a line of the history alone.
void move_or_note(const Referral& referral, std::initializer_list<std::string_view> from, std::string_view step, Command& command) {
  if (referral.in(from)) return move(referral, step, step, command);
  add_line(referral.reference, referral.state, {.step = step, .to = referral.state}, command);
}

Result<void> lapse(const std::optional<std::string>& reference, std::string_view step, Command& command) {
  const auto referral = reference ? find(*reference, command) : std::nullopt;
  // An opinion that was given in time stands, whatever the clock says afterwards.
  if (!referral || referral->in({"opinion_adopted", "transmitted", "answered", "answer_overdue", "in_follow_up", "closed", "withdrawn",
                                 "merged", "inadmissible", "declined", "lapsed_tacit"}))
    return {};
  move(*referral, step, "lapsed_tacit", command);
  return {};
}

}  // namespace

Result<void> Saisine::on_opinions_adopted(const opinions::Adopted& event, Command& command) {
  const auto referral = event.referral ? find(*event.referral, command) : std::nullopt;
  if (referral) move_or_note(*referral, {"programmed", "in_work"}, "opinion_adopted", command);
  return {};
}

Result<void> Saisine::on_opinions_transmitted(const opinions::Transmitted& event, Command& command) {
  const auto referral = event.referral ? find(*event.referral, command) : std::nullopt;
  if (!referral) return {};
  move_or_note(*referral, {"programmed", "in_work", "opinion_adopted"}, "transmitted", command);
  command.store().exec("UPDATE saisine_referral SET transmitted_on = :date, answer_due = :due WHERE reference = :reference",
                       {bind("date", event.date), bind("due", event.due), bind("reference", *event.referral)});
  return {};
}

// Anybody reads a referral: what it says of its opinion waits for the end of the embargo.
Result<void> Saisine::on_opinions_published(const opinions::Published& event, Command& command) {
  const auto referral = event.referral ? find(*event.referral, command) : std::nullopt;
  if (!referral) return {};
  command.store().exec("UPDATE saisine_referral SET opinion = :opinion WHERE reference = :reference",
                       {bind("opinion", event.reference), bind("reference", *event.referral)});
  command.emit(saisine::Moved{.reference = referral->reference, .state = referral->state});
  return {};
}

Result<void> Saisine::on_opinions_answer_complete(const opinions::AnswerComplete& event, Command& command) {
  const auto referral = event.referral ? find(*event.referral, command) : std::nullopt;
  if (referral) move_or_note(*referral, {"transmitted", "answer_overdue"}, "answered", command);
  return {};
}

Result<void> Saisine::on_opinions_answer_overdue(const opinions::AnswerOverdue& event, Command& command) {
  const auto referral = event.referral ? find(*event.referral, command) : std::nullopt;
  if (referral && referral->state == "transmitted") move(*referral, "answer_overdue", "answer_overdue", command);
  return {};
}

Result<void> Saisine::on_opinions_closed(const opinions::Closed& event, Command& command) {
  const auto referral = event.referral ? find(*event.referral, command) : std::nullopt;
  if (!referral || !referral->in({"transmitted", "answered", "answer_overdue", "in_follow_up"})) return {};
  record(*referral, {.step = "closed", .to = "closed"}, command);
  command.emit(saisine::Closed{.reference = referral->reference});
  return {};
}

Result<void> Saisine::on_programme_consultation_lapsed(const programme::ConsultationLapsed& event, Command& command) {
  return lapse(event.referral, "lapsed", command);
}

Result<void> Saisine::on_programme_consultation_waived(const programme::ConsultationWaived& event, Command& command) {
  return lapse(event.referral, "waived", command);
}

Result<saisine::BeginFollowUpReply> Saisine::begin_follow_up(const saisine::BeginFollowUp& request, Command& command) {
  const auto referral = find(request.reference, command);
  if (!referral) return not_found("no_such_referral");
  if (referral->state != "answered") return conflict("not_answered");
  record(*referral, {.step = "follow_up_began", .to = "in_follow_up"}, command);
  command.store().exec("UPDATE saisine_referral SET follow_up_plan = :plan WHERE reference = :reference",
                       {bind("plan", request.plan), bind("reference", request.reference)});
  command.emit(saisine::FollowUpBegan{.reference = request.reference});
  return saisine::BeginFollowUpReply{};
}

Result<saisine::CloseReply> Saisine::close(const saisine::Close& request, Command& command) {
  const auto referral = find(request.reference, command);
  if (!referral) return not_found("no_such_referral");
  if (!referral->in({"answered", "answer_overdue", "in_follow_up"})) return conflict("wrong_state");
  record(*referral, {.step = "closed", .to = "closed"}, command);
  command.store().exec("UPDATE saisine_referral SET closing_review = :review WHERE reference = :reference",
                       {bind("review", request.review), bind("reference", request.reference)});
  command.emit(saisine::Closed{.reference = request.reference});
  return saisine::CloseReply{};
}

}  // namespace saisine_plugin
