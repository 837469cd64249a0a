// Leads, members and outside partners. A group always has a lead.
#include "group.hpp"

namespace working_groups_plugin {
namespace {

std::int64_t leads_of(const std::string& group, const Query& query) {
  return query.store().integer("SELECT COUNT(*) FROM working_groups_person WHERE group_id = :id AND part = 'lead'", {bind("id", group)});
}

std::string part_of(const std::string& group, const std::string& account, const Query& query) {
  const auto row = query.store().first("SELECT part FROM working_groups_person WHERE group_id = :id AND account = :account",
                                       {bind("id", group), bind("account", account)});
  return row ? row->text(0) : std::string();
}

std::string_view role_of(std::string_view part) { return part == "lead" ? "lead" : "group_member"; }

}  // namespace

Result<contract::AddMemberReply> WorkingGroups::add_member(const contract::AddMember& request, Command& command) {
  const auto group = find(request.group, command);
  if (!group) return not_found("no_such_group");
  if (group->over()) return conflict("wrong_state");
  const auto part = part_of(request.group, request.account, command);
  if (part == request.part) return conflict("already_in_group");
  if (part == "lead" && leads_of(request.group, command) == 1) return conflict("last_lead");
  const auto rule = command.ask(rules::Group{});
  if (!rule) return rule.error();
  const auto leads = leads_of(request.group, command);
  if (part == "lead" && leads <= rule->leads_min) return conflict("too_few_leads");
  if (request.part == "lead" && leads >= rule->leads_max) return conflict("too_many_leads");
  const auto known = all_known({request.account}, command);
  if (!known) return known.error();
  if (!*known) return invalid("account", "unknown_account");
  if (const auto refused = outsider_among({request.account}, *rule, command, "account")) return *refused;

  const auto scope = scope_of(request.group);
  if (!part.empty()) command.revoke(request.account, role_of(part), scope);
  command.store().exec(
      "INSERT INTO working_groups_person (group_id, account, part, joined_ns) VALUES (:id, :account, :part, :joined) "
      "ON CONFLICT (group_id, account) DO UPDATE SET part = :part",
      {bind("id", request.group), bind("account", request.account), bind("part", request.part), bind("joined", to_ns(command.now()))});
  command.grant(request.account, role_of(request.part), scope);
  command.emit(contract::MemberAdded{.group = request.group, .account = request.account, .part = request.part});
  return contract::AddMemberReply{};
}

Result<contract::RemoveMemberReply> WorkingGroups::remove_member(const contract::RemoveMember& request, Command& command) {
  const auto group = find(request.group, command);
  if (!group) return not_found("no_such_group");
  if (group->over()) return conflict("wrong_state");
  const auto part = part_of(request.group, request.account, command);
  if (part.empty()) return not_found("not_in_group");
  if (part == "lead" && leads_of(request.group, command) == 1) return conflict("last_lead");
  const auto rule = command.ask(rules::Group{});
  if (!rule) return rule.error();
  if (part == "lead" && leads_of(request.group, command) <= rule->leads_min) return conflict("too_few_leads");
  command.store().exec("DELETE FROM working_groups_person WHERE group_id = :id AND account = :account",
                       {bind("id", request.group), bind("account", request.account)});
  command.revoke(request.account, role_of(part), scope_of(request.group));
  command.emit(contract::MemberRemoved{.group = request.group, .account = request.account});
  return contract::RemoveMemberReply{};
}

Result<contract::ParticipantReply> WorkingGroups::participant(const contract::Participant& request, const Query& query) const {
  if (!find(request.group, query)) return not_found("no_such_group");
  const auto row = query.store().first("SELECT part, joined_ns FROM working_groups_person WHERE group_id = :id AND account = :account",
                                       {bind("id", request.group), bind("account", request.account)});
  if (!row) return not_found("not_in_group");
  const auto named = query.ask(accounts::Names{.ids = {request.account}});
  if (!named) return named.error();
  return contract::ParticipantReply{.name = named->names.empty() ? request.account : named->names.front().name,
                                    .part = row->text(0), .joined = local_date(row->integer(1))};
}

Result<contract::AddPartnerReply> WorkingGroups::add_partner(const contract::AddPartner& request, Command& command) {
  const auto group = find(request.group, command);
  if (!group) return not_found("no_such_group");
  if (group->over()) return conflict("wrong_state");
  const auto same =
      command.store().integer("SELECT COUNT(*) FROM working_groups_partner WHERE group_id = :id AND organisation = :organisation",
                              {bind("id", request.group), bind("organisation", request.organisation)});
  if (same > 0) return conflict("partner_known");
  const auto rule = command.ask(rules::Group{});
  if (!rule) return rule.error();
  if (!rule->outsiders) return conflict("no_outsiders");
  if (request.account) {
    const auto known = all_known({*request.account}, command);
    if (!known) return known.error();
    if (!*known) return invalid("account", "unknown_account");
    command.grant(*request.account, "partner", scope_of(request.group));
  }
  const auto last =
      command.store().integer("SELECT MAX(position) FROM working_groups_partner WHERE group_id = :id", {bind("id", request.group)});
  command.store().exec(
      "INSERT INTO working_groups_partner (group_id, position, organisation, contact, account, added_ns) "
      "VALUES (:id, :position, :organisation, :contact, :account, :added)",
      {bind("id", request.group), bind("position", last + 1), bind("organisation", request.organisation), bind("contact", request.contact),
       bind("account", request.account), bind("added", to_ns(command.now()))});
  command.emit(contract::PartnerAdded{.group = request.group});
  return contract::AddPartnerReply{};
}

}  // namespace working_groups_plugin
