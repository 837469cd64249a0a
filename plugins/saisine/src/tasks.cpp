// What waits for somebody: the author of a returned referral, the technical team, the bureau.
#include "register.hpp"

namespace saisine_plugin {
namespace {

std::string act_for(const std::string& state) {
  if (state == "returned") return "complete";
  if (state == "submitted") return "acknowledge";
  if (state == "under_admissibility_review") return "review";
  if (state == "declined") return "explain";
  if (state == "answered") return "follow_up";
  return "table";
}

}  // namespace

Result<saisine::TasksReply> Saisine::tasks(const saisine::Tasks&, const Query& query) const {
  saisine::TasksReply reply;
  query.store().rows(
      "SELECT r.state, r.reference, r.title, MAX(h.at_ns) FROM saisine_referral r JOIN saisine_history h ON h.reference = r.reference "
      "WHERE (r.state = 'returned' AND r.author = :actor) OR (r.state = 'submitted' AND :intake = 1) "
      "OR (r.state = 'under_admissibility_review' AND :decides = 1) OR (r.state IN ('admissible', 'deferred', 'answered') AND :tables = 1) "
      "OR (r.state = 'declined' AND r.decision_ground IS NULL AND :tables = 1) "
      "GROUP BY r.state, r.reference, r.title ORDER BY MAX(h.at_ns) LIMIT 50",
      {bind("actor", query.actor().id()), bind("intake", query.allowed(saisine::permission::intake)),
       bind("decides", query.allowed(saisine::permission::admissibility)), bind("tables", query.allowed(saisine::permission::programme))},
      [&](const Row& row) {
        reply.tasks.push_back(
            {.act = act_for(row.text(0)), .reference = row.text(1), .title = row.text(2), .since = to_iso(from_ns(row.integer(3)))});
      });
  return reply;
}

}  // namespace saisine_plugin
