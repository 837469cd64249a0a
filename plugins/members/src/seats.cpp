// The seats of the council, for everybody, and the history of one, for who keeps the register.
#include <algorithm>

#include "lines.hpp"
#include "roster.hpp"

namespace members_plugin {
namespace {

/// Who holds an office acts in public under their own name; the others are named to those of the council.
void name_holders(contract::SeatLine& line, bool names, const Query& query) {
  query.store().rows(
      "SELECT p.id, p.name, m.part, m.state FROM members_mandate m JOIN members_person p ON p.id = m.person "
      "WHERE m.seat = :seat AND m.state <> 'ended' ORDER BY m.part DESC, m.begins DESC, m.id",
      {bind("seat", line.seat)}, [&](const Row& row) {
        const auto state = row.view(3);
        if (row.view(2) == "alternate") {
          if (names && state != "appointed") line.alternate = row.text(1);
          return;
        }
        if (line.holding == "held" || line.holding == "on_leave") return;
        line.holding = state == "active" ? "held" : state == "on_leave" ? "on_leave" : "appointed";
        if (state == "appointed") return;
        for (const auto& office : offices_of(row.text(0), query)) line.offices.push_back(office.office);
        if (names || !line.offices.empty()) line.holder = row.text(1);
      });
}

}  // namespace

Result<contract::SeatsReply> Members::seats(const contract::Seats& request, const Query& query) const {
  contract::SeatsReply reply;
  const bool names = query.allowed(contract::permission::read);
  const bool manages = query.allowed(contract::permission::manage);
  query.store().rows(
      "SELECT s.id, s.number, s.body, s.category, s.college, s.constituency, o.name FROM members_seat s "
      "LEFT JOIN members_organisation o ON o.id = s.organisation WHERE s.closed_ns IS NULL AND (:body = '' OR s.body = :body) "
      "AND (:college = '' OR s.college = :college) ORDER BY s.college IS NULL, s.college, s.number LIMIT 2000",
      {bind("body", request.body.value_or("")), bind("college", request.college.value_or(""))}, [&](const Row& row) {
        const auto college = row.optional_text(4);
        if (reply.colleges.empty() || reply.colleges.back().college != college)
          reply.colleges.push_back({.college = college, .filled = 0, .seats = {}});
        reply.colleges.back().seats.push_back({.seat = row.text(0), .number = row.integer(1), .body = row.text(2), .category = row.text(3),
                                               .constituency = row.optional_text(5), .organisation = row.optional_text(6), .holding = "vacant",
                                               .holder = std::nullopt, .alternate = std::nullopt, .offices = {}, .manages = manages});
      });
  for (auto& college : reply.colleges)
    for (auto& line : college.seats) {
      name_holders(line, names, query);
      ++reply.total;
      if (line.holding == "vacant" || line.holding == "appointed") continue;
      ++college.filled;
      ++reply.filled;
    }
  reply.actions.push_back("add_seat");
  return reply;
}

Result<contract::SeatReply> Members::seat(const contract::Seat& request, const Query& query) const {
  const auto row = query.store().first(
      "SELECT s.number, s.body, s.category, s.college, s.constituency, o.name, s.closed_ns FROM members_seat s "
      "LEFT JOIN members_organisation o ON o.id = s.organisation WHERE s.id = :id",
      {bind("id", request.seat)});
  if (!row) return not_found("no_such_seat");
  contract::SeatReply reply{.seat = request.seat, .number = row->integer(0), .body = row->text(1), .category = row->text(2),
                            .college = row->optional_text(3), .constituency = row->optional_text(4), .organisation = row->optional_text(5),
                            .closed = !row->is_null(6), .mandates = mandate_lines(request.seat, {}, settings(), query), .actions = {}};
  if (reply.closed) return reply;
  reply.actions.push_back("appoint");
  const auto held = [&](std::string_view part) {
    return std::any_of(reply.mandates.begin(), reply.mandates.end(), [&](const auto& line) { return line.running && line.part == part; });
  };
  if (held("alternate")) reply.actions.push_back("replace");
  if (std::none_of(reply.mandates.begin(), reply.mandates.end(), [](const auto& line) { return line.open; })) reply.actions.push_back("close_seat");
  return reply;
}

Result<contract::CloseSeatReply> Members::close_seat(const contract::CloseSeat& request, Command& command) {
  const auto seat = find_seat(request.seat, command);
  if (!seat) return not_found("no_such_seat");
  if (seat->closed) return conflict("seat_closed");
  if (command.store().integer("SELECT COUNT(*) FROM members_mandate WHERE seat = :seat AND state <> 'ended'", {bind("seat", request.seat)}) > 0)
    return conflict("seat_held");
  command.store().exec("UPDATE members_seat SET closed_ns = :now WHERE id = :id", {bind("now", to_ns(command.now())), bind("id", request.seat)});
  command.emit(contract::RosterChanged{.what = "seat"});
  return contract::CloseSeatReply{};
}

}  // namespace members_plugin
