// How an account ends. What the person signed stays; the account only no longer opens.
#include "accounts.hpp"

namespace accounts_plugin {

Result<accounts::CloseReply> Accounts::close(const accounts::Close& request, Command& command) {
  if (request.account == command.actor().id()) return conflict("own_account");
  const auto row = command.store().first("SELECT state FROM accounts_account WHERE id = :id", {bind("id", request.account)});
  if (!row) return not_found("no_such_account");
  if (row->text(0) == "closed") return conflict("already_closed");
  for (const auto& role : roles_of(request.account, command)) command.revoke(request.account, role, "");
  command.store().exec("DELETE FROM accounts_role WHERE account = :account", {bind("account", request.account)});
  command.store().exec("DELETE FROM accounts_invitation WHERE account = :account", {bind("account", request.account)});
  command.store().exec("UPDATE accounts_account SET state = 'closed', phc = '' WHERE id = :id", {bind("id", request.account)});
  command.end_all_sessions(request.account);
  command.emit(accounts::Closed{.account = request.account});
  return accounts::CloseReply{};
}

}  // namespace accounts_plugin
