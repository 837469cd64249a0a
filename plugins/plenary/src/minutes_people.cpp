// Who was there, who was represented by whom, who was not: of those who held a seat at any moment of the session (invariant 2).
#include "minutes_people.hpp"

#include <algorithm>

namespace plenary_plugin {
namespace {

struct Attendant {
  std::string seat, person;
  bool alternate = false;
  std::int64_t came_ns = 0;
  std::optional<std::int64_t> left_ns{};
};

/// Everybody who was in the room while the session was open, seat by seat: also an alternate who gave the place back, also whose mandate
/// has ended since (invariant 2). Who came and went several times came once and left last; who was there when the session closed has not left it.
std::vector<Attendant> attendants_of(const Session& session, const Query& query) {
  std::vector<Attendant> attendants;
  const auto left_at = [&](std::optional<std::int64_t> left_ns) { return session.closed_ns && left_ns && *left_ns >= *session.closed_ns ? std::nullopt : left_ns; };
  query.store().rows(
      "SELECT seat, person, alternate, came_ns, left_ns FROM plenary_attendance WHERE session = :session AND (left_ns IS NULL OR left_ns >= :opened) "
      "ORDER BY seat, position",
      {bind("session", session.id), bind("opened", session.opened_ns.value_or(0))}, [&](const Row& row) {
        const auto same = [&](const Attendant& one) { return one.seat == row.view(0) && one.person == row.view(1); };
        if (const auto found = std::find_if(attendants.begin(), attendants.end(), same); found != attendants.end())
          found->left_ns = left_at(row.optional_integer(4));
        else
          attendants.push_back({.seat = row.text(0), .person = row.text(1), .alternate = row.boolean(2), .came_ns = row.integer(3), .left_ns = left_at(row.optional_integer(4))});
      });
  return attendants;
}

/// A voice that was carried while the session was open; `until_ns` when it ended before the session did.
struct Representation {
  std::string giver, giver_person, holder_person;
  std::optional<std::int64_t> until_ns{};
};

/// The holder was in the room at some time while the proxy stood: a proxy to somebody who never came represented nobody.
std::vector<Representation> representations_in(const Session& session, const Query& query) {
  std::vector<Representation> found;
  query.store().rows(
      "SELECT p.giver, p.giver_person, p.holder_person, p.ended_ns, COALESCE(p.ended_why, '') FROM plenary_proxy p "
      "WHERE p.session = :session AND (p.ended_ns IS NULL OR p.ended_ns > :opened) AND EXISTS (SELECT 1 FROM plenary_attendance a "
      "WHERE a.session = p.session AND a.seat = p.holder AND (a.left_ns IS NULL OR (a.left_ns >= :opened AND a.left_ns >= p.given_ns)) "
      "AND (p.ended_ns IS NULL OR a.came_ns < p.ended_ns)) ORDER BY p.given_ns DESC, p.id DESC",
      {bind("session", session.id), bind("opened", session.opened_ns.value_or(0))}, [&](const Row& row) {
        found.push_back({.giver = row.text(0), .giver_person = row.text(1), .holder_person = row.text(2)});
        if (row.view(4) != "session_closed") found.back().until_ns = row.optional_integer(3);
      });
  return found;
}

}  // namespace

void put_people(contract::MinutesRecord& record, const Session& session, const Roll& roll, const members::NamesReply& names, const Query& query) {
  const auto attendants = attendants_of(session, query);
  const auto representations = representations_in(session, query);
  const auto ended = [&](const std::string& seat, const std::string& person) {
    const bool over = std::any_of(roll.seats.begin(), roll.seats.end(), [&](const Sitting& one) { return one.ended && one.voter.seat == seat && one.voter.person == person; });
    return over ? std::optional(true) : std::nullopt;
  };
  for (const auto& one : attendants)
    record.present.push_back({.name = name_in(names, one.person, one.person), .alternate = one.alternate, .came = ns_to_iso(one.came_ns), .left = ns_to_iso(one.left_ns),
                              .holder = {}, .ended = ended(one.seat, one.person)});
  for (const auto& seat : roll.seats) {
    // A seat whose holder changed meanwhile has two lines: who came is asked of each.
    const auto sat = [&](const Attendant& one) {
      return one.seat == seat.voter.seat && (one.person == seat.voter.person || one.person == seat.voter.alternate_person || (one.alternate && !seat.ended));
    };
    if (std::any_of(attendants.begin(), attendants.end(), sat)) continue;
    const auto carried = std::find_if(representations.begin(), representations.end(), [&](const Representation& one) {
      return one.giver == seat.voter.seat && one.giver_person == seat.voter.person;
    });
    contract::MinutesPerson person{.name = name_in(names, seat.who(), seat.who()), .alternate = seat.alternate, .came = {}, .left = {}, .holder = {},
                                   .ended = ended(seat.voter.seat, seat.voter.person)};
    if (carried == representations.end()) {
      record.absent.push_back(std::move(person));
      continue;
    }
    person.holder = name_in(names, carried->holder_person, carried->holder_person);
    person.left = ns_to_iso(carried->until_ns);
    record.represented.push_back(std::move(person));
  }
}

}  // namespace plenary_plugin
