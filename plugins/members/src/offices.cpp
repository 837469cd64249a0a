// Offices: given to somebody who sits, by decision or by election, and ended.
#include <algorithm>
#include <vector>

#include "course.hpp"
#include "roles.hpp"
#include "rules.hpp"

namespace members_plugin {
namespace {

std::vector<Tenure> holders(const std::string& office, const std::string& body, const Query& query) {
  std::vector<Tenure> out;
  query.store().rows("SELECT id, person, until FROM members_office WHERE office = :office AND body = :body AND ended_ns IS NULL ORDER BY id",
                     {bind("office", office), bind("body", body)}, [&](const Row& row) {
                       out.push_back({.id = row.text(0), .person = row.text(1), .office = office, .body = body, .until = row.optional_text(2)});
                     });
  return out;
}

/// Installs the holder and plans the end.
std::string install(const contract::GrantOffice& office, const contract::Settings& settings, Command& command) {
  const auto id = "off_" + command.new_id();
  command.store().exec("INSERT INTO members_office (id, person, office, body, until, granted_ns) VALUES (:id, :person, :office, :body, :until, :now)",
                       {bind("id", id), bind("person", office.person), bind("office", office.office), bind("body", office.body),
                        bind("until", office.until), bind("now", to_ns(command.now()))});
  command.emit(contract::OfficeGranted{.person = office.person, .office = office.office, .body = office.body, .until = office.until});
  if (office.until) command.schedule(contract::TurnOffice{.tenure = id}, end_of(*office.until), "office:" + id);
  settle_roles(office.person, settings, command);
  return id;
}

}  // namespace

Result<contract::GrantOfficeReply> Members::grant_office(const contract::GrantOffice& request, Command& command) {
  if (!person_known(request.person, command)) return invalid("person", "unknown_person");
  if (!sits(request.person, command)) return invalid("person", "holds_no_seat");
  if (request.until && *request.until < command.today()) return invalid("until", "already_over");
  for (const auto& tenure : holders(request.office, request.body, command))
    if (tenure.person == request.person) return invalid("person", "holds_it_already");
  if (rule_of_office(settings(), request.office).single)
    for (const auto& former : holders(request.office, request.body, command)) finish(former, settings(), command);
  return contract::GrantOfficeReply{.tenure = install(request, settings(), command)};
}

Result<void> Members::on_plenary_elected(const plenary::Elected& told, Command& command) {
  const bool single = rule_of_office(settings(), told.office).single;
  // Who was elected again begins anew; who was not, and held what one alone may hold, has ended.
  for (const auto& former : holders(told.office, told.body, command))
    if (single || std::find(told.persons.begin(), told.persons.end(), former.person) != told.persons.end()) finish(former, settings(), command);
  for (const auto& person : told.persons) {
    if (!sits(person, command)) {
      command.log().warning("an elected person holds no seat any more and was not installed: " + person);
      continue;
    }
    install({.person = person, .office = told.office, .body = told.body, .until = told.until}, settings(), command);
  }
  return {};
}

Result<void> Members::on_plenary_election_annulled(const plenary::ElectionAnnulled& told, Command& command) {
  for (const auto& tenure : holders(told.office, told.body, command))
    if (std::find(told.persons.begin(), told.persons.end(), tenure.person) != told.persons.end()) finish(tenure, settings(), command);
  return {};
}

Result<contract::EndOfficeReply> Members::end_office(const contract::EndOffice& request, Command& command) {
  const auto tenure = find_tenure(request.tenure, command);
  if (!tenure) return not_found("no_such_office");
  finish(*tenure, settings(), command);
  return contract::EndOfficeReply{};
}

Result<void> Members::turn_office(const contract::TurnOffice& job, Command& command) {
  const auto tenure = find_tenure(job.tenure, command);
  if (tenure && tenure->until && end_of(*tenure->until) <= command.now()) finish(*tenure, settings(), command);
  return {};
}

}  // namespace members_plugin
