// What somebody's seats and offices give to their account: kept here for the directory.
#include "accounts.hpp"

namespace accounts_plugin {

Result<void> Accounts::on_members_roles_changed(const members::RolesChanged& event, Command& command) {
  command.store().exec("DELETE FROM accounts_seated WHERE account = :account", {bind("account", event.account)});
  if (command.store().integer("SELECT COUNT(*) FROM accounts_account WHERE id = :account", {bind("account", event.account)}) == 0) return {};
  for (const auto& role : event.roles)
    command.store().exec("INSERT INTO accounts_seated (account, role) VALUES (:account, :role)",
                         {bind("account", event.account), bind("role", role)});
  // A grant is one line, whoever gave it: one that a seat took along when it ended, and that was given by hand as well, is given again.
  const auto closed = command.store().integer("SELECT COUNT(*) FROM accounts_account WHERE id = :account AND state = 'closed'",
                                              {bind("account", event.account)}) > 0;
  if (!closed)
    for (const auto& role : roles_of(event.account, command)) command.grant(event.account, role);
  return {};
}

}  // namespace accounts_plugin
