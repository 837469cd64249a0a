#include "deliverable.hpp"

#include <algorithm>
#include <utility>

#include "remark.hpp"

namespace opinions_plugin {
namespace {

Deliverable read(const Row& row) {
  return {.id = row.text(0),
          .group = row.text(1),
          .kind = row.text(2),
          .state = row.text(3),
          .title = row.text(4),
          .summary = row.text(5),
          .referral = row.optional_text(6),
          .handed_in = row.boolean(7),
          .version = row.integer(8),
          .themes = from_json<std::vector<std::string>>(row.view(9)),
          .explanation = row.optional_text(10),
          .session = row.optional_text(11),
          .decided = row.optional_text(12),
          .annulled = row.optional_text(13),
          .in_favour = row.optional_integer(14),
          .against = row.optional_integer(15),
          .abstained = row.optional_integer(16),
          .reservations = row.optional_text(28),
          .irregular = row.boolean(17),
          .reference = row.optional_text(18),
          .hash = row.optional_text(19),
          .final_version = row.integer(20),
          .expects_response = row.boolean(21),
          .transmitted = row.optional_text(22),
          .due = row.optional_text(23),
          .message = row.optional_text(24),
          .embargo_ns = row.optional_integer(25),
          .is_public = !row.is_null(26),
          .overdue = row.boolean(27)};
}

}  // namespace

bool Deliverable::in(std::initializer_list<std::string_view> states) const {
  return std::find(states.begin(), states.end(), std::string_view(state)) != states.end();
}

std::optional<Deliverable> find(std::string_view id, const Query& query) {
  const auto row = query.store().first(
      "SELECT id, group_id, kind, state, title, summary, referral, handed_in, version, themes, explanation, session, decided, annulled, "
      "in_favour, against, abstained, irregular, reference, hash, final_version, expects_response, transmitted, due, message, embargo_ns, "
      "public_ns, overdue, reservations FROM opinions_deliverable WHERE id = :id OR reference = :id",
      {bind("id", id)});
  return row ? std::optional(read(*row)) : std::nullopt;
}

std::optional<Deliverable> find_in_group(std::string_view id, std::string_view group, const Query& query) {
  auto found = find(id, query);
  if (found && found->group != group) return std::nullopt;
  return found;
}

std::optional<Text> text_of(const std::string& deliverable, std::int64_t version, const Query& query) {
  const auto row = query.store().first(
      "SELECT title, summary, body, proposals, hearings FROM opinions_version WHERE deliverable = :id AND version = :version",
      {bind("id", deliverable), bind("version", version)});
  if (!row) return std::nullopt;
  return Text{.title = row->text(0),
              .summary = row->text(1),
              .body = row->text(2),
              .proposals = from_json<std::vector<contract::Proposal>>(row->view(3)),
              .hearings = from_json<std::vector<contract::Hearing>>(row->view(4))};
}

std::int64_t write_version(Deliverable& deliverable, const Text& text, const std::optional<std::string>& note, Command& command) {
  ++deliverable.version;
  deliverable.title = text.title;
  deliverable.summary = text.summary;
  const auto proposals = to_json(text.proposals), hearings = to_json(text.hearings);
  command.store().exec(
      "INSERT INTO opinions_version (deliverable, version, title, summary, body, proposals, hearings, note, author, made_ns) "
      "VALUES (:id, :version, :title, :summary, :body, :proposals, :hearings, :note, :author, :now)",
      {bind("id", deliverable.id), bind("version", deliverable.version), bind("title", text.title), bind("summary", text.summary),
       bind("body", text.body), bind("proposals", proposals), bind("hearings", hearings), bind("note", note),
       bind("author", command.actor().is_system() ? std::string_view() : command.actor().id()), bind("now", to_ns(command.now()))});
  command.store().exec("UPDATE opinions_deliverable SET version = :version, title = :title, summary = :summary WHERE id = :id",
                       {bind("version", deliverable.version), bind("title", text.title), bind("summary", text.summary),
                        bind("id", deliverable.id)});
  move_remarks(deliverable.id, text.body, command);
  command.emit(contract::Revised{.deliverable = deliverable.id, .version = deliverable.version});
  return deliverable.version;
}

std::vector<contract::Statement> statements_of(const std::string& deliverable, const Query& query) {
  std::vector<contract::Statement> found;
  query.store().rows("SELECT signatories, statement FROM opinions_statement WHERE deliverable = :id ORDER BY position",
                     {bind("id", deliverable)},
                     [&](const Row& row) { found.push_back({.signatories = row.text(0), .statement = row.text(1)}); });
  return found;
}

std::string scope_of(const Deliverable& deliverable) { return "group:" + deliverable.group; }

bool reads_draft(const Deliverable& deliverable, const Query& query) {
  if (query.allowed(contract::permission::read, scope_of(deliverable))) return true;
  return deliverable.in({"tabled", "adopted", "adopted_with_reservations", "rejected", "finalised", "transmitted", "in_follow_up", "closed"}) &&
         query.allowed(contract::permission::read_tabled);
}

void set_state(Deliverable& deliverable, std::string_view state, Command& command) {
  deliverable.state = state;
  command.store().exec("UPDATE opinions_deliverable SET state = :state, moved_ns = :now, explanation = :explanation WHERE id = :id",
                       {bind("state", state), bind("now", to_ns(command.now())), bind("explanation", deliverable.explanation),
                        bind("id", deliverable.id)});
}

void move(Deliverable& deliverable, std::string_view state, Command& command) {
  set_state(deliverable, state, command);
  command.emit(contract::Moved{.deliverable = deliverable.id, .state = deliverable.state});
}

void publish(Deliverable& deliverable, Command& command) {
  if (deliverable.is_public) return;
  deliverable.is_public = true;
  const auto shown = deliverable.transmitted.value_or(deliverable.decided.value_or(command.today()));
  command.store().exec("UPDATE opinions_deliverable SET public_ns = :now, shown = :shown WHERE id = :id",
                       {bind("now", to_ns(command.now())), bind("shown", shown), bind("id", deliverable.id)});
  command.emit(contract::Published{.deliverable = deliverable.id,
                                   .reference = deliverable.name(),
                                   .referral = deliverable.referral,
                                   .group = deliverable.group,
                                   .title = deliverable.title,
                                   .kind = deliverable.kind,
                                   .decided = deliverable.decided,
                                   .transmitted = deliverable.transmitted});
}

std::string next_number(std::string_view letters, std::size_t digits, Command& command) {
  const auto series = std::string(letters) + "-" + command.today().substr(0, 4);
  command.store().exec(
      "INSERT INTO opinions_counter (series, last) VALUES (:series, 1) "
      "ON CONFLICT (series) DO UPDATE SET last = opinions_counter.last + 1",
      {bind("series", series)});
  const auto number =
      std::to_string(command.store().integer("SELECT last FROM opinions_counter WHERE series = :series", {bind("series", series)}));
  return series + "-" + std::string(number.size() < digits ? digits - number.size() : 0, '0') + number;
}

Result<std::map<std::string, std::string>> names_of(const std::vector<std::string>& accounts, const Query& query) {
  std::map<std::string, std::string> names;
  accounts::Names request;
  for (const auto& account : accounts)
    if (!account.empty() && names.emplace(account, account).second) request.ids.push_back(account);
  if (request.ids.empty()) return names;
  const auto reply = query.ask(request);
  if (!reply) return reply.error();
  for (const auto& entry : reply->names) names[entry.id] = entry.name;
  return names;
}

std::string recommendation_reference(const Deliverable& deliverable, std::int64_t number) {
  return deliverable.name() + "/R" + std::to_string(number);
}

}  // namespace opinions_plugin
