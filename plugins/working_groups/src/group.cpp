#include "group.hpp"

#include <algorithm>
#include <set>

namespace working_groups_plugin {

bool Group::in(std::initializer_list<std::string_view> states) const {
  return std::find(states.begin(), states.end(), std::string_view(state)) != states.end();
}

std::optional<Group> find(const std::string& id, const Query& query) {
  const auto row = query.store().first(
      "SELECT referral, title, mandate, state, visibility, planned_end, resumes_as, opened_ns, closed_ns, watch_subject, watch_until "
      "FROM working_groups_group WHERE id = :id",
      {bind("id", id)});
  if (!row) return std::nullopt;
  return Group{.id = id,
               .referral = row->text(0),
               .title = row->text(1),
               .mandate = row->text(2),
               .state = row->text(3),
               .visibility = row->text(4),
               .planned_end = row->text(5),
               .resumes_as = row->optional_text(6),
               .opened_ns = row->integer(7),
               .closed_ns = row->optional_integer(8),
               .watch_subject = row->optional_text(9),
               .watch_until = row->optional_text(10)};
}

std::string scope_of(const std::string& group) { return "group:" + group; }

bool sees_inside(const std::string& group, const Query& query) {
  return query.allowed(contract::permission::read_private, scope_of(group));
}

std::vector<std::string> tags(const std::string& group, std::string_view family, const Query& query) {
  std::vector<std::string> values;
  query.store().rows("SELECT value FROM working_groups_tag WHERE group_id = :id AND family = :family ORDER BY position",
                     {bind("id", group), bind("family", family)}, [&](const Row& row) { values.push_back(row.text(0)); });
  return values;
}

void set_state(const std::string& group, std::string_view state, Command& command) {
  command.store().exec("UPDATE working_groups_group SET state = :state, resumes_as = NULL WHERE id = :id",
                       {bind("state", state), bind("id", group)});
}

std::string next_number(std::string_view letter, Command& command) {
  const auto series = std::string(letter) + "-" + command.today().substr(0, 4);
  command.store().exec(
      "INSERT INTO working_groups_counter (series, last) VALUES (:series, 1) "
      "ON CONFLICT (series) DO UPDATE SET last = working_groups_counter.last + 1",
      {bind("series", series)});
  const auto number =
      std::to_string(command.store().integer("SELECT last FROM working_groups_counter WHERE series = :series", {bind("series", series)}));
  return series + "-" + std::string(number.size() < 3 ? 3 - number.size() : 0, '0') + number;
}

Result<bool> all_known(const std::vector<std::string>& ids, const Query& query) {
  const auto reply = query.ask(accounts::Names{.ids = ids});
  if (!reply) return reply.error();
  return reply->names.size() == ids.size();
}

bool awaits_group(const saisine::GetBriefReply& referral) { return referral.state == "programmed" || referral.awaits_group.value_or(false); }

std::optional<Error> outsider_among(const std::vector<std::string>& accounts, const rules::GroupReply& rule, const Query& query,
                                    std::string_view field) {
  if (rule.outsiders) return std::nullopt;
  for (const auto& account : accounts) {
    const auto person = query.ask(members::Person{.account = account});
    if (!person) return person.error();
    if (person->seats.empty()) return invalid(field, "members_only");
  }
  return std::nullopt;
}

bool has_doubles(const std::vector<std::string>& values) {
  return std::set<std::string>(values.begin(), values.end()).size() != values.size();
}

}  // namespace working_groups_plugin
