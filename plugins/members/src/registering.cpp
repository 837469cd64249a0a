// Organisations, persons and seats enter the register. Nobody sits by that alone.
#include "roles.hpp"
#include "roster.hpp"

namespace members_plugin {
namespace {

bool organisation_known(const std::optional<std::string>& organisation, const Query& query) {
  return !organisation ||
         query.store().integer("SELECT COUNT(*) FROM members_organisation WHERE id = :id", {bind("id", *organisation)}) > 0;
}

bool account_taken(const std::optional<std::string>& account, const std::string& person, const Query& query) {
  return account && query.store().integer("SELECT COUNT(*) FROM members_person WHERE account = :account AND id <> :person",
                                          {bind("account", *account), bind("person", person)}) > 0;
}

/// `invalid` at "account" unless it is somebody's account and nobody else's.
Result<void> check_account(const std::optional<std::string>& account, const std::string& person, const Query& query) {
  if (!account) return {};
  if (account_taken(account, person, query)) return invalid("account", "account_taken");
  const auto names = query.ask(accounts::Names{.ids = {*account}});
  if (!names) return names.error();
  if (names->names.empty()) return invalid("account", "unknown_account");
  return {};
}

}  // namespace

Result<contract::AddOrganisationReply> Members::add_organisation(const contract::AddOrganisation& request, Command& command) {
  if (command.store().integer("SELECT COUNT(*) FROM members_organisation WHERE name = :name", {bind("name", request.name)}) > 0)
    return invalid("name", "organisation_known");
  const auto id = "org_" + command.new_id();
  command.store().exec("INSERT INTO members_organisation (id, name, website, added_ns) VALUES (:id, :name, :website, :added)",
                       {bind("id", id), bind("name", request.name), bind("website", request.website), bind("added", to_ns(command.now()))});
  command.emit(contract::RosterChanged{.what = "organisation"});
  return contract::AddOrganisationReply{.organisation = id};
}

Result<contract::AddPersonReply> Members::add_person(const contract::AddPerson& request, Command& command) {
  if (!organisation_known(request.organisation, command)) return invalid("organisation", "unknown_organisation");
  if (const auto good = check_account(request.account, {}, command); !good) return good.error();
  const auto id = "per_" + command.new_id();
  command.store().exec(
      "INSERT INTO members_person (id, name, email, gender, birth_year, constituency, organisation, account, added_ns) "
      "VALUES (:id, :name, :email, :gender, :birth_year, :constituency, :organisation, :account, :added)",
      {bind("id", id), bind("name", request.name), bind("email", request.email), bind("gender", request.gender),
       bind("birth_year", request.birth_year), bind("constituency", request.constituency), bind("organisation", request.organisation),
       bind("account", request.account), bind("added", to_ns(command.now()))});
  command.emit(contract::RosterChanged{.what = "person"});
  return contract::AddPersonReply{.person = id};
}

Result<contract::ChangePersonReply> Members::change_person(const contract::ChangePerson& request, Command& command) {
  if (!person_known(request.person, command)) return not_found("no_such_person");
  if (!organisation_known(request.organisation, command)) return invalid("organisation", "unknown_organisation");
  command.store().exec(
      "UPDATE members_person SET name = :name, email = :email, gender = :gender, birth_year = :birth_year, constituency = :constituency, "
      "organisation = :organisation WHERE id = :id",
      {bind("name", request.name), bind("email", request.email), bind("gender", request.gender), bind("birth_year", request.birth_year),
       bind("constituency", request.constituency), bind("organisation", request.organisation), bind("id", request.person)});
  command.emit(contract::RosterChanged{.what = "person"});
  return contract::ChangePersonReply{};
}

Result<contract::LinkAccountReply> Members::link_account(const contract::LinkAccount& request, Command& command) {
  if (!person_known(request.person, command)) return not_found("no_such_person");
  if (const auto good = check_account(request.account, request.person, command); !good) return good.error();
  command.store().exec("UPDATE members_person SET account = :account WHERE id = :id",
                       {bind("account", request.account), bind("id", request.person)});
  settle_roles(request.person, settings(), command);
  command.emit(contract::RosterChanged{.what = "person"});
  return contract::LinkAccountReply{};
}

Result<contract::ClaimPersonReply> Members::claim_person(const contract::ClaimPerson&, Command& command) {
  if (!person_of(command.actor().id(), command).empty()) return conflict("linked_already");
  const auto person = claimable_person(command);
  if (person.empty()) return conflict("nobody_to_claim");
  command.store().exec("UPDATE members_person SET account = :account WHERE id = :id", {bind("account", command.actor().id()), bind("id", person)});
  settle_roles(person, settings(), command);
  command.emit(contract::RosterChanged{.what = "person"});
  return contract::ClaimPersonReply{};
}

Result<contract::AddSeatReply> Members::add_seat(const contract::AddSeat& request, Command& command) {
  if (!organisation_known(request.organisation, command)) return invalid("organisation", "unknown_organisation");
  const auto number = command.store().integer("SELECT MAX(number) FROM members_seat", {}) + 1;
  const auto id = "seat_" + std::to_string(number);
  command.store().exec(
      "INSERT INTO members_seat (id, number, body, category, college, constituency, organisation, created_ns) "
      "VALUES (:id, :number, :body, :category, :college, :constituency, :organisation, :created)",
      {bind("id", id), bind("number", number), bind("body", request.body), bind("category", request.category),
       bind("college", request.college), bind("constituency", request.constituency), bind("organisation", request.organisation),
       bind("created", to_ns(command.now()))});
  command.emit(contract::RosterChanged{.what = "seat"});
  return contract::AddSeatReply{.seat = id};
}

}  // namespace members_plugin
