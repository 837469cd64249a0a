// What waits for who manages a group: a first phase to begin, a planned end that passed.
#include "group.hpp"

namespace working_groups_plugin {

Result<contract::TasksReply> WorkingGroups::tasks(const contract::Tasks&, const Query& query) const {
  contract::TasksReply reply;
  const auto today = query.today();
  query.store().rows(
      "SELECT g.id, g.title, g.planned_end, g.opened_ns FROM working_groups_group g WHERE g.state NOT IN ('closed', 'on_watch', 'archived', 'paused') "
      "AND (g.planned_end < :today OR NOT EXISTS (SELECT 1 FROM working_groups_phase p WHERE p.group_id = g.id)) "
      "ORDER BY g.planned_end LIMIT 200",
      {bind("today", today)}, [&](const Row& row) {
        if (!query.allowed(contract::permission::manage, scope_of(row.text(0)))) return;
        const bool passed = row.text(2) < today;
        reply.tasks.push_back({.act = passed ? "conclude" : "begin",
                               .group = row.text(0),
                               .title = row.text(1),
                               .date = passed ? row.text(2) : local_date(row.integer(3))});
      });
  return reply;
}

}  // namespace working_groups_plugin
