#include "roles.hpp"

#include <map>
#include <set>
#include <utility>
#include <vector>

#include "rules.hpp"

namespace members_plugin {
namespace {

using Given = std::set<std::pair<std::string, std::string>>;  // account, role

Given due(const std::string& person, const contract::Settings& settings, const Query& query) {
  const auto row = query.store().first("SELECT account FROM members_person WHERE id = :id AND account IS NOT NULL", {bind("id", person)});
  if (!row) return {};
  const auto account = row->text(0);
  Given out;
  const auto add = [&](const std::string& role) {
    if (!role.empty()) out.emplace(account, role);
  };
  query.store().rows(
      "SELECT s.category, s.body FROM members_mandate m JOIN members_seat s ON s.id = m.seat "
      "WHERE m.person = :person AND m.state IN ('active', 'on_leave')",
      {bind("person", person)}, [&](const Row& seat) {
        add(rule_of_category(settings, seat.view(0)).role.value_or(std::string()));
        add(role_of_body(settings, seat.view(1)));
      });
  query.store().rows("SELECT office, body FROM members_office WHERE person = :person AND ended_ns IS NULL", {bind("person", person)},
                     [&](const Row& tenure) {
                       const auto rule = rule_of_office(settings, tenure.view(0));
                       add(rule.role.value_or(std::string()));
                       add(role_of_body(settings, tenure.view(1)));
                       add(role_of_body(settings, rule.sits_in.value_or(std::string())));
                     });
  return out;
}

}  // namespace

void settle_roles(const std::string& person, const contract::Settings& settings, Command& command) {
  Given given;
  command.store().rows("SELECT account, role FROM members_given WHERE person = :person", {bind("person", person)},
                       [&](const Row& row) { given.emplace(row.text(0), row.text(1)); });
  const auto wanted = due(person, settings, command);
  std::map<std::string, std::vector<std::string>> changed;
  for (const auto& [account, role] : given) {
    if (wanted.contains({account, role})) continue;
    command.store().exec("DELETE FROM members_given WHERE account = :account AND role = :role", {bind("account", account), bind("role", role)});
    command.revoke(account, role, "");
    changed.try_emplace(account);
  }
  for (const auto& [account, role] : wanted) {
    if (given.contains({account, role})) continue;
    command.store().exec("INSERT INTO members_given (account, role, person) VALUES (:account, :role, :person)",
                         {bind("account", account), bind("role", role), bind("person", person)});
    command.grant(account, role, "");
    changed.try_emplace(account);
  }
  for (const auto& [account, role] : wanted)
    if (const auto at = changed.find(account); at != changed.end()) at->second.push_back(role);
  for (const auto& [account, roles] : changed) command.emit(contract::RolesChanged{.account = account, .roles = roles});
}

}  // namespace members_plugin
