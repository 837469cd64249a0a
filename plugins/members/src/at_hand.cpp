// What a form about a mandate or an office acts on, told above its fields.
#include "course.hpp"

namespace members_plugin {

Result<contract::MandateReply> Members::mandate(const contract::Mandate& request, const Query& query) const {
  const auto row = query.store().first(
      "SELECT p.name, s.number, s.body, m.part, m.state, m.begins, m.until, m.ended_ns, m.person FROM members_mandate m "
      "JOIN members_seat s ON s.id = m.seat JOIN members_person p ON p.id = m.person WHERE m.id = :id",
      {bind("id", request.mandate)});
  // Somebody else's mandate is nobody's business here, as when it is given up: the same answer as for none.
  if (!row || (!query.allowed(contract::permission::manage) && row->view(8) != person_of(query.actor().id(), query))) return not_found("no_such_mandate");
  contract::MandateReply reply{.name = row->text(0), .number = row->integer(1), .body = row->text(2), .part = row->text(3), .mandate_state = row->text(4),
                               .begins = row->text(5), .until = row->optional_text(6)};
  if (const auto ended = row->optional_integer(7)) reply.until = local_date(*ended);
  if (reply.mandate_state != "ended") reply.warned_on = warned_on(request.mandate, query);
  return reply;
}

Result<contract::TenureReply> Members::tenure(const contract::Tenure& request, const Query& query) const {
  const auto row = query.store().first(
      "SELECT p.name, o.office, o.body, o.granted_ns, o.until FROM members_office o JOIN members_person p ON p.id = o.person "
      "WHERE o.id = :id AND o.ended_ns IS NULL",
      {bind("id", request.tenure)});
  if (!row) return not_found("no_such_office");
  return contract::TenureReply{.name = row->text(0), .office = row->text(1), .body = row->text(2), .granted = local_date(row->integer(3)),
                               .until = row->optional_text(4)};
}

Result<contract::CouncillorReply> Members::councillor(const contract::Councillor& request, const Query& query) const {
  const auto row = query.store().first(
      "SELECT p.name, c.authority, c.begins, c.until FROM members_councillor c JOIN members_person p ON p.id = c.person WHERE c.id = :id",
      {bind("id", request.councillor)});
  if (!row) return not_found("no_such_councillor");
  return contract::CouncillorReply{.name = row->text(0), .authority = row->text(1), .begins = row->text(2), .until = row->optional_text(3)};
}

}  // namespace members_plugin
