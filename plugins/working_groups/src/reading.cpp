// One group: its public part, and its private part for those of the group and those who follow it.
#include <map>

#include "group.hpp"

namespace working_groups_plugin {
namespace {

Result<std::vector<contract::Person>> people_of(const std::string& group, const Query& query) {
  std::vector<contract::Person> people;
  accounts::Names request;
  query.store().rows("SELECT account, part FROM working_groups_person WHERE group_id = :id ORDER BY part, joined_ns, account LIMIT 500",
                     {bind("id", group)}, [&](const Row& row) {
                       people.push_back({.account = row.text(0), .name = row.text(0), .part = row.text(1)});
                       request.ids.push_back(row.text(0));
                     });
  const auto reply = query.ask(request);
  if (!reply) return reply.error();
  std::map<std::string, std::string> names;
  for (const auto& entry : reply->names) names[entry.id] = entry.name;
  for (auto& person : people)
    if (const auto found = names.find(person.account); found != names.end()) person.name = found->second;
  return people;
}

std::vector<contract::Partner> partners_of(const std::string& group, bool inside, const Query& query) {
  std::vector<contract::Partner> partners;
  query.store().rows(
      "SELECT organisation, contact FROM working_groups_partner WHERE group_id = :id ORDER BY position LIMIT 1000", {bind("id", group)},
      [&](const Row& row) { partners.push_back({.organisation = row.text(0), .contact = inside ? row.optional_text(1) : std::nullopt}); });
  return partners;
}

std::vector<contract::Phase> phases_of(const std::string& group, const Query& query) {
  std::vector<contract::Phase> phases;
  query.store().rows("SELECT phase, began_ns FROM working_groups_phase WHERE group_id = :id ORDER BY position LIMIT 1000",
                     {bind("id", group)},
                     [&](const Row& row) { phases.push_back({.phase = row.text(0), .began = to_iso(from_ns(row.integer(1)))}); });
  return phases;
}

std::vector<contract::Meeting> meetings_of(const std::string& group, bool inside, const Query& query) {
  std::vector<contract::Meeting> meetings;
  query.store().rows(
      "SELECT id, starts_ns, place, mode, public_notes, private_notes FROM working_groups_meeting "
      "WHERE group_id = :id ORDER BY starts_ns, id LIMIT 1000",
      {bind("id", group)}, [&](const Row& row) {
        meetings.push_back({.meeting = row.text(0),
                            .starts = to_iso(from_ns(row.integer(1))),
                            .place = row.optional_text(2),
                            .mode = row.text(3),
                            .public_notes = row.optional_text(4),
                            .private_notes = inside ? row.optional_text(5) : std::nullopt});
      });
  return meetings;
}

std::vector<contract::Handed> handed_by(const std::string& group, const Query& query) {
  std::vector<contract::Handed> handed;
  query.store().rows(
      "SELECT id, kind, title, submitted_ns FROM working_groups_deliverable WHERE group_id = :id ORDER BY submitted_ns, id LIMIT 1000",
      {bind("id", group)}, [&](const Row& row) {
        handed.push_back(
            {.deliverable = row.text(0), .kind = row.text(1), .title = row.text(2), .submitted = to_iso(from_ns(row.integer(3)))});
      });
  return handed;
}

// Steps that can be taken from here; the page shows those that the reader may take.
std::vector<std::string> actions(const Group& group) {
  std::vector<std::string> names;
  if (group.state == "closed") return {"watch", "archive"};
  if (group.state == "on_watch") return {"archive"};
  if (group.over()) return names;
  if (group.state != "paused") names = {"begin_phase", "plan_meeting"};
  if (group.in({"active", "deliverable_submitted"})) names.push_back("submit_deliverable");
  names.insert(names.end(), {"add_member", "add_partner"});
  if (group.in({"constituting", "active"})) names.push_back("pause");
  if (group.state == "paused") names.push_back("resume");
  names.insert(names.end(), {"extend", "close"});
  return names;
}

}  // namespace

Result<contract::GetReply> WorkingGroups::get(const contract::Get& request, const Query& query) const {
  const auto group = find(request.group, query);
  if (!group) return not_found("no_such_group");
  const bool inside = sees_inside(group->id, query);
  // Whoever may not see a private group does not learn that there is one.
  if (!group->open_to_all() && !inside) return not_found("no_such_group");

  contract::GetReply reply;
  reply.group = group->id;
  reply.title = group->title;
  reply.mandate = group->mandate;
  reply.referral = group->referral;
  reply.state = group->state;
  reply.visibility = group->visibility;
  reply.opened = to_iso(from_ns(group->opened_ns));
  reply.planned_end = group->planned_end;
  if (group->closed_ns) reply.closed_on = to_iso(from_ns(*group->closed_ns));
  reply.watch_subject = group->watch_subject;
  reply.watch_until = group->watch_until;
  reply.themes = tags(group->id, "theme", query);
  reply.methods = tags(group->id, "method", query);
  reply.means = tags(group->id, "means", query);
  reply.people_count = query.store().integer("SELECT COUNT(*) FROM working_groups_person WHERE group_id = :id", {bind("id", group->id)});
  reply.partners = partners_of(group->id, inside, query);
  reply.phases = phases_of(group->id, query);
  reply.meetings = meetings_of(group->id, inside, query);
  reply.deliverables = handed_by(group->id, query);
  reply.inside = inside;
  reply.manages = !group->over() && query.allowed(contract::permission::manage, scope_of(group->id));
  reply.actions = actions(*group);
  if (!inside) return reply;
  auto people = people_of(group->id, query);
  if (!people) return people.error();
  reply.people = std::move(*people);
  return reply;
}

}  // namespace working_groups_plugin
