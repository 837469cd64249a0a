// Who sits where: for the plugins that call, count and name.
#include <algorithm>
#include <utility>
#include <vector>

#include "course.hpp"
#include "lines.hpp"
#include "rules.hpp"

namespace members_plugin {
namespace {

struct Sitting {
  std::string seat, person, part;
  std::optional<std::string> account{};
  std::string category, body;
  std::optional<std::string> college{};
  bool on_leave = false;
};

/// Every mandate that runs at `at`, by seat number, the titular before the alternate. An instant may lie ahead: then what is to end by then
/// has ended, and who was appointed for then, and signed what there is to sign, sits.
std::vector<Sitting> sittings_at(Time at, const contract::Settings& settings, const Query& query) {
  const bool signature = settings.charter_required && charter_version(query) > 0;
  std::vector<Sitting> out;
  query.store().rows(
      "SELECT m.seat, m.person, m.part, p.account, s.category, s.body, s.college, "
      "EXISTS (SELECT 1 FROM members_leave l WHERE l.mandate = m.id AND l.since_ns <= :at AND (l.until_ns IS NULL OR l.until_ns > :at)) "
      "FROM members_mandate m JOIN members_seat s ON s.id = m.seat JOIN members_person p ON p.id = m.person "
      "WHERE (m.began_ns <= :at OR (m.state = 'appointed' AND :at > :now AND m.begins <= :day AND (:signature = 0 OR m.charter_on IS NOT NULL))) "
      "AND (m.ended_ns IS NULL OR m.ended_ns > :at) AND (m.until IS NULL OR m.until >= :day) "
      "ORDER BY s.number, m.part DESC, m.id",
      {bind("at", to_ns(at)), bind("day", local_date(to_ns(at))), bind("now", to_ns(query.now())), bind("signature", signature ? 1 : 0)}, [&](const Row& row) {
        out.push_back({.seat = row.text(0), .person = row.text(1), .part = row.text(2), .account = row.optional_text(3),
                       .category = row.text(4), .body = row.text(5), .college = row.optional_text(6), .on_leave = row.integer(7) != 0});
      });
  return out;
}

/// A voter for each seat: its titular, or its alternate while there is no titular or that one is on leave.
void add(std::vector<contract::Voter>& voters, const Sitting& one, const contract::Settings& settings) {
  const auto rule = rule_of_category(settings, one.category);
  if (!voters.empty() && voters.back().seat == one.seat) {
    voters.back().alternate_person = one.person;
    voters.back().alternate_account = one.account;
    return;
  }
  if (one.on_leave) return;
  voters.push_back({.seat = one.seat, .person = one.person, .account = one.account, .alternate_person = std::nullopt, .alternate_account = std::nullopt,
                    .category = one.category, .college = one.college, .voting = rule.voting, .weight = rule.weight});
}

}  // namespace

Result<contract::ElectorateReply> Members::electorate(const contract::Electorate& request, const Query& query) const {
  const auto at = parse_iso(request.at).value_or(query.now());
  const auto sittings = sittings_at(at, settings(), query);
  contract::ElectorateReply reply;
  for (const auto& one : sittings)
    if (one.body == request.body) add(reply.voters, one, settings());

  // Who was elected into the body, or holds an office that sits there, votes from the seat that they hold elsewhere.
  query.store().rows(
      "SELECT person, office, body FROM members_office WHERE granted_ns <= :at AND (ended_ns IS NULL OR ended_ns > :at) "
      "AND (until IS NULL OR until >= :day) ORDER BY granted_ns, id",
      {bind("at", to_ns(at)), bind("day", local_date(to_ns(at)))}, [&](const Row& row) {
        if (row.view(2) != request.body && rule_of_office(settings(), row.view(1)).sits_in != request.body) return;
        const auto person = row.text(0);
        if (std::any_of(reply.voters.begin(), reply.voters.end(), [&](const auto& voter) { return voter.person == person; })) return;
        const auto own = std::find_if(sittings.begin(), sittings.end(), [&](const auto& one) { return one.person == person && !one.on_leave; });
        if (own == sittings.end()) return;
        // A seat has one voice: of its titular and its alternate who both hold offices, the titular votes, whoever got their office first.
        const auto shared = std::find_if(reply.voters.begin(), reply.voters.end(), [&](const auto& voter) { return voter.seat == own->seat; });
        if (shared != reply.voters.end()) {
          if (shared->alternate_person) return;
          shared->alternate_person = person;
          shared->alternate_account = own->account;
          if (own->part == "primary") {
            shared->alternate_person = std::exchange(shared->person, person);
            shared->alternate_account = std::exchange(shared->account, own->account);
          }
          return;
        }
        reply.voters.push_back({.seat = own->seat, .person = person, .account = own->account, .alternate_person = std::nullopt,
                                .alternate_account = std::nullopt, .category = own->category, .college = own->college, .voting = true, .weight = 1});
      });
  return reply;
}

Result<contract::PersonReply> Members::person(const contract::Person& request, const Query& query) const {
  contract::PersonReply reply;
  const auto row = query.store().first("SELECT id FROM members_person WHERE account = :account", {bind("account", request.account)});
  if (!row) return reply;
  reply.person = row->text(0);
  for (const auto& one : sittings_at(query.now(), settings(), query))
    if (one.person == *reply.person) reply.seats.push_back({.seat = one.seat, .body = one.body});
  reply.offices = offices_of(*reply.person, query);
  return reply;
}

Result<contract::NamesReply> Members::names(const contract::Names& request, const Query& query) const {
  contract::NamesReply reply;
  for (const auto& id : request.persons)
    query.store().rows("SELECT name FROM members_person WHERE id = :id", {bind("id", id)},
                       [&](const Row& row) { reply.names.push_back({.person = id, .name = row.text(0)}); });
  return reply;
}

}  // namespace members_plugin
