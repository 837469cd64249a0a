// What somebody must do next.
#include "amendment.hpp"
#include "frozen.hpp"

namespace opinions_plugin {
namespace {

std::string draft_path(const Deliverable& one) { return "/groupes/" + one.group + "/redaction/" + one.id; }

/// The one next thing that this person owes to this deliverable.
std::optional<contract::Task> task_of(const Deliverable& one, const Query& query) {
  const auto task = [&one](std::string_view what, std::string path) {
    return std::optional(contract::Task{.task = std::string(what), .path = std::move(path), .label = one.title});
  };
  if (one.in({"draft", "group_review", "sent_back"})) {
    if (!query.allowed(contract::permission::draft, scope_of(one))) return std::nullopt;
    if (const auto open = open_amendments(one.id, query); open.pending + open.accepted > 0) {
      auto examine = task("examine_amendments", draft_path(one) + "/amendements");
      examine->count = open.pending + open.accepted;
      return examine;
    }
    return task(one.in({"sent_back"}) ? "write_again" : "write", draft_path(one));
  }
  if (one.in({"bureau_review"})) return query.allowed(contract::permission::review) ? task("review", draft_path(one)) : std::nullopt;
  if (one.in({"adopted", "adopted_with_reservations"})) return query.allowed(contract::permission::review) ? task("finalise", draft_path(one)) : std::nullopt;
  if (one.in({"finalised"})) {
    if (!one.expects_response || one.annulled || !query.allowed(contract::permission::transmit)) return std::nullopt;
    return task("transmit", "/avis/" + one.id + "/transmettre");
  }
  if (!one.in({"transmitted"}) || !query.allowed(contract::permission::answer)) return std::nullopt;
  const auto unanswered = progress_of(one.id, query).unanswered();
  if (unanswered == 0) return std::nullopt;
  auto answer = task(one.overdue ? "answer_late" : "answer", "/avis/" + one.id + "/suites");
  answer->due = one.due;
  answer->count = unanswered;
  return answer;
}

}  // namespace

Result<contract::TasksReply> Opinions::tasks(const contract::Tasks&, const Query& query) const {
  std::vector<std::string> ids;
  query.store().rows(
      "SELECT id FROM opinions_deliverable WHERE state IN ('draft', 'group_review', 'sent_back', 'bureau_review', 'adopted', "
      "'adopted_with_reservations', 'finalised', "
      "'transmitted') ORDER BY overdue DESC, COALESCE(due, '9999-12-31'), moved_ns, id LIMIT 500",
      {}, [&](const Row& row) { ids.push_back(row.text(0)); });
  contract::TasksReply reply;
  for (const auto& id : ids) {
    const auto one = find(id, query);
    if (auto task = one ? task_of(*one, query) : std::nullopt; task && reply.tasks.size() < 199) reply.tasks.push_back(std::move(*task));
  }
  if (!query.allowed(contract::permission::moderate)) return reply;
  const auto waiting =
      query.store().integer("SELECT COUNT(*) FROM opinions_uptake WHERE state = 'declared' OR reported_state IS NOT NULL");
  if (waiting > 0) reply.tasks.push_back({.task = "moderate", .path = "/appropriations", .count = waiting});
  return reply;
}

}  // namespace opinions_plugin
