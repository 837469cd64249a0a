// The persons of the register: the directory of those who sit, the list of everybody, the file of one.
#include "lines.hpp"
#include "roster.hpp"

namespace members_plugin {
namespace {

constexpr std::size_t kPage = 100;

}  // namespace

Result<contract::DirectoryReply> Members::directory(const contract::Directory&, const Query& query) const {
  contract::DirectoryReply reply;
  query.store().rows(
      "SELECT DISTINCT p.id, p.name, o.name, p.account FROM members_person p JOIN members_mandate m ON m.person = p.id "
      "LEFT JOIN members_organisation o ON o.id = p.organisation WHERE m.state IN ('active', 'on_leave') ORDER BY p.name, p.id LIMIT 2000",
      {}, [&](const Row& row) {
        reply.persons.push_back({.person = row.text(0), .name = row.text(1), .organisation = row.optional_text(2), .seats = {}, .offices = {},
                                 .has_account = !row.is_null(3)});
      });
  for (auto& line : reply.persons) {
    line.seats = seats_of(line.person, query);
    line.offices = offices_of(line.person, query);
  }
  return reply;
}

Result<contract::PeopleListReply> Members::people_list(const contract::PeopleList& request, const Query& query) const {
  contract::PeopleListReply reply;
  // Ids are UUIDv7: who was added last stands first, and the id is the cursor.
  query.store().rows(
      "SELECT p.id, p.name, o.name, p.account FROM members_person p LEFT JOIN members_organisation o ON o.id = p.organisation "
      "WHERE :after = '' OR p.id < :after ORDER BY p.id DESC LIMIT 101",
      {bind("after", request.after.value_or(""))}, [&](const Row& row) {
        reply.persons.push_back({.person = row.text(0), .name = row.text(1), .organisation = row.optional_text(2), .seats = {}, .offices = {},
                                 .has_account = !row.is_null(3)});
      });
  if (reply.persons.size() > kPage) {
    reply.persons.resize(kPage);
    reply.next = reply.persons.back().person;
  }
  for (auto& line : reply.persons) {
    line.seats = seats_of(line.person, query);
    line.offices = offices_of(line.person, query);
  }
  query.store().rows("SELECT id, label, body, college, begins, until FROM members_term ORDER BY begins DESC, id LIMIT 50", {}, [&](const Row& row) {
    reply.terms.push_back({.term = row.text(0), .label = row.text(1), .body = row.text(2), .college = row.optional_text(3), .begins = row.text(4),
                           .until = row.text(5)});
  });
  return reply;
}

Result<contract::FileReply> Members::file(const contract::File& request, const Query& query) const {
  const auto row = query.store().first(
      "SELECT p.name, p.email, p.gender, p.birth_year, p.constituency, p.organisation, o.name, p.account, p.erased_ns FROM members_person p "
      "LEFT JOIN members_organisation o ON o.id = p.organisation WHERE p.id = :id",
      {bind("id", request.person)});
  if (!row) return not_found("no_such_person");
  contract::FileReply reply{.person = request.person,
                            .name = row->text(0),
                            .email = row->optional_text(1),
                            .gender = row->text(2),
                            .birth_year = row->optional_integer(3),
                            .constituency = row->optional_text(4),
                            .organisation = row->optional_text(5),
                            .organisation_name = row->optional_text(6),
                            .account = row->optional_text(7),
                            .mandates = mandate_lines({}, request.person, settings(), query),
                            .tenures = tenure_lines(request.person, query),
                            .councillor = councillor_lines(request.person, query),
                            .erased = std::nullopt,
                            .actions = {}};
  if (!row->is_null(8))
    reply.erased = local_date(row->integer(8));
  else
    reply.actions = {"change_person", "link_account", "grant_office", "record_councillor", "erase_person"};
  return reply;
}

Result<contract::PeopleReply> Members::people(const contract::People&, const Query& query) const {
  contract::PeopleReply reply;
  query.store().rows(
      "SELECT p.id, p.name, o.name FROM members_person p LEFT JOIN members_organisation o ON o.id = p.organisation "
      "WHERE p.erased_ns IS NULL ORDER BY p.name, p.id LIMIT 2000",
      {}, [&](const Row& row) {
        reply.options.push_back({.id = row.text(0), .label = row.is_null(2) ? row.text(1) : row.text(1) + " (" + row.text(2) + ")"});
      });
  return reply;
}

Result<contract::OrganisationsReply> Members::organisations(const contract::Organisations&, const Query& query) const {
  contract::OrganisationsReply reply;
  query.store().rows("SELECT id, name FROM members_organisation ORDER BY name LIMIT 2000", {},
                     [&](const Row& row) { reply.options.push_back({.id = row.text(0), .label = row.text(1)}); });
  return reply;
}

}  // namespace members_plugin
