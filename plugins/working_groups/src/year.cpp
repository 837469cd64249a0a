// What the groups did in a year.
#include "group.hpp"

namespace working_groups_plugin {

Result<contract::YearReply> WorkingGroups::year(const contract::Year& request, const Query& query) const {
  const auto year = local_year(request.year);
  if (!year) return invalid("year", "bad_format");
  const auto since = bind("since", year->first), before = bind("before", year->second);
  contract::YearReply reply;
  query.store().rows(
      "SELECT g.id, g.title, g.state, g.referral, "
      "(SELECT COUNT(*) FROM working_groups_meeting m WHERE m.group_id = g.id AND m.starts_ns >= :since AND m.starts_ns < :before), "
      "(SELECT COUNT(*) FROM working_groups_person p WHERE p.group_id = g.id), "
      "(SELECT COUNT(*) FROM working_groups_deliverable d WHERE d.group_id = g.id AND d.submitted_ns >= :since AND d.submitted_ns < :before) "
      "FROM working_groups_group g WHERE g.visibility = 'public' AND g.opened_ns < :before AND (g.closed_ns IS NULL OR g.closed_ns >= :since) "
      "ORDER BY g.number LIMIT 500",
      {since, before}, [&](const Row& row) {
        reply.groups.push_back({.group = row.text(0),
                                .title = row.text(1),
                                .state = row.text(2),
                                .referral = row.text(3),
                                .meetings = row.integer(4),
                                .people = row.integer(5),
                                .deliverables = row.integer(6)});
      });
  reply.private_groups = query.store().integer(
      "SELECT COUNT(*) FROM working_groups_group WHERE visibility <> 'public' AND opened_ns < :before AND (closed_ns IS NULL OR closed_ns >= :since)",
      {since, before});
  return reply;
}

}  // namespace working_groups_plugin
