// What a person has to do next for the sessions: shown on their desk.
#include <algorithm>

#include "absences.hpp"
#include "papers.hpp"
#include "roll.hpp"
#include "vote_showing.hpp"

namespace plenary_plugin {
namespace {

/// How a last day is said: as the day by which, or since when it is late.
std::optional<std::string> last_day(const std::string& due, const std::string& today) { return due < today ? "late" : "by"; }

constexpr std::size_t kMost = 100;

std::vector<std::string> sessions_in(std::string_view state, const Query& query) {
  std::vector<std::string> ids;
  query.store().rows("SELECT id FROM plenary_session WHERE state = :state ORDER BY starts_ns, number LIMIT 50", {bind("state", state)},
                     [&](const Row& row) { ids.push_back(row.text(0)); });
  return ids;
}

/// What a member can do about it: come and say so on the day; before it, prepare to, or give the voice away where the rules allow that.
std::string how_to_attend(const Session& session, const Sitting& seat, const Query& query) {
  if (day_has_come(session, query)) return "arrive";
  const auto rule = query.ask(rules::Body{.body = session.body});
  return rule && rule->proxies_per_holder > 0 && seat.voter.voting && seat.voter.account == query.actor().id() ? "attend_or_proxy" : "attend";
}

void for_the_member(const Session& session, const Query& query, std::vector<contract::Task>& tasks) {
  const auto roll = roll_of(session, std::nullopt, query);
  if (!roll) return;  // the register of members is down: the desk shows what it can
  const auto* seat = roll->of_account(query.actor().id());
  if (!seat) return;
  const auto vote = vote_of_the_moment(session, query);
  if (vote && vote->stage == "open" && vote->method == "electronic" &&
      query.store().integer("SELECT COUNT(*) FROM plenary_voter v WHERE v.vote = :vote AND v.account = :account AND v.part IN ('present', 'represented') "
                            "AND NOT EXISTS (SELECT 1 FROM plenary_ballot b WHERE b.vote = v.vote AND b.voter_seat = v.seat)",
                            {bind("vote", vote->id), bind("account", query.actor().id())}) > 0)
    tasks.push_back({.kind = "vote_now", .title = vote->question, .path = "/seances/" + session.id + "/salle", .due = {}, .due_is = {}, .urgent = true});
  if (!seat->present() && !seat->proxy)
    tasks.push_back({.kind = how_to_attend(session, *seat, query),
                     .title = session.title,
                     .path = "/seances/" + session.id + "/salle",
                     .due = local_date(session.starts_ns),
                     .due_is = "on",
                     .urgent = session.state == "open"});
}

void for_who_prepares(const Query& query, std::vector<contract::Task>& tasks) {
  const auto today = query.today();
  for (const auto& id : sessions_in("planned", query)) {
    const auto session = find_session(id, query);
    const auto rule = query.ask(rules::Body{.body = session->body});
    if (!rule) continue;
    const auto due = local_date_before(session->starts_ns, rule->notice_days);
    tasks.push_back({.kind = "send_notice", .title = session->title, .path = "/seances/" + id, .due = due, .due_is = last_day(due, today), .urgent = due <= today});
  }
  for (const auto* state : {"planned", "convened"})
    for (const auto& id : sessions_in(state, query)) {
      const auto session = find_session(id, query);
      const auto days = papers_days_of(*session, query);
      if (!days || session->starts_ns <= to_ns(query.now()) || without_papers(*session, query).empty()) continue;
      const auto due = local_date_before(session->starts_ns, *days);
      tasks.push_back({.kind = "lay_papers", .title = session->title, .path = "/seances/" + id, .due = due, .due_is = last_day(due, today), .urgent = due <= today});
    }
}

void for_who_keeps_attendance(const Query& query, std::vector<contract::Task>& tasks) {
  const auto all = streaks(query);
  if (!all) return;
  const auto unwarned = std::count_if(all->begin(), all->end(), [](const Streak& streak) { return !streak.warned_ns; });
  if (unwarned > 0) tasks.push_back({.kind = "warn_absent", .title = std::to_string(unwarned), .path = "/seances/absences", .due = {}, .due_is = {}, .urgent = false});
}

void for_the_chair(const Query& query, std::vector<contract::Task>& tasks) {
  const auto today = query.today();
  for (const auto& id : sessions_in("convened", query)) {
    const auto session = find_session(id, query);
    if (local_date(session->starts_ns) <= today)
      tasks.push_back({.kind = "open_today", .title = session->title, .path = "/seances/" + id, .due = local_date(session->starts_ns), .due_is = "on", .urgent = true});
  }
  query.store().rows("SELECT id, session, question, stage FROM plenary_vote WHERE stage IN ('closed', 'contested') ORDER BY prepared_ns LIMIT 50", {},
                     [&](const Row& row) {
                       tasks.push_back({.kind = row.view(3) == "closed" ? "proclaim" : "settle",
                                        .title = row.text(2),
                                        .path = "/seances/" + row.text(1) + "/votes/" + row.text(0),
                                        .due = {},
                                        .due_is = {},
                                        .urgent = row.view(3) == "closed"});
                     });
}

}  // namespace

Result<contract::TasksReply> Plenary::tasks(const contract::Tasks&, const Query& query) const {
  contract::TasksReply reply;
  for (const auto* state : {"open", "convened"})
    for (const auto& id : sessions_in(state, query)) for_the_member(*find_session(id, query), query, reply.tasks);
  if (query.allowed(contract::permission::chair)) for_the_chair(query, reply.tasks);
  if (query.allowed(contract::permission::prepare)) for_who_prepares(query, reply.tasks);
  if (query.allowed(contract::permission::attendance)) for_who_keeps_attendance(query, reply.tasks);
  if (reply.tasks.size() > kMost) reply.tasks.resize(kMost);
  return reply;
}

}  // namespace plenary_plugin
