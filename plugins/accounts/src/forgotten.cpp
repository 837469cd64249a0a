// A password that was forgotten: a letter to the address of the account, and a new one chosen with it.
#include "accounts.hpp"
#include "password.hpp"
#include "token.hpp"

#include <chrono>

namespace accounts_plugin {
namespace {

constexpr std::chrono::hours kHolds{2};
constexpr std::chrono::minutes kBetween{20};  // three an hour: whoever asks again and again fills nobody's letter box

/// The account of a letter that still holds, or empty.
std::string account_of(const std::string& token, const Query& query) {
  const auto row = query.store().first(
      "SELECT r.account FROM accounts_reset r JOIN accounts_account a ON a.id = r.account WHERE r.token_hash = :hash AND r.sent_ns > :since AND a.state = 'active'",
      {bind("hash", token_hash(token)), bind("since", to_ns(query.now() - kHolds))});
  return row ? row->text(0) : std::string();
}

}  // namespace

Result<accounts::ForgetPasswordReply> Accounts::forget_password(const accounts::ForgetPassword& request, Command& command) {
  const auto email = folded(request.email);
  const auto row = command.store().first(
      "SELECT a.id, a.name, r.sent_ns FROM accounts_account a LEFT JOIN accounts_reset r ON r.account = a.id WHERE a.email = :email AND a.state = 'active'", {bind("email", email)});
  const auto lately = row && row->optional_integer(2).value_or(0) > to_ns(command.now() - kBetween);
  if (!row || lately) return accounts::ForgetPasswordReply{};  // the same answer: who has an account is nobody's business
  const auto token = make_token();
  command.store().exec("DELETE FROM accounts_reset WHERE account = :account", {bind("account", row->text(0))});
  command.store().exec("INSERT INTO accounts_reset (token_hash, account, sent_ns) VALUES (:hash, :account, :now)",
                       {bind("hash", token_hash(token)), bind("account", row->text(0)), bind("now", to_ns(command.now()))});
  const Blanks blanks{{"name", row->text(1)}, {"address", "{site}/mot-de-passe/" + token}, {"hours", std::to_string(kHolds.count())}};
  static_cast<void>(command.mail({.to = email, .subject = filled(settings().forgotten_subject, blanks), .text = filled(settings().forgotten_text, blanks)}));
  return accounts::ForgetPasswordReply{};
}

Result<accounts::HashChosenReply> Accounts::hash_chosen(const accounts::HashChosen& request, const Query& query) const {
  // As with an invitation: a made-up token costs one read, not the hashing.
  if (account_of(request.token, query).empty()) return accounts::HashChosenReply{};
  return accounts::HashChosenReply{.phc = hash_password(request.password)};
}

Result<accounts::ChoosePasswordReply> Accounts::choose_password(const accounts::ChoosePassword& request, const accounts::HashChosenReply& prepared, Command& command) {
  const auto account = account_of(request.token, command);
  if (account.empty() || !prepared.phc) return not_found("letter_over");
  command.store().exec("UPDATE accounts_account SET phc = :phc WHERE id = :id", {bind("phc", *prepared.phc), bind("id", account)});
  command.store().exec("DELETE FROM accounts_reset WHERE account = :account", {bind("account", account)});
  command.end_all_sessions(account);
  command.begin_session(account);
  return accounts::ChoosePasswordReply{};
}

}  // namespace accounts_plugin
