// After the work: more time, the watch that a closed group keeps, the archive (domain.md, SM3).
#include "group.hpp"

namespace working_groups_plugin {

Result<contract::ExtendReply> WorkingGroups::extend(const contract::Extend& request, Command& command) {
  const auto group = find(request.group, command);
  if (!group) return not_found("no_such_group");
  if (group->over()) return conflict("wrong_state");
  if (request.planned_end <= group->planned_end) return invalid("planned_end", "not_later");
  const auto rule = command.ask(rules::Group{});
  if (!rule) return rule.error();
  if (outlasts(local_date(group->opened_ns), request.planned_end, rule->months_max)) return invalid("planned_end", "too_long_a_group");
  command.store().exec("UPDATE working_groups_group SET planned_end = :planned_end WHERE id = :id",
                       {bind("planned_end", request.planned_end), bind("id", request.group)});
  command.emit(contract::Extended{.group = request.group, .planned_end = request.planned_end});
  return contract::ExtendReply{};
}

Result<contract::WatchReply> WorkingGroups::watch(const contract::Watch& request, Command& command) {
  const auto group = find(request.group, command);
  if (!group) return not_found("no_such_group");
  if (!group->over()) return conflict("close_first");
  if (group->state != "closed") return conflict("wrong_state");
  if (request.until <= command.today()) return invalid("until", "already_past");
  command.store().exec("UPDATE working_groups_group SET state = 'on_watch', watch_subject = :subject, watch_until = :until WHERE id = :id",
                       {bind("subject", request.subject), bind("until", request.until), bind("id", request.group)});
  command.emit(contract::WatchBegan{.group = request.group, .until = request.until});
  return contract::WatchReply{};
}

Result<contract::ArchiveReply> WorkingGroups::archive(const contract::Archive& request, Command& command) {
  const auto group = find(request.group, command);
  if (!group) return not_found("no_such_group");
  if (!group->over()) return conflict("close_first");
  if (group->state == "archived") return conflict("wrong_state");
  set_state(request.group, "archived", command);
  command.emit(contract::Archived{.group = request.group});
  return contract::ArchiveReply{};
}

Result<void> WorkingGroups::end_watches(const contract::EndWatches&, Command& command) {
  std::vector<std::string> over;
  command.store().rows("SELECT id FROM working_groups_group WHERE state = 'on_watch' AND watch_until < :today ORDER BY number LIMIT 1000",
                       {bind("today", command.today())}, [&](const Row& row) { over.push_back(row.text(0)); });
  for (const auto& group : over) {
    set_state(group, "archived", command);
    command.emit(contract::Archived{.group = group});
  }
  return {};
}

}  // namespace working_groups_plugin
