#include "clock.hpp"

#include <chrono>

#include "frozen.hpp"
#include "letters.hpp"

namespace opinions_plugin {
namespace {

using std::chrono::days;

void schedule_reminder(const std::string& deliverable, std::int64_t after_days, Command& command) {
  command.schedule(contract::Remind{.deliverable = deliverable}, command.now() + days(after_days), "remind:" + deliverable);
}

}  // namespace

Result<std::optional<std::string>> due_date(const Deliverable& deliverable, const std::string& date, const Query& query) {
  if (!deliverable.expects_response || progress_of(deliverable.id, query).recommendations == 0) return std::optional<std::string>();
  const auto rule = query.ask(rules::DeliverableKind{.kind = deliverable.kind});
  if (!rule) return rule.error();
  const auto sent = parse_iso(date);
  if (!sent) return invalid("date", "bad_format");
  return std::optional(to_iso_date(*sent + days(rule->response_days)));
}

void start_response_clock(const Deliverable& deliverable, Command& command) {
  const auto due = deliverable.due ? local_midnight_after(*deliverable.due) : std::nullopt;
  if (!due) return;
  // The last day is a whole day.
  command.schedule(contract::MarkOverdue{.deliverable = deliverable.id}, *due, "overdue:" + deliverable.id);
}

std::int64_t days_between(const std::string& from, const std::string& to) {
  const auto begin = parse_iso(from), end = parse_iso(to);
  return begin && end ? std::chrono::duration_cast<days>(*end - *begin).count() : 0;
}

Result<void> Opinions::lift_embargo(const contract::LiftEmbargo& request, Command& command) {
  auto deliverable = find(request.deliverable, command);
  if (deliverable) publish(*deliverable, command);
  return {};
}

Result<void> Opinions::mark_overdue(const contract::MarkOverdue& request, Command& command) {
  const auto deliverable = find(request.deliverable, command);
  if (!deliverable || deliverable->overdue || progress_of(deliverable->id, command).unanswered() == 0) return {};
  command.store().exec("UPDATE opinions_deliverable SET overdue = 1 WHERE id = :id", {bind("id", deliverable->id)});
  command.emit(contract::AnswerOverdue{.deliverable = deliverable->id, .referral = deliverable->referral});
  const auto delays = command.ask(rules::Delays{});
  if (!delays) return delays.error();
  schedule_reminder(deliverable->id, delays->reminder_days, command);
  return {};
}

Result<void> Opinions::remind(const contract::Remind& request, Command& command) {
  const auto deliverable = find(request.deliverable, command);
  if (!deliverable || !deliverable->in({"transmitted"}) || progress_of(deliverable->id, command).unanswered() == 0) return {};
  const auto delays = command.ask(rules::Delays{});
  if (!delays) return delays.error();
  command.store().exec("UPDATE opinions_deliverable SET reminders = reminders + 1 WHERE id = :id", {bind("id", deliverable->id)});
  command.emit(contract::Reminded{.deliverable = deliverable->id});
  write_to_recipients(*deliverable, {settings().reminder_subject, settings().reminder_text}, command);
  schedule_reminder(deliverable->id, delays->reminder_days, command);
  return {};
}

}  // namespace opinions_plugin
