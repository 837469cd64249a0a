// What the working groups tell: work began, a deliverable was handed in.
#include "register.hpp"

namespace saisine_plugin {

Result<void> Saisine::on_working_groups_opened(const working_groups::Opened& event, Command& command) {
  const auto referral = find(event.referral, command);
  // Withdrawn in between, or unknown here: the group stands, the referral has nothing to say.
  if (!referral || (referral->state != "programmed" && !referral->awaits_group())) return {};
  record(*referral, {.step = "work_began", .to = "in_work"}, command);
  command.store().exec("UPDATE saisine_referral SET working_group = :working_group WHERE reference = :reference",
                       {bind("working_group", event.group), bind("reference", event.referral)});
  command.emit(saisine::WorkBegan{.reference = event.referral, .group = event.group});
  return {};
}

Result<void> Saisine::on_working_groups_deliverable_submitted(const working_groups::DeliverableSubmitted& event, Command& command) {
  const auto referral = find(event.referral, command);
  if (!referral) return {};
  add_line(event.referral, referral->state, {.step = "deliverable_submitted", .to = referral->state}, command);
  command.emit(saisine::Delivered{.reference = event.referral, .deliverable = event.deliverable});
  return {};
}

}  // namespace saisine_plugin
