// How an account ends. What the person signed stays; the account only no longer opens.
#include "accounts.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace accounts_plugin {
namespace {

/// What the council gives to those who sit. Whoever holds another role by hand (staff, elected people) has the account for that, too.
constexpr std::array<std::string_view, 3> kOfSeats{"member", "bureau", "chair"};

void shut(const std::string& account, Command& command) {
  for (const auto& role : roles_of(account, command)) command.revoke(account, role, "");
  command.store().exec("DELETE FROM accounts_role WHERE account = :account", {bind("account", account)});
  for (const auto* letters : {"DELETE FROM accounts_invitation WHERE account = :account", "DELETE FROM accounts_reset WHERE account = :account"})
    command.store().exec(letters, {bind("account", account)});
  command.store().exec("UPDATE accounts_account SET state = 'closed', phc = '' WHERE id = :id", {bind("id", account)});
  command.emit(accounts::Closed{.account = account});  // sessions and drafts go with it
}

}  // namespace

Result<accounts::CloseReply> Accounts::close(const accounts::Close& request, Command& command) {
  if (request.account == command.actor().id()) return conflict("own_account");
  const auto row = command.store().first("SELECT state FROM accounts_account WHERE id = :id", {bind("id", request.account)});
  if (!row) return not_found("no_such_account");
  if (row->text(0) == "closed") return conflict("already_closed");
  shut(request.account, command);
  return accounts::CloseReply{};
}

/// The register forgets a person: so does their account, wherever its name is read, unless it serves other duties.
Result<void> Accounts::on_members_person_erased(const members::PersonErased& event, Command& command) {
  if (!event.account) return {};
  const auto row = command.store().first("SELECT state FROM accounts_account WHERE id = :id", {bind("id", *event.account)});
  if (!row) return {};
  const auto roles = roles_of(*event.account, command);
  if (!std::all_of(roles.begin(), roles.end(), [](const auto& role) { return std::find(kOfSeats.begin(), kOfSeats.end(), role) != kOfSeats.end(); }))
    return {};
  // Told even when it was closed before: what shows its name is made anew.
  shut(*event.account, command);
  // An address that reaches nobody, and that nobody else has: the column is unique.
  command.store().exec("UPDATE accounts_account SET name = :name, email = :email WHERE id = :id",
                       {bind("name", settings().erased_name), bind("email", folded(*event.account) + "@erased.invalid"), bind("id", *event.account)});
  return {};
}

}  // namespace accounts_plugin
