// Sessions in lists, in calendars, and for other plugins.
#include <algorithm>

#include "session.hpp"

namespace plenary_plugin {
namespace {

constexpr std::size_t kPage = 30;

contract::SessionLine line_of(const Row& row) {
  return {.session = row.text(0),
          .body = row.text(1),
          .title = row.text(2),
          .starts = to_iso(from_ns(row.integer(3))),
          .mode = row.text(4),
          .place = row.optional_text(5),
          .state = row.text(6)};
}

/// The bodies that meet in public.
std::vector<std::string> open_bodies(const Query& query) {
  std::vector<std::string> bodies;
  for (const auto& term : query.vocabulary("bodies")) {
    const auto rule = query.ask(rules::Body{.body = term.id});
    if (rule && rule->open) bodies.push_back(term.id);
  }
  return bodies;
}

/// Those inside see all; others the sessions of open bodies that people were told of.
bool shown(const contract::SessionLine& line, bool inside, const std::vector<std::string>& open) {
  return inside || (line.state != "planned" && std::find(open.begin(), open.end(), line.body) != open.end());
}

contract::CalendarEntry entry_of(const Session& session) {
  contract::CalendarEntry entry;
  entry.uid = session.id;
  entry.start = to_iso(from_ns(session.starts_ns));
  entry.all_day = false;
  entry.title = session.title;
  entry.place = session.place.value_or(std::string());
  entry.path = "/seances/" + session.id;
  entry.updated = to_iso(from_ns(session.changed_ns));
  return entry;
}

}  // namespace

Result<contract::ListReply> Plenary::list(const contract::List& request, const Query& query) const {
  contract::ListReply reply;
  const bool inside = is_inside(query);
  reply.keeps_attendance = query.allowed(contract::permission::attendance);
  const auto open = inside ? std::vector<std::string>{} : open_bodies(query);
  const auto body = request.body.value_or("");
  if (!request.after)
    query.store().rows(
        "SELECT id, body, title, starts_ns, mode, place, state FROM plenary_session WHERE state IN ('planned', 'convened', 'open', 'postponed') "
        "AND (:body = '' OR body = :body) ORDER BY starts_ns, number LIMIT 100",
        {bind("body", body)}, [&](const Row& row) {
          if (auto line = line_of(row); shown(line, inside, open)) reply.coming.push_back(std::move(line));
        });
  std::vector<std::int64_t> numbers;
  query.store().rows(
      "SELECT id, body, title, starts_ns, mode, place, state, number FROM plenary_session WHERE state IN ('closed', 'cancelled') "
      "AND (:body = '' OR body = :body) AND (:after = 0 OR number < :after) ORDER BY number DESC LIMIT 100",
      {bind("body", body), bind("after", request.after.value_or(0))}, [&](const Row& row) {
        if (auto line = line_of(row); shown(line, inside, open) && reply.held.size() <= kPage) {
          reply.held.push_back(std::move(line));
          numbers.push_back(row.integer(7));
        }
      });
  if (reply.held.size() > kPage) {
    reply.held.resize(kPage);
    reply.next = numbers[kPage - 1];
  }
  return reply;
}

Result<contract::CalendarReply> Plenary::calendar(const contract::Calendar&, const Query& query) const {
  contract::CalendarReply reply;
  std::vector<std::string> ids;
  query.store().rows("SELECT id FROM plenary_session WHERE state IN ('convened', 'open', 'closed') ORDER BY starts_ns DESC LIMIT 500", {},
                     [&](const Row& row) { ids.push_back(row.text(0)); });
  for (const auto& id : ids) {
    const auto session = find_session(id, query);
    const auto seen = may_see(*session, query);
    if (seen && *seen) reply.events.push_back(entry_of(*session));
  }
  return reply;
}

Result<contract::CalendarOfReply> Plenary::calendar_of(const contract::CalendarOf& request, const Query& query) const {
  const auto session = find_session(request.session, query);
  if (!session) return not_found("no_such_session");
  const auto seen = may_see(*session, query);
  if (!seen) return seen.error();
  if (!*seen) return not_found("no_such_session");
  contract::CalendarOfReply reply;
  if (!session->in({"cancelled", "postponed"})) reply.events.push_back(entry_of(*session));
  return reply;
}

Result<contract::SessionBriefReply> Plenary::session_brief(const contract::SessionBrief& request, const Query& query) const {
  const auto session = find_session(request.session, query);
  if (!session) return not_found("no_such_session");
  return contract::SessionBriefReply{
      .session = session->id, .title = session->title, .body = session->body, .date = session->date(), .state = session->state};
}

Result<contract::YearReply> Plenary::year(const contract::Year& request, const Query& query) const {
  contract::YearReply reply;
  std::int64_t present = 0, members = 0;
  const auto prefix = std::to_string(request.year) + "-";
  query.store().rows(
      "SELECT s.id, s.title, s.opened_ns, s.body, (SELECT COUNT(DISTINCT a.seat) FROM plenary_attendance a WHERE a.session = s.id), "
      "(SELECT COUNT(DISTINCT r.seat) FROM plenary_recipient r WHERE r.session = s.id) FROM plenary_session s "
      "WHERE s.state = 'closed' ORDER BY s.opened_ns, s.number",
      {}, [&](const Row& row) {
        const auto date = local_date(row.integer(2));
        if (!date.starts_with(prefix)) return;
        reply.sessions.push_back(
            {.session = row.text(0), .title = row.text(1), .date = date, .body = row.text(3), .present = row.integer(4), .members = row.integer(5)});
        present += row.integer(4);
        members += row.integer(5);
      });
  query.store().rows("SELECT proclaimed_ns, decision FROM plenary_vote WHERE stage IN ('proclaimed', 'final', 'contested', 'confirmed')", {},
                     [&](const Row& row) {
                       if (!local_date(row.integer(0)).starts_with(prefix)) return;
                       reply.votes += 1;
                       if (row.view(1) == "adopted") reply.adopted += 1;
                       if (row.view(1) == "rejected") reply.rejected += 1;
                     });
  reply.attendance_percent = members == 0 ? 0 : present * 100 / members;
  return reply;
}

}  // namespace plenary_plugin
