// Lists of groups, for people and for the other plugins. A private group is listed only for those who may see it.
#include "group.hpp"

namespace working_groups_plugin {
namespace {

constexpr std::size_t kPage = 30;

contract::Brief brief(const Row& row) {
  return {.group = row.text(0),
          .title = row.text(1),
          .state = row.text(2),
          .visibility = row.text(3),
          .opened = to_iso(from_ns(row.integer(4))),
          .planned_end = row.text(5)};
}

}  // namespace

Result<contract::ListReply> WorkingGroups::list(const contract::List& request, const Query& query) const {
  contract::ListReply reply;
  std::vector<std::int64_t> numbers;
  const bool all = query.allowed(contract::permission::read_private);
  query.store().rows(
      "SELECT g.id, g.title, g.state, g.visibility, g.opened_ns, g.planned_end, g.number FROM working_groups_group g "
      "WHERE (:after = 0 OR g.number < :after) AND (:state = '' OR g.state = :state) "
      "AND (:theme = '' OR EXISTS (SELECT 1 FROM working_groups_tag t WHERE t.group_id = g.id AND t.family = 'theme' AND t.value = "
      ":theme)) "
      "AND (:all = 1 OR g.visibility = 'public' "
      "OR EXISTS (SELECT 1 FROM working_groups_person p WHERE p.group_id = g.id AND p.account = :actor) "
      "OR EXISTS (SELECT 1 FROM working_groups_partner q WHERE q.group_id = g.id AND q.account = :actor)) "
      "ORDER BY g.number DESC LIMIT 31",
      {bind("after", request.after.value_or(0)), bind("state", request.state.value_or("")), bind("theme", request.theme.value_or("")),
       bind("all", all), bind("actor", query.actor().id())},
      [&](const Row& row) {
        reply.groups.push_back(brief(row));
        numbers.push_back(row.integer(6));
      });
  if (reply.groups.size() > kPage) {
    reply.groups.resize(kPage);
    reply.next = numbers[kPage - 1];
  }
  return reply;
}

Result<contract::GetBriefReply> WorkingGroups::get_brief(const contract::GetBrief& request, const Query& query) const {
  const auto group = find(request.group, query);
  if (!group) return not_found("no_such_group");
  return contract::GetBriefReply{
      .group = group->id, .title = group->title, .open = group->open_to_all(), .referral = group->referral, .state = group->state};
}

Result<contract::ChoicesReply> WorkingGroups::choices(const contract::Choices&, const Query& query) const {
  contract::ChoicesReply reply;
  query.store().rows("SELECT id, title FROM working_groups_group WHERE visibility = 'public' ORDER BY number DESC LIMIT 1000", {},
                     [&](const Row& row) { reply.options.push_back({.id = row.text(0), .label = row.text(1)}); });
  return reply;
}

Result<contract::OfReferralReply> WorkingGroups::of_referral(const contract::OfReferral& request, const Query& query) const {
  contract::OfReferralReply reply;
  reply.reference = request.reference;
  bool at_work = false;
  query.store().rows(
      "SELECT id, title, state, visibility, opened_ns, planned_end FROM working_groups_group WHERE referral = :referral ORDER BY number",
      {bind("referral", request.reference)}, [&](const Row& row) {
        at_work = at_work || (row.text(2) != "closed" && row.text(2) != "on_watch" && row.text(2) != "archived");
        if (row.text(3) == "public" || sees_inside(row.text(0), query)) reply.groups.push_back(brief(row));
      });
  if (at_work || !query.allowed(contract::permission::open)) return reply;
  const auto referral = query.ask(saisine::GetBrief{.reference = request.reference});
  reply.openable = referral && awaits_group(*referral);
  return reply;
}

}  // namespace working_groups_plugin
