// A person asks to be forgotten (RGPD; domain.md, 4.2): what identifies them is deleted, what the council did through them stays under no name.
#include "roles.hpp"
#include "roster.hpp"

namespace members_plugin {
namespace {

/// Who sits, or is to sit, acts in the council's name: they are named until that has ended.
Result<void> may_go(const std::string& person, const Query& query) {
  if (!open_mandates(person, query).empty()) return conflict("still_sits");
  return {};
}

void erase(const std::string& person, const contract::Settings& settings, Command& command) {
  const auto row = command.store().first("SELECT account, email FROM members_person WHERE id = :id", {bind("id", person)});
  // Applications that were decided say the same again; one that runs is its applicant's to withdraw, and a lot names nobody.
  command.store().exec(
      "UPDATE members_application SET name = '', email = '', gender = 'unstated', birth_year = NULL, constituency = NULL, motivation = NULL "
      "WHERE person = :person OR (decided_ns IS NOT NULL AND LOWER(email) = LOWER(:email))",
      {bind("person", person), bind("email", row->optional_text(1))});
  command.store().exec("DELETE FROM members_councillor WHERE person = :person", {bind("person", person)});
  command.store().exec(
      "UPDATE members_person SET name = :name, email = NULL, gender = 'unstated', birth_year = NULL, constituency = NULL, organisation = NULL, "
      "account = NULL, erased_ns = :now WHERE id = :id",
      {bind("name", settings.erased_name), bind("now", to_ns(command.now())), bind("id", person)});
  settle_roles(person, settings, command);
  command.emit(contract::PersonErased{.person = person, .account = row->optional_text(0)});
  command.emit(contract::RosterChanged{.what = "person"});
}

}  // namespace

Result<contract::ErasePersonReply> Members::erase_person(const contract::ErasePerson& request, Command& command) {
  if (!person_known(request.person, command)) return not_found("no_such_person");
  if (!request.sure) return invalid("sure", "say_so");
  if (const auto free = may_go(request.person, command); !free) return free.error();
  erase(request.person, settings(), command);
  return contract::ErasePersonReply{};
}

Result<contract::EraseMeReply> Members::erase_me(const contract::EraseMe& request, Command& command) {
  if (!request.sure) return invalid("sure", "say_so");
  const auto person = person_of(command.actor().id(), command);
  if (person.empty()) return conflict("not_in_register");
  if (const auto free = may_go(person, command); !free) return free.error();
  erase(person, settings(), command);
  command.end_session();
  return contract::EraseMeReply{};
}

}  // namespace members_plugin
