// How an account begins: invited by the platform's administrators, or added by the operator.
#include "accounts.hpp"
#include "password.hpp"
#include "token.hpp"

#include <algorithm>
#include <set>

namespace accounts_plugin {
namespace {

std::string path_of(const std::string& token) { return "/invitation/" + token; }

}  // namespace

std::string folded(std::string email) {
  std::transform(email.begin(), email.end(), email.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return email;
}

std::string invited_account(const std::string& token, const Query& query) {
  const auto row = query.store().first(
      "SELECT i.account FROM accounts_invitation i JOIN accounts_account a ON a.id = i.account "
      "WHERE i.token_hash = :hash AND i.expires_ns > :now AND a.state = 'invited'",
      {bind("hash", token_hash(token)), bind("now", to_ns(query.now()))});
  return row ? row->text(0) : std::string();
}

Result<std::string> Accounts::open_account(const NewAccount& account, Command& command) {
  const auto email = folded(account.email);
  if (command.store().integer("SELECT COUNT(*) FROM accounts_account WHERE email = :email", {bind("email", email)}) > 0)
    return invalid("email", "email_taken");
  if (std::set<std::string>(account.roles.begin(), account.roles.end()).size() != account.roles.size())
    return invalid("roles", "role_twice");
  const auto id = "acc_" + command.new_id();
  command.store().exec(
      "INSERT INTO accounts_account (id, email, name, phc, state, created_ns) "
      "VALUES (:id, :email, :name, :phc, :state, :created)",
      {bind("id", id), bind("email", email), bind("name", account.name), bind("phc", account.phc), bind("state", account.state),
       bind("created", to_ns(command.now()))});
  for (const auto& role : account.roles) {
    command.store().exec("INSERT INTO accounts_role (account, role) VALUES (:account, :role)", {bind("account", id), bind("role", role)});
    command.grant(id, role, "");
  }
  return id;
}

std::string Accounts::issue_token(const std::string& account, Command& command) const {
  const auto token = make_token();
  command.store().exec("DELETE FROM accounts_invitation WHERE account = :account", {bind("account", account)});
  command.store().exec("INSERT INTO accounts_invitation (token_hash, account, expires_ns) VALUES (:hash, :account, :expires)",
                       {bind("hash", token_hash(token)), bind("account", account),
                        bind("expires", to_ns(command.now() + std::chrono::hours(24 * settings().invitation_days)))});
  return token;
}

Result<accounts::InviteReply> Accounts::invite(const accounts::Invite& request, Command& command) {
  const auto account =
      open_account({.email = request.email, .name = request.name, .phc = "", .state = "invited", .roles = request.roles}, command);
  if (!account) return account.error();
  const auto token = issue_token(*account, command);
  command.emit(accounts::Invited{.account = *account});
  return accounts::InviteReply{.account = *account, .token = token, .path = path_of(token)};
}

Result<accounts::RenewInvitationReply> Accounts::renew_invitation(const accounts::RenewInvitation& request, Command& command) {
  const auto row = command.store().first("SELECT state FROM accounts_account WHERE id = :id", {bind("id", request.account)});
  if (!row) return not_found("no_such_account");
  if (row->text(0) != "invited") return conflict("not_invited");
  const auto token = issue_token(request.account, command);
  return accounts::RenewInvitationReply{.token = token, .path = path_of(token)};
}

Result<accounts::InvitationReply> Accounts::invitation(const accounts::Invitation& request, const Query& query) const {
  const auto row = query.store().first(
      "SELECT a.name, i.expires_ns FROM accounts_invitation i JOIN accounts_account a ON a.id = i.account "
      "WHERE i.token_hash = :hash AND i.expires_ns > :now AND a.state = 'invited'",
      {bind("hash", token_hash(request.token)), bind("now", to_ns(query.now()))});
  if (!row) return not_found("no_such_invitation");
  return accounts::InvitationReply{.name = row->text(0), .path = path_of(request.token), .expires = to_iso(from_ns(row->integer(1)))};
}

Result<accounts::HashAcceptedReply> Accounts::hash_accepted(const accounts::HashAccepted& request, const Query& query) const {
  // A made-up token costs one read, not 19 MiB: it has 256 bits, so a quick no tells nothing.
  if (invited_account(request.token, query).empty()) return accounts::HashAcceptedReply{};
  return accounts::HashAcceptedReply{.phc = hash_password(request.password)};
}

Result<accounts::AcceptInvitationReply> Accounts::accept_invitation(const accounts::AcceptInvitation& request,
                                                                    const accounts::HashAcceptedReply& prepared, Command& command) {
  const auto account = invited_account(request.token, command);
  if (account.empty() || !prepared.phc) return not_found("invitation_over");
  command.store().exec("UPDATE accounts_account SET phc = :phc, state = 'active' WHERE id = :id",
                       {bind("phc", *prepared.phc), bind("id", account)});
  command.store().exec("DELETE FROM accounts_invitation WHERE account = :account", {bind("account", account)});
  command.begin_session(account);
  command.emit(accounts::Joined{.account = account});
  return accounts::AcceptInvitationReply{.account = account};
}

Result<accounts::HashAddedReply> Accounts::hash_added(const accounts::HashAdded& request, const Query&) const {
  return accounts::HashAddedReply{.phc = hash_password(request.password)};
}

Result<accounts::AddReply> Accounts::add(const accounts::Add& request, const accounts::HashAddedReply& prepared, Command& command) {
  const auto account =
      open_account({.email = request.email, .name = request.name, .phc = prepared.phc, .state = "active", .roles = request.roles}, command);
  if (!account) return account.error();
  command.emit(accounts::Joined{.account = *account});
  return accounts::AddReply{.account = *account};
}

}  // namespace accounts_plugin
