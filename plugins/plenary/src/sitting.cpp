// The chair opens the session, calls its items one by one, and closes it; a body that is too few meets again.

#include "absences.hpp"
#include "matters.hpp"
#include "roll.hpp"
#include "vote.hpp"

namespace plenary_plugin {
namespace {

std::int64_t votes_at(const std::string& session, std::string_view stage, const Query& query) {
  return query.store().integer("SELECT COUNT(*) FROM plenary_vote WHERE session = :session AND stage = :stage",
                               {bind("session", session), bind("stage", stage)});
}

/// Everybody goes; what was not dealt with waits for another session.
void end_session(const Session& session, Command& command) {
  const auto now = to_ns(command.now());
  std::vector<std::string> prepared;
  command.store().rows("SELECT id FROM plenary_vote WHERE session = :session AND stage = 'prepared'", {bind("session", session.id)},
                       [&](const Row& row) { prepared.push_back(row.text(0)); });
  for (const auto& vote : prepared)
    command.store().exec("UPDATE plenary_vote SET stage = 'void' WHERE id = :id", {bind("id", vote)});
  command.store().exec("UPDATE plenary_item SET progress = 'done' WHERE session = :session AND progress = 'current'", {bind("session", session.id)});
  release_matters(session.id, command);
  command.store().exec("UPDATE plenary_speech SET progress = 'done', ended_ns = :now WHERE session = :session AND progress = 'speaking'",
                       {bind("now", now), bind("session", session.id)});
  command.store().exec("UPDATE plenary_speech SET progress = 'renounced' WHERE session = :session AND progress = 'waiting'", {bind("session", session.id)});
  command.store().exec("UPDATE plenary_attendance SET left_ns = :now WHERE session = :session AND left_ns IS NULL",
                       {bind("now", now), bind("session", session.id)});
  command.store().exec(
      "UPDATE plenary_proxy SET standing = 'fallen', ended_ns = :now, ended_why = 'session_closed' WHERE session = :session AND standing = 'standing'",
      {bind("now", now), bind("session", session.id)});
  command.store().exec("UPDATE plenary_session SET state = 'closed', closed_ns = :now, changed_ns = :now, current_item = NULL WHERE id = :id",
                       {bind("now", now), bind("id", session.id)});
  command.emit(contract::Closed{.session = session.id, .body = session.body, .date = session.date()});
}

std::optional<Error> votes_pending(const std::string& session, const Query& query) {
  if (votes_at(session, "open", query) > 0) return conflict("vote_still_open");
  if (votes_at(session, "closed", query) > 0) return conflict("proclaim_first");
  // A tie that a new vote decides may wait for another session; a lot or a rule may not, nor a count.
  const auto elections = query.store().integer(
      "SELECT COUNT(*) FROM plenary_election WHERE session = :session AND (stage IN ('round_open', 'decided') OR (stage = 'tied' AND tie_rule <> 'revote'))",
      {bind("session", session)});
  if (elections > 0) return conflict("election_unfinished");
  return std::nullopt;
}

/// Whether the quorum is missing, of the body or for what still has to be decided.
Result<bool> too_few(const Session& session, const Query& query) {
  const auto roll = roll_of(session, std::nullopt, query);
  if (!roll) return roll.error();
  std::vector<std::string> acts{""};
  for (const auto& item : agenda_of(session.id, query))
    if (!item.act.empty() && (item.progress == "pending" || item.progress == "current")) acts.push_back(item.act);
  for (const auto& act : acts) {
    const auto quorum = quorum_of(session, act, *roll, query);
    if (!quorum) return quorum.error();
    if (!quorum->met) return true;
  }
  return false;
}

void copy_pending(const std::string& from, const std::string& to, Command& command) {
  std::int64_t position = 0;
  for (const auto& item : agenda_of(from, command)) {
    if (item.progress != "pending" && item.progress != "current") continue;
    command.store().exec(
        "INSERT INTO plenary_item (id, session, position, kind, title, note, matter_kind, matter, act, progress) "
        "VALUES (:id, :session, :position, :kind, :title, :note, :matter_kind, :matter, :act, 'pending')",
        {bind("id", command.new_id()), bind("session", to), bind("position", ++position), bind("kind", item.kind), bind("title", item.title),
         bind("note", item.note), bind("matter_kind", item.matter_kind), bind("matter", item.matter), bind("act", item.act)});
  }
}

}  // namespace

Result<contract::OpenSessionReply> Plenary::open_session(const contract::OpenSession& request, Command& command) {
  const auto session = find_session(request.session, command);
  if (!session) return not_found("no_such_session");
  if (session->in({"planned", "postponed"})) return conflict("not_convened");
  if (session->state != "convened") return conflict(session->state == "open" ? "session_open_already" : "already_held");
  // Members were told a day: another one is told to them by a new notice.
  if (!day_has_come(*session, command)) return conflict("not_its_day_yet");
  const auto now = to_ns(command.now());
  const bool respected = session->notice_respected && session->convened_ns &&
                         days_between(*session->convened_ns, now) >= session->notice_days.value_or(0);
  command.store().exec("UPDATE plenary_session SET state = 'open', opened_ns = :now, changed_ns = :now, notice_respected = :respected WHERE id = :id",
                       {bind("now", now), bind("respected", respected), bind("id", session->id)});
  command.emit(contract::Opened{.session = session->id, .body = session->body, .date = local_date(now)});
  return contract::OpenSessionReply{};
}

Result<contract::CallItemReply> Plenary::call_item(const contract::CallItem& request, Command& command) {
  const auto session = find_session(request.session, command);
  const auto item = find_item(request.session, request.item, command);
  if (!session || !item) return not_found("no_such_item");
  if (session->state != "open") return conflict("session_not_open");
  if (item->progress == "withdrawn") return conflict("item_withdrawn_already");
  if (item->progress == "current") return conflict("item_called_already");
  if (votes_at(session->id, "open", command) > 0) return conflict("vote_still_open");
  command.store().exec("UPDATE plenary_item SET progress = 'done' WHERE session = :session AND progress = 'current'", {bind("session", session->id)});
  command.store().exec("UPDATE plenary_item SET progress = 'current' WHERE id = :id", {bind("id", item->id)});
  command.store().exec("UPDATE plenary_session SET current_item = :item WHERE id = :id", {bind("item", item->id), bind("id", session->id)});
  command.emit(contract::ItemCalled{.session = session->id, .item = item->id});
  return contract::CallItemReply{};
}

Result<contract::CloseSessionReply> Plenary::close_session(const contract::CloseSession& request, Command& command) {
  const auto session = find_session(request.session, command);
  if (!session) return not_found("no_such_session");
  if (session->state != "open") return conflict("session_not_open");
  if (auto pending = votes_pending(session->id, command)) return *pending;
  if (const auto kept = keep_absences(*session, command); !kept) return kept.error();
  end_session(*session, command);
  return contract::CloseSessionReply{};
}

Result<contract::ReconveneReply> Plenary::reconvene(const contract::Reconvene& request, Command& command) {
  const auto session = find_session(request.session, command);
  if (!session) return not_found("no_such_session");
  if (session->state != "open") return conflict("session_not_open");
  const auto rule = command.ask(rules::Body{.body = session->body});
  if (!rule) return rule.error();
  if (rule->second_convocation == "none" || session->convocation > 1) return conflict("no_second_convocation");
  const auto starts = parse_iso(request.starts);
  if (!starts || *starts <= command.now()) return invalid("starts", "in_the_past");
  if (auto pending = votes_pending(session->id, command)) return *pending;
  const auto few = too_few(*session, command);
  if (!few) return few.error();
  if (!*few) return conflict("quorum_is_met");

  const auto next = next_number("SE", command);
  command.store().exec(
      "INSERT INTO plenary_session (id, number, body, title, mode, place, link, starts_ns, state, convocation, follows, code, changed_ns) "
      "SELECT :next, (SELECT MAX(number) + 1 FROM plenary_session), body, title, mode, place, link, :starts, 'planned', 2, id, code, :now "
      "FROM plenary_session WHERE id = :id",
      {bind("next", next), bind("starts", to_ns(*starts)), bind("now", to_ns(command.now())), bind("id", session->id)});
  copy_pending(session->id, next, command);
  if (const auto kept = keep_absences(*session, command); !kept) return kept.error();
  end_session(*session, command);
  // What goes on to the second session does not wait for another one.
  for (const auto& item : agenda_of(next, command))
    if (item.matter) set_matter(item.matter_kind, *item.matter, "scheduled", command);
  command.emit(contract::Planned{.session = next, .body = session->body});
  return contract::ReconveneReply{.next = next};
}

}  // namespace plenary_plugin
