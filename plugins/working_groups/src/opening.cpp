// A group is opened on a referral of the work programme, and closed when its work is done.
#include "group.hpp"

namespace working_groups_plugin {
namespace {

void write_tags(const std::string& group, std::string_view family, const std::vector<std::string>& values, Command& command) {
  std::int64_t position = 0;
  for (const auto& value : values)
    command.store().exec("INSERT INTO working_groups_tag (group_id, family, position, value) VALUES (:id, :family, :position, :value)",
                         {bind("id", group), bind("family", family), bind("position", ++position), bind("value", value)});
}

std::int64_t groups_at_work_on(const std::string& referral, const Query& query) {
  return query.store().integer("SELECT COUNT(*) FROM working_groups_group WHERE referral = :referral AND state NOT IN ('closed', 'on_watch', 'archived')",
                               {bind("referral", referral)});
}

}  // namespace

Result<contract::OpenReply> WorkingGroups::open(const contract::Open& request, Command& command) {
  const auto referral = command.ask(saisine::GetBrief{.reference = request.referral});
  if (!referral) return referral.status() == Status::not_found ? invalid("referral", "no_such_referral") : referral.error();
  // The referral learns of its group by an event, a moment later: until then only this table knows.
  if (groups_at_work_on(request.referral, command) > 0) return conflict("already_taken_up");
  if (!awaits_group(*referral)) return conflict("referral_not_programmed");
  if (has_doubles(request.leads)) return invalid("leads", "chosen_twice");
  if (has_doubles(request.methods)) return invalid("methods", "chosen_twice");
  if (has_doubles(request.means)) return invalid("means", "chosen_twice");
  const auto rule = command.ask(rules::Group{});
  if (!rule) return rule.error();
  const auto leads = static_cast<std::int64_t>(request.leads.size());
  if (leads < rule->leads_min) return invalid("leads", "too_few_leads");
  if (leads > rule->leads_max) return invalid("leads", "too_many_leads");
  const auto today = command.today();
  if (request.planned_end <= today) return invalid("planned_end", "already_past");
  if (outlasts(today, request.planned_end, rule->months_max)) return invalid("planned_end", "too_long_a_group");
  const auto known = all_known(request.leads, command);
  if (!known) return known.error();
  if (!*known) return invalid("leads", "unknown_account");
  if (const auto refused = outsider_among(request.leads, *rule, command, "leads")) return *refused;

  const auto group = next_number("G", command);
  const auto number = command.store().integer("SELECT MAX(number) FROM working_groups_group", {}) + 1;
  command.store().exec(
      "INSERT INTO working_groups_group (id, number, referral, title, mandate, state, visibility, planned_end, opened_ns) "
      "VALUES (:id, :number, :referral, :title, :mandate, 'constituting', :visibility, :planned_end, :opened)",
      {bind("id", group), bind("number", number), bind("referral", request.referral), bind("title", request.title),
       bind("mandate", request.mandate), bind("visibility", request.visibility), bind("planned_end", request.planned_end),
       bind("opened", to_ns(command.now()))});
  write_tags(group, "theme", referral->themes, command);
  write_tags(group, "method", request.methods, command);
  write_tags(group, "means", request.means, command);
  for (const auto& lead : request.leads) {
    command.store().exec("INSERT INTO working_groups_person (group_id, account, part, joined_ns) VALUES (:id, :account, 'lead', :joined)",
                         {bind("id", group), bind("account", lead), bind("joined", to_ns(command.now()))});
    command.grant(lead, "lead", scope_of(group));
  }
  command.emit(contract::Opened{.group = group,
                                .referral = request.referral,
                                .visibility = request.visibility,
                                .title = request.visibility == "public" ? std::optional(request.title) : std::nullopt});
  return contract::OpenReply{.group = group};
}

Result<contract::CloseReply> WorkingGroups::close(const contract::Close& request, Command& command) {
  const auto group = find(request.group, command);
  if (!group) return not_found("no_such_group");
  if (group->over()) return conflict("wrong_state");
  command.store().exec("UPDATE working_groups_group SET state = 'closed', resumes_as = NULL, closed_ns = :closed WHERE id = :id",
                       {bind("closed", to_ns(command.now())), bind("id", request.group)});
  command.emit(contract::Closed{.group = request.group, .referral = group->referral});
  return contract::CloseReply{};
}

Result<contract::OpenableReply> WorkingGroups::openable(const contract::Openable&, const Query& query) const {
  const auto programmed = query.ask(saisine::Programmed{});
  if (!programmed) return programmed.error();
  contract::OpenableReply reply;
  for (const auto& option : programmed->options)
    if (groups_at_work_on(option.id, query) == 0) reply.options.push_back({.id = option.id, .label = option.label});
  return reply;
}

}  // namespace working_groups_plugin
