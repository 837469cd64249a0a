// Who has an account, with which password and which roles in the council.
#pragma once

#include <hemicycle/plugin.hpp>
#include "accounts.contract.hpp"

#include <string>
#include <vector>

#include "throttle.hpp"

namespace accounts_plugin {

using namespace hemicycle;

class Accounts final : public accounts::Handler {
 public:
  Result<accounts::CheckPasswordReply> check_password(const accounts::CheckPassword& request, const Query& query) const override;
  Result<accounts::SignInReply> sign_in(const accounts::SignIn& request, const accounts::CheckPasswordReply& prepared,
                                        Command& command) override;
  Result<accounts::SignOutReply> sign_out(const accounts::SignOut& request, Command& command) override;
  Result<accounts::HashChangedReply> hash_changed(const accounts::HashChanged& request, const Query& query) const override;
  Result<accounts::ChangePasswordReply> change_password(const accounts::ChangePassword& request, const accounts::HashChangedReply& prepared,
                                                        Command& command) override;

  // forgotten.cpp
  Result<accounts::ForgetPasswordReply> forget_password(const accounts::ForgetPassword& request, Command& command) override;
  Result<accounts::HashChosenReply> hash_chosen(const accounts::HashChosen& request, const Query& query) const override;
  Result<accounts::ChoosePasswordReply> choose_password(const accounts::ChoosePassword& request, const accounts::HashChosenReply& prepared,
                                                        Command& command) override;

  Result<accounts::InviteReply> invite(const accounts::Invite& request, Command& command) override;
  Result<accounts::RenewInvitationReply> renew_invitation(const accounts::RenewInvitation& request, Command& command) override;
  Result<accounts::InvitationReply> invitation(const accounts::Invitation& request, const Query& query) const override;
  Result<accounts::HashAcceptedReply> hash_accepted(const accounts::HashAccepted& request, const Query& query) const override;
  Result<accounts::AcceptInvitationReply> accept_invitation(const accounts::AcceptInvitation& request,
                                                            const accounts::HashAcceptedReply& prepared, Command& command) override;
  Result<accounts::HashAddedReply> hash_added(const accounts::HashAdded& request, const Query& query) const override;
  Result<accounts::AddReply> add(const accounts::Add& request, const accounts::HashAddedReply& prepared, Command& command) override;
  Result<accounts::CloseReply> close(const accounts::Close& request, Command& command) override;

  Result<void> on_members_person_erased(const members::PersonErased& event, Command& command) override;
  Result<void> on_members_roles_changed(const members::RolesChanged& event, Command& command) override;

  Result<accounts::NamesReply> names(const accounts::Names& request, const Query& query) const override;
  Result<accounts::PeopleReply> people(const accounts::People& request, const Query& query) const override;
  Result<accounts::DirectoryReply> directory(const accounts::Directory& request, const Query& query) const override;
  Result<accounts::MeReply> me(const accounts::Me& request, const Query& query) const override;
  Result<accounts::ListReply> list(const accounts::List& request, const Query& query) const override;
  Result<accounts::GetReply> get(const accounts::Get& request, const Query& query) const override;

 private:
  struct NewAccount {
    std::string email, name, phc, state;
    std::vector<std::string> roles;
  };
  /// Writes the account and grants its roles; the new id. `invalid` at "email" or "roles".
  [[nodiscard]] static Result<std::string> open_account(const NewAccount& account, Command& command);
  /// A one-time token for `account`, in place of any former one.
  [[nodiscard]] std::string issue_token(const std::string& account, Command& command) const;

  // Written by queries of the slow lane, which are const: it locks itself.
  mutable SignInThrottle throttle_;
};

/// The account of an invitation that still stands at `now_ns`, or empty.
[[nodiscard]] std::string invited_account(const std::string& token, const Query& query);

/// Roles of `account` in the order in which they were given.
[[nodiscard]] std::vector<std::string> roles_of(const std::string& account, const Query& query);

/// Roles that only a seat or an office gives to `account`.
[[nodiscard]] std::vector<std::string> seated_roles_of(const std::string& account, const Query& query);

/// Lower case, as stored: one person has one address however it is typed.
[[nodiscard]] std::string folded(std::string email);

}  // namespace accounts_plugin
