#include "roll.hpp"

#include <algorithm>
#include <map>

namespace plenary_plugin {
namespace {

template <typename Holds>
std::int64_t count(const std::vector<Sitting>& seats, Holds&& holds) {
  return std::count_if(seats.begin(), seats.end(), holds);
}

using BySeat = std::map<std::string, Sitting*>;

void seat_the_present(const Session& session, const BySeat& by_seat, const Query& query) {
  query.store().rows("SELECT seat, person, alternate, came_ns, left_ns FROM plenary_attendance WHERE session = :session ORDER BY position",
                     {bind("session", session.id)}, [&](const Row& row) {
                       const auto found = by_seat.find(row.text(0));
                       if (found == by_seat.end()) return;
                       auto& seat = *found->second;
                       // Who sat for it before and holds it no more has a line apart.
                       if (row.view(1) != seat.voter.person && row.text(1) != seat.voter.alternate_person) return;
                       if (!seat.came_ns) seat.came_ns = row.integer(3);
                       seat.left_ns = row.optional_integer(4);
                       // A closed session ended for all who were still there: they count as present at its end.
                       const bool there = !seat.left_ns || (session.closed_ns && *seat.left_ns >= *session.closed_ns);
                       seat.person = there ? std::optional(row.text(1)) : std::nullopt;
                       seat.alternate = there && row.text(1) == seat.voter.alternate_person;
                     });
}

// A proxy is for the item when it names none, or names it.
void read_proxies(const Session& session, const std::optional<std::string>& item, const BySeat& by_seat, const Query& query) {
  query.store().rows(
      "SELECT p.id, p.giver, p.holder FROM plenary_proxy p WHERE p.session = :session "
      "AND (p.standing = 'standing' OR (p.ended_why = 'session_closed' AND :closed = 1)) AND (:item = '' OR "
      "NOT EXISTS (SELECT 1 FROM plenary_proxy_item i WHERE i.proxy = p.id) OR "
      "EXISTS (SELECT 1 FROM plenary_proxy_item i WHERE i.proxy = p.id AND i.item = :item))",
      {bind("session", session.id), bind("closed", session.state == "closed"), bind("item", item.value_or(""))}, [&](const Row& row) {
        const auto giver = by_seat.find(row.text(1)), holder = by_seat.find(row.text(2));
        if (giver == by_seat.end() || holder == by_seat.end()) return;
        giver->second->proxy = row.text(0);
        giver->second->holder = row.text(2);
        giver->second->represented = !giver->second->present() && holder->second->present();
      });
}

}  // namespace

const Sitting* Roll::of_seat(std::string_view seat) const {
  const auto found = std::find_if(seats.begin(), seats.end(), [&](const Sitting& one) { return one.voter.seat == seat; });
  return found == seats.end() ? nullptr : &*found;
}

const Sitting* Roll::of_account(std::string_view account) const {
  if (account.empty()) return nullptr;
  const auto found = std::find_if(seats.begin(), seats.end(), [&](const Sitting& one) {
    return one.voter.account == account || one.voter.alternate_account == account;
  });
  return found == seats.end() ? nullptr : &*found;
}

std::int64_t Roll::members() const {
  return count(seats, [](const Sitting& one) { return one.voter.voting && !one.ended; });
}
std::int64_t Roll::present() const {
  return count(seats, [](const Sitting& one) { return one.voter.voting && one.present(); });
}
std::int64_t Roll::represented() const {
  return count(seats, [](const Sitting& one) { return one.voter.voting && one.represented; });
}
std::int64_t Roll::all_members() const {
  return count(seats, [](const Sitting& one) { return !one.ended; });
}
std::int64_t Roll::all_present() const {
  return count(seats, [](const Sitting& one) { return one.present(); });
}

Result<Roll> roll_of(const Session& session, const std::optional<std::string>& item, const Query& query) {
  // A session that is still to come is attended by who will hold a seat then: a mandate that ends before is not asked for, one that begins is.
  const auto at = session.closed_ns ? from_ns(*session.closed_ns) : session.opened_ns ? query.now() : std::max(query.now(), from_ns(session.starts_ns));
  auto electorate = query.ask(members::Electorate{.body = session.body, .at = to_iso(at)});
  if (!electorate) return electorate.error();
  Roll roll;
  for (auto& voter : electorate->voters) roll.seats.push_back({.voter = std::move(voter)});
  BySeat by_seat;
  for (auto& seat : roll.seats) by_seat[seat.voter.seat] = &seat;
  seat_the_present(session, by_seat, query);
  read_proxies(session, item, by_seat, query);
  return roll;
}

Result<Roll> roll_of_all(const Session& session, const std::optional<std::string>& item, const Query& query) {
  auto roll = roll_of(session, item, query);
  if (!roll || !session.opened_ns) return roll;
  auto opening = query.ask(members::Electorate{.body = session.body, .at = to_iso(from_ns(*session.opened_ns))});
  if (!opening) return opening.error();
  const auto still = [&](const members::Voter& voter) {
    return std::any_of(roll->seats.begin(), roll->seats.end(), [&](const Sitting& seat) {
      return seat.voter.seat == voter.seat && (seat.voter.person == voter.person || seat.voter.alternate_person == voter.person);
    });
  };
  std::vector<Sitting> ended;
  for (auto& voter : opening->voters)
    if (!still(voter)) ended.push_back({.voter = std::move(voter), .ended = true});
  for (auto& seat : ended) {
    query.store().rows("SELECT came_ns, left_ns FROM plenary_attendance WHERE session = :session AND seat = :seat AND person = :person ORDER BY position",
                       {bind("session", session.id), bind("seat", seat.voter.seat), bind("person", seat.voter.person)}, [&](const Row& row) {
                         if (!seat.came_ns) seat.came_ns = row.integer(0);
                         seat.left_ns = row.optional_integer(1);
                       });
    roll->seats.push_back(std::move(seat));
  }
  return roll;
}

Result<contract::Quorum> quorum_of(const Session& session, const std::string& act, const Roll& roll, const Query& query) {
  const auto body = query.ask(rules::Body{.body = session.body});
  if (!body) return body.error();
  const bool everybody = body->quorum_base == "members";
  rules::Quorum question{.body = session.body,
                         .members = everybody ? roll.all_members() : roll.members(),
                         .present = everybody ? roll.all_present() : roll.present(),
                         .represented = roll.represented(),
                         .convocation = session.convocation};
  if (!act.empty()) question.act = act;
  const auto answer = query.ask(question);
  if (!answer) return answer.error();
  return contract::Quorum{.percent = answer->percent,
                          .base = answer->base,
                          .required = answer->required,
                          .counted = answer->counted,
                          .met = answer->met,
                          .not_asked = answer->percent == 0 ? std::optional(true) : std::nullopt};
}

Result<members::NamesReply> names_on(const Roll& roll, const Query& query) {
  std::vector<std::string> persons;
  for (const auto& seat : roll.seats) {
    persons.push_back(seat.voter.person);
    if (seat.voter.alternate_person) persons.push_back(*seat.voter.alternate_person);
  }
  return names_of(std::move(persons), query);
}

}  // namespace plenary_plugin
