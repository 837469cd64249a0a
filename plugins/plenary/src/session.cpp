#include "session.hpp"

#include <algorithm>
#include <map>

namespace plenary_plugin {
namespace {

AgendaItem read_item(const auto& row) {
  return {.id = row.text(0),
          .session = row.text(1),
          .kind = row.text(4),
          .title = row.text(5),
          .matter_kind = row.text(7),
          .act = row.text(9),
          .progress = row.text(10),
          .parent = row.optional_text(2),
          .note = row.optional_text(6),
          .matter = row.optional_text(8),
          .reason = row.optional_text(11),
          .position = row.integer(3)};
}

// Those under `parent` with what is under them; a tree of at most 200 items is walked from its roots.
void number(const std::vector<AgendaItem>& items, const std::optional<std::string>& parent, const std::string& prefix, std::vector<AgendaItem>& out) {
  int count = 0;
  for (const auto& item : items) {
    if (item.parent != parent) continue;
    out.push_back(item);
    out.back().number = prefix + std::to_string(++count);
    number(items, item.id, out.back().number + ".", out);
  }
}

}  // namespace

bool Session::in(std::initializer_list<std::string_view> states) const {
  return std::find(states.begin(), states.end(), std::string_view(state)) != states.end();
}

std::string Session::date() const { return local_date(opened_ns.value_or(starts_ns)); }

bool day_has_come(const Session& session, const Query& query) {
  return session.opened_ns || local_date(session.starts_ns) <= query.today();
}

std::string Session::join_path() const { return "/seances/" + id + "/presence?code=" + code; }

std::optional<Session> find_session(const std::string& id, const Query& query) {
  const auto row = query.store().first(
      "SELECT body, title, mode, state, code, place, link, follows, current_item, urgency_reason, reason, starts_ns, convocation, changed_ns, "
      "notice_days, convened_ns, opened_ns, closed_ns, notice_respected, papers_days FROM plenary_session WHERE id = :id",
      {bind("id", id)});
  if (!row) return std::nullopt;
  Session session{.id = id, .body = row->text(0), .title = row->text(1), .mode = row->text(2), .state = row->text(3), .code = row->text(4)};
  session.place = row->optional_text(5);
  session.link = row->optional_text(6);
  session.follows = row->optional_text(7);
  session.current_item = row->optional_text(8);
  session.urgency_reason = row->optional_text(9);
  session.reason = row->optional_text(10);
  session.starts_ns = row->integer(11);
  session.convocation = row->integer(12);
  session.changed_ns = row->integer(13);
  session.notice_days = row->optional_integer(14);
  session.convened_ns = row->optional_integer(15);
  session.opened_ns = row->optional_integer(16);
  session.closed_ns = row->optional_integer(17);
  session.notice_respected = row->integer(18) != 0;
  session.papers_days = row->optional_integer(19);
  return session;
}

std::optional<AgendaItem> find_item(const std::string& session, const std::string& id, const Query& query) {
  const auto row = query.store().first(
      "SELECT id, session, parent, position, kind, title, note, matter_kind, matter, act, progress, reason FROM plenary_item "
      "WHERE id = :id AND session = :session",
      {bind("id", id), bind("session", session)});
  return row ? std::optional(read_item(*row)) : std::nullopt;
}

std::vector<AgendaItem> agenda_of(const std::string& session, const Query& query) {
  std::vector<AgendaItem> items, numbered;
  query.store().rows(
      "SELECT id, session, parent, position, kind, title, note, matter_kind, matter, act, progress, reason FROM plenary_item "
      "WHERE session = :session ORDER BY position, id LIMIT 200",
      {bind("session", session)}, [&](const Row& row) { items.push_back(read_item(row)); });
  number(items, std::nullopt, "", numbered);
  return numbered;
}

bool is_inside(const Query& query) {
  return query.allowed(contract::permission::take_part) || query.allowed(contract::permission::prepare);
}

Result<bool> may_see(const Session& session, const Query& query) {
  if (is_inside(query)) return true;
  if (session.state == "planned") return false;
  const auto body = query.ask(rules::Body{.body = session.body});
  if (!body) return body.error();
  return body->open;
}

bool is_veiled(const AgendaItem& item, bool inside, const Query& query) {
  if (inside || item.matter_kind != "referral" || !item.matter) return false;
  const auto brief = query.ask(saisine::GetBrief{.reference = *item.matter});
  return !brief || !brief->open;
}

std::string shown_title(const AgendaItem& item, bool inside, const Query& query) {
  return is_veiled(item, inside, query) ? *item.matter : item.title;
}

std::string next_number(std::string_view letters, Command& command) {
  const auto series = std::string(letters) + "-" + command.today().substr(0, 4);
  command.store().exec(
      "INSERT INTO plenary_counter (series, last) VALUES (:series, 1) "
      "ON CONFLICT (series) DO UPDATE SET last = plenary_counter.last + 1",
      {bind("series", series)});
  const auto number =
      std::to_string(command.store().integer("SELECT last FROM plenary_counter WHERE series = :series", {bind("series", series)}));
  return series + "-" + std::string(number.size() < 3 ? 3 - number.size() : 0, '0') + number;
}

Result<members::NamesReply> names_of(std::vector<std::string> persons, const Query& query) {
  std::sort(persons.begin(), persons.end());
  persons.erase(std::unique(persons.begin(), persons.end()), persons.end());
  if (persons.empty()) return members::NamesReply{};
  auto names = query.ask(members::Names{.persons = std::move(persons)});
  if (names) std::sort(names->names.begin(), names->names.end(), [](const auto& a, const auto& b) { return a.person < b.person; });
  return names;
}

std::string name_in(const members::NamesReply& names, const std::string& person, const std::string& otherwise) {
  const auto found = std::lower_bound(names.names.begin(), names.names.end(), person, [](const auto& entry, const auto& id) { return entry.person < id; });
  return found != names.names.end() && found->person == person ? found->name : otherwise;
}

}  // namespace plenary_plugin
