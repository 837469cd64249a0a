#include "lines.hpp"

#include "course.hpp"

namespace members_plugin {
namespace {

std::optional<std::string> day_of(const std::optional<std::int64_t>& ns) {
  return ns ? std::optional(local_date(*ns)) : std::nullopt;
}

}  // namespace

std::vector<contract::MandateLine> mandate_lines(const std::string& seat, const std::string& person, const contract::Settings& settings,
                                                 const Query& query) {
  std::vector<contract::MandateLine> lines;
  const bool charter = settings.charter_required && charter_version(query) > 0;
  query.store().rows(
      "SELECT m.id, m.seat, s.number, s.body, m.person, p.name, m.part, m.state, m.begins, m.until, m.legal_reference, m.charter_on, m.ended_ns, "
      "m.end_reason FROM members_mandate m JOIN members_seat s ON s.id = m.seat JOIN members_person p ON p.id = m.person "
      "WHERE (:seat = '' OR m.seat = :seat) AND (:person = '' OR m.person = :person) ORDER BY m.begins DESC, m.id DESC LIMIT 100",
      {bind("seat", seat), bind("person", person)}, [&](const Row& row) {
        const auto state = row.text(7);
        const auto warned = state == "ended" ? std::nullopt : warned_on(row.text(0), query);
        lines.push_back({.mandate = row.text(0), .seat = row.text(1), .number = row.integer(2), .body = row.text(3), .person = row.text(4),
                         .name = row.text(5), .part = row.text(6), .mandate_state = state, .begins = row.text(8), .until = row.optional_text(9),
                         .legal_reference = row.text(10), .charter_due = charter && state != "ended" && row.is_null(11),
                         .charter_on = row.optional_text(11), .warned_on = warned, .ended = day_of(row.optional_integer(12)), .end_reason = row.optional_text(13),
                         .running = state == "active" || state == "on_leave", .open = state != "ended"});
      });
  return lines;
}

std::vector<contract::TenureLine> tenure_lines(const std::string& person, const Query& query) {
  std::vector<contract::TenureLine> lines;
  query.store().rows("SELECT id, office, body, granted_ns, until, ended_ns FROM members_office WHERE person = :person ORDER BY granted_ns DESC, id DESC LIMIT 100",
                     {bind("person", person)}, [&](const Row& row) {
                       lines.push_back({.tenure = row.text(0), .office = row.text(1), .body = row.text(2), .granted = local_date(row.integer(3)),
                                        .until = row.optional_text(4), .ended = day_of(row.optional_integer(5))});
                     });
  return lines;
}

std::vector<contract::CouncillorLine> councillor_lines(const std::string& person, const Query& query) {
  std::vector<contract::CouncillorLine> lines;
  query.store().rows(
      "SELECT c.id, c.person, p.name, c.authority, c.begins, c.until FROM members_councillor c JOIN members_person p ON p.id = c.person "
      "WHERE :person = '' OR c.person = :person ORDER BY c.begins DESC, c.id LIMIT 2000",
      {bind("person", person)}, [&](const Row& row) {
        lines.push_back({.councillor = row.text(0), .person = row.text(1), .name = row.text(2), .authority = row.text(3), .begins = row.text(4),
                         .until = row.optional_text(5)});
      });
  return lines;
}

std::vector<contract::HeldSeat> seats_of(const std::string& person, const Query& query) {
  std::vector<contract::HeldSeat> held;
  query.store().rows(
      "SELECT m.seat, s.body FROM members_mandate m JOIN members_seat s ON s.id = m.seat "
      "WHERE m.person = :person AND m.state IN ('active', 'on_leave') ORDER BY s.number, m.id",
      {bind("person", person)}, [&](const Row& row) { held.push_back({.seat = row.text(0), .body = row.text(1)}); });
  return held;
}

std::vector<contract::HeldOffice> offices_of(const std::string& person, const Query& query) {
  std::vector<contract::HeldOffice> held;
  query.store().rows("SELECT office, body FROM members_office WHERE person = :person AND ended_ns IS NULL ORDER BY granted_ns, id",
                     {bind("person", person)}, [&](const Row& row) { held.push_back({.office = row.text(0), .body = row.text(1)}); });
  return held;
}

}  // namespace members_plugin
