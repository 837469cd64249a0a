// Who there is: for the other plugins, for forms, for those who run the platform.
#include "accounts.hpp"

namespace accounts_plugin {
namespace {

constexpr std::size_t kPage = 50;

}  // namespace

std::vector<std::string> roles_of(const std::string& account, const Query& query) {
  std::vector<std::string> roles;
  query.store().rows("SELECT role FROM accounts_role WHERE account = :account ORDER BY role", {bind("account", account)},
                     [&](const Row& row) { roles.push_back(row.text(0)); });
  return roles;
}

// Beside those given by hand: one that is both is shown once.
std::vector<std::string> seated_roles_of(const std::string& account, const Query& query) {
  std::vector<std::string> roles;
  query.store().rows("SELECT role FROM accounts_seated WHERE account = :account AND role NOT IN "
                     "(SELECT role FROM accounts_role WHERE account = :account) ORDER BY role", {bind("account", account)},
                     [&](const Row& row) { roles.push_back(row.text(0)); });
  return roles;
}

Result<accounts::NamesReply> Accounts::names(const accounts::Names& request, const Query& query) const {
  accounts::NamesReply reply;
  for (const auto& id : request.ids)
    query.store().rows("SELECT name FROM accounts_account WHERE id = :id", {bind("id", id)},
                       [&](const Row& row) { reply.names.push_back({.id = id, .name = row.text(0)}); });
  return reply;
}

Result<accounts::PeopleReply> Accounts::people(const accounts::People& request, const Query& query) const {
  accounts::PeopleReply reply;
  for (const auto& id : request.ids)
    query.store().rows("SELECT name, CASE state WHEN 'closed' THEN NULL ELSE email END FROM accounts_account WHERE id = :id", {bind("id", id)},
                       [&](const Row& row) { reply.people.push_back({.id = id, .name = row.text(0), .email = row.optional_text(1)}); });
  return reply;
}

Result<accounts::DirectoryReply> Accounts::directory(const accounts::Directory&, const Query& query) const {
  accounts::DirectoryReply reply;
  query.store().rows(
      "SELECT a.id, a.name FROM accounts_account a WHERE a.state <> 'closed' AND a.id IN "
      "(SELECT account FROM accounts_role WHERE role IN ('member', 'bureau', 'technical_team') UNION "
      "SELECT account FROM accounts_seated) ORDER BY a.name, a.id LIMIT 2000",
      {}, [&](const Row& row) { reply.options.push_back({.id = row.text(0), .label = row.text(1)}); });
  return reply;
}

Result<accounts::MeReply> Accounts::me(const accounts::Me&, const Query& query) const {
  const std::string id(query.actor().id());
  const auto row = query.store().first("SELECT name, email, created_ns FROM accounts_account WHERE id = :id", {bind("id", id)});
  if (!row) return not_found("no_such_account");
  return accounts::MeReply{.account = id,
                           .name = row->text(0),
                           .email = row->text(1),
                           .roles = roles_of(id, query),
                           .seated = seated_roles_of(id, query),
                           .created = to_iso(from_ns(row->integer(2)))};
}

Result<accounts::ListReply> Accounts::list(const accounts::List& request, const Query& query) const {
  accounts::ListReply reply;
  // Ids are UUIDv7: their order is that of time, so the id is the cursor.
  query.store().rows(
      "SELECT id, name, email, state, created_ns FROM accounts_account "
      "WHERE (:state = '' OR state = :state) AND (:after = '' OR id < :after) ORDER BY id DESC LIMIT 51",
      {bind("state", request.state.value_or("")), bind("after", request.after.value_or(""))}, [&](const Row& row) {
        reply.accounts.push_back({.account = row.text(0),
                                  .name = row.text(1),
                                  .email = row.text(2),
                                  .state = row.text(3),
                                  .roles = {},
                                  .seated = {},
                                  .created = to_iso(from_ns(row.integer(4)))});
      });
  if (reply.accounts.size() > kPage) {
    reply.accounts.resize(kPage);
    reply.next = reply.accounts.back().account;
  }
  for (auto& entry : reply.accounts) {
    entry.roles = roles_of(entry.account, query);
    entry.seated = seated_roles_of(entry.account, query);
  }
  return reply;
}

Result<accounts::GetReply> Accounts::get(const accounts::Get& request, const Query& query) const {
  const auto row =
      query.store().first("SELECT name, email, state, created_ns FROM accounts_account WHERE id = :id", {bind("id", request.account)});
  if (!row) return not_found("no_such_account");
  accounts::GetReply reply{.account = request.account,
                           .name = row->text(0),
                           .email = row->text(1),
                           .state = row->text(2),
                           .roles = roles_of(request.account, query),
                           .seated = seated_roles_of(request.account, query),
                           .created = to_iso(from_ns(row->integer(3))),
                           .actions = {}};
  if (reply.state == "invited") reply.actions.push_back("renew_invitation");
  if (reply.state != "closed" && request.account != query.actor().id()) reply.actions.push_back("close");
  return reply;
}

}  // namespace accounts_plugin
