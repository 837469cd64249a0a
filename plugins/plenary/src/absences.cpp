#include "absences.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "letter.hpp"

namespace plenary_plugin {
namespace {

struct Held {
  std::string id;
  bool second = false;
};

/// The latest sessions of a body, the last one first.
std::vector<Held> held_by(const std::string& body, const Query& query) {
  std::vector<Held> sessions;
  query.store().rows("SELECT id, convocation FROM plenary_session WHERE body = :body AND state = 'closed' ORDER BY opened_ns DESC, number DESC LIMIT 50",
                     {bind("body", body)}, [&](const Row& row) { sessions.push_back({row.text(0), row.integer(1) > 1}); });
  return sessions;
}

std::set<std::string> absent_from(const std::string& session, const Query& query) {
  std::set<std::string> persons;
  query.store().rows("SELECT person FROM plenary_absence WHERE session = :session", {bind("session", session)},
                     [&](const Row& row) { persons.insert(row.text(0)); });
  return persons;
}

std::optional<std::int64_t> warned_since(const Streak& streak, const std::vector<Held>& held, const Query& query) {
  std::optional<std::int64_t> warned;
  for (const auto& session : held) {
    const auto row = query.store().first("SELECT warned_ns FROM plenary_warning WHERE session = :session AND person = :person",
                                         {bind("session", session.id), bind("person", streak.person)});
    if (row && !warned) warned = row->integer(0);
    if (session.id == streak.since) break;
  }
  return warned;
}

Result<void> put_streaks(const std::string& body, std::vector<Streak>& out, const Query& query) {
  const auto rule = query.ask(rules::Body{.body = body});
  if (!rule || rule->absences_warned == 0) return {};
  const auto held = held_by(body, query);
  if (held.empty()) return {};
  const auto sitting = query.ask(members::Electorate{.body = body, .at = to_iso(query.now())});
  if (!sitting) return sitting.error();
  std::map<std::string, Streak> running;
  for (const auto& voter : sitting->voters) running[voter.person] = {.body = body, .person = voter.person, .seat = voter.seat, .account = voter.account};
  std::vector<Streak> ended;
  bool counted_with_first = false;
  for (const auto& session : held) {
    const auto absent = absent_from(session.id, query);
    for (auto at = running.begin(); at != running.end();) {
      auto& streak = at->second;
      if (!absent.contains(at->first)) {
        ended.push_back(std::move(streak));
        at = running.erase(at);
        continue;
      }
      // Who missed both convocations missed one session.
      if (!counted_with_first || streak.absences == 0) streak.absences += 1;
      streak.since = session.id;
      if (streak.last.empty()) streak.last = session.id;
      ++at;
    }
    counted_with_first = session.second;
    if (running.empty()) break;
  }
  for (auto& [person, streak] : running) ended.push_back(std::move(streak));
  for (auto& streak : ended) {
    if (streak.absences < rule->absences_warned) continue;
    streak.warned_ns = warned_since(streak, held, query);
    out.push_back(std::move(streak));
  }
  return {};
}

}  // namespace

Result<void> keep_absences(const Session& session, Command& command) {
  const auto roll = roll_of(session, std::nullopt, command);
  if (!roll) return roll.error();
  for (const auto& seat : roll->seats) {
    const bool came = command.store().integer(
                          "SELECT COUNT(*) FROM plenary_attendance WHERE session = :session AND seat = :seat AND (left_ns IS NULL OR left_ns >= :opened)",
                          {bind("session", session.id), bind("seat", seat.voter.seat), bind("opened", session.opened_ns.value_or(0))}) > 0;
    // A proxy excuses, also one whose holder did not come either.
    if (came || seat.proxy) continue;
    command.store().exec("INSERT INTO plenary_absence (session, seat, person) VALUES (:session, :seat, :person) ON CONFLICT (session, seat, person) DO NOTHING",
                         {bind("session", session.id), bind("seat", seat.voter.seat), bind("person", seat.voter.person)});
  }
  return {};
}

Result<std::vector<Streak>> streaks(const Query& query) {
  std::vector<Streak> all;
  for (const auto& body : query.vocabulary("bodies"))
    if (const auto done = put_streaks(std::string(body.id), all, query); !done) return done.error();
  std::stable_sort(all.begin(), all.end(), [](const Streak& a, const Streak& b) { return a.absences > b.absences; });
  return all;
}

Result<contract::AbsencesReply> Plenary::absences(const contract::Absences&, const Query& query) const {
  const auto all = streaks(query);
  if (!all) return all.error();
  std::vector<std::string> persons;
  for (const auto& streak : *all) persons.push_back(streak.person);
  const auto names = names_of(persons, query);
  if (!names) return names.error();
  contract::AbsencesReply reply;
  for (const auto& streak : *all) {
    contract::Absentee line{.body = streak.body, .person = streak.person, .name = name_in(*names, streak.person, streak.person), .absences = streak.absences};
    line.last = streak.last;
    if (streak.warned_ns) line.warned_on = local_date(*streak.warned_ns);
    reply.people.push_back(std::move(line));
  }
  return reply;
}

Result<contract::WarnReply> Plenary::warn(const contract::Warn& request, Command& command) {
  const auto all = streaks(command);
  if (!all) return all.error();
  const auto found = std::find_if(all->begin(), all->end(), [&](const Streak& one) { return one.body == request.body && one.person == request.person; });
  if (found == all->end()) return conflict("not_absent_enough");
  if (command.store().integer("SELECT COUNT(*) FROM plenary_warning WHERE session = :session AND person = :person",
                              {bind("session", found->last), bind("person", found->person)}) > 0)
    return conflict("warned_already");
  command.store().exec("INSERT INTO plenary_warning (session, person, absences, warned_ns) VALUES (:session, :person, :absences, :now)",
                       {bind("session", found->last), bind("person", found->person), bind("absences", found->absences), bind("now", to_ns(command.now()))});
  if (found->account) {
    const hemicycle::Blanks values{{"absences", std::to_string(found->absences)},
                                   {"body", label_of("bodies", found->body, command)},
                                   {"message", request.message.value_or("")}};
    static_cast<void>(command.mail({.to = *found->account, .subject = hemicycle::filled(settings().warning_subject, values), .text = hemicycle::filled(settings().warning_text, values)}));
  }
  command.emit(contract::Warned{.session = found->last, .seat = found->seat, .person = found->person, .body = found->body, .absences = found->absences});
  return contract::WarnReply{.by_letter = found->account.has_value()};
}

}  // namespace plenary_plugin
