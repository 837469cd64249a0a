// From the group to the deliverable. Only what the public may know is told: a public group.
#include "chain.hpp"
#include "site.hpp"

namespace site {

using hemicycle::Command;
using hemicycle::Result;

Result<void> Site::on_working_groups_opened(const working_groups::Opened& event, Command& command) {
  Extending chain(command);
  const auto group = object("group", event.group);
  chain.link(group, {{"referral", event.referral}});
  if (event.visibility == "public" && event.title) {
    chain.tell(group, {.kind = "group_opened", .about = event.group, .label = *event.title, .path = "/groupes/" + event.group, .date = chain.day()});
  }
  chain.announce(group);
  return {};
}

Result<void> Site::on_working_groups_deliverable_submitted(const working_groups::DeliverableSubmitted& event, Command& command) {
  Extending chain(command);
  const auto group = object("group", event.group);
  chain.link(group, {{"referral", event.referral}});
  if (event.visibility == "public") {
    chain.tell(group, {.kind = "deliverable_submitted",
                       .about = event.deliverable,
                       .label = event.title,
                       .path = "/groupes/" + event.group,
                       .date = chain.day()});
  }
  chain.announce(group);
  return {};
}

Result<void> Site::on_working_groups_closed(const working_groups::Closed& event, Command& command) {
  Extending chain(command);
  // A private group has no entry that tells its name: its end is not told either.
  const auto label = chain.label_of("group_opened", event.group);
  if (label.empty()) return {};
  const auto group = object("group", event.group);
  chain.tell(group, {.kind = "group_closed", .about = event.group, .label = label, .path = "/groupes/" + event.group, .date = chain.day()});
  chain.announce(group);
  return {};
}

}  // namespace site
