// Sign in, sign out, change of password.
#include "accounts.hpp"
#include "password.hpp"

namespace accounts_plugin {

Result<accounts::CheckPasswordReply> Accounts::check_password(const accounts::CheckPassword& request, const Query& query) const {
  const auto email = folded(request.email);
  if (throttle_.closed(email, query.now(), static_cast<std::size_t>(settings().attempts_per_minute)))
    return accounts::CheckPasswordReply{.account = std::nullopt, .throttled = true};
  const auto row =
      query.store().first("SELECT id, phc FROM accounts_account WHERE email = :email AND state = 'active'", {bind("email", email)});
  const bool right = verify_password(request.password, row ? row->text(1) : std::string());
  if (!right) {
    throttle_.failed(email, query.now());
    return accounts::CheckPasswordReply{.account = std::nullopt, .throttled = false};
  }
  throttle_.succeeded(email);
  return accounts::CheckPasswordReply{.account = row->text(0), .throttled = false};
}

Result<accounts::SignInReply> Accounts::sign_in(const accounts::SignIn&, const accounts::CheckPasswordReply& prepared, Command& command) {
  if (prepared.throttled) return denied("too_many_attempts");
  if (!prepared.account) return invalid("password", "wrong_credentials");
  // The account may have been closed while the password was being compared.
  const auto open =
      command.store().integer("SELECT COUNT(*) FROM accounts_account WHERE id = :id AND state = 'active'", {bind("id", *prepared.account)});
  if (open == 0) return invalid("password", "wrong_credentials");
  command.begin_session(*prepared.account);
  return accounts::SignInReply{.account = *prepared.account};
}

Result<accounts::SignOutReply> Accounts::sign_out(const accounts::SignOut&, Command& command) {
  command.end_session();
  return accounts::SignOutReply{};
}

Result<accounts::HashChangedReply> Accounts::hash_changed(const accounts::HashChanged& request, const Query& query) const {
  const auto row =
      query.store().first("SELECT phc FROM accounts_account WHERE id = :id AND state = 'active'", {bind("id", query.actor().id())});
  if (!verify_password(request.current, row ? row->text(0) : std::string())) return accounts::HashChangedReply{};
  return accounts::HashChangedReply{.phc = hash_password(request.password)};
}

Result<accounts::ChangePasswordReply> Accounts::change_password(const accounts::ChangePassword&, const accounts::HashChangedReply& prepared,
                                                                Command& command) {
  if (!prepared.phc) return invalid("current", "wrong_password");
  const std::string account(command.actor().id());
  command.store().exec("UPDATE accounts_account SET phc = :phc WHERE id = :id AND state = 'active'",
                       {bind("phc", *prepared.phc), bind("id", account)});
  command.store().exec("DELETE FROM accounts_reset WHERE account = :account", {bind("account", account)});  // a letter asked for before is not to undo it
  command.end_all_sessions(account);
  command.begin_session(account);
  return accounts::ChangePasswordReply{};
}

}  // namespace accounts_plugin
