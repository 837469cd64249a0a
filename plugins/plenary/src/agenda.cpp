// The agenda is made while a session is planned, and frozen when it is convened.
#include <algorithm>

#include "matters.hpp"
#include "session.hpp"

namespace plenary_plugin {
namespace {

constexpr std::size_t kMostItems = 200;
constexpr std::size_t kDeepest = 3;

/// Acts that decide about a matter that another plugin laid before the body: there is nothing to adopt without it.
bool needs_matter(const std::string& act) {
  return act == "adopt_programme" || act == "amend_programme" || act == "programme_referral" || act == "adopt_opinion" || act == "approve_minutes";
}

// What the request comes to: an item about a matter that waits, or one with a title of its own.
Result<AgendaItem> made_of(const contract::AddItem& request, const Query& query) {
  AgendaItem item{.session = request.session, .kind = request.kind, .matter_kind = "other"};
  if (request.kind != "matter") {
    if (request.matter) return invalid("matter", "not_for_this_kind");
    if (request.kind == "information" && request.act) return invalid("kind", "information_decides_nothing");
    if (request.act && needs_matter(*request.act)) return invalid("kind", "act_needs_matter");
    if (!request.title) return invalid("title", "required");
    item.title = *request.title;
    item.act = request.act.value_or(request.kind == "election" ? "elect" : request.kind == "information" ? "" : "other");
    if (item.act == "amend_rules") item.matter_kind = "rules";
    return item;
  }
  if (!request.matter && request.act && !needs_matter(*request.act)) return invalid("kind", "ordinary_decision");
  if (!request.matter) return invalid("matter", "matter_needed");
  const auto matter = find_matter(*request.matter, query);
  if (!matter) return invalid("matter", "no_such_matter");
  if (matter->state != "waiting") return invalid("matter", "not_waiting");
  if (request.act && *request.act != matter->act) return invalid("act", "act_of_the_matter");
  item.title = request.title.value_or(matter->title);
  item.matter_kind = matter->kind;
  item.matter = matter->id;
  item.act = matter->act;
  return item;
}

}  // namespace

Result<contract::AddItemReply> Plenary::add_item(const contract::AddItem& request, Command& command) {
  const auto session = find_session(request.session, command);
  if (!session) return not_found("no_such_session");
  if (session->state != "planned") return conflict("agenda_frozen");
  auto item = made_of(request, command);
  if (!item) return item.error();
  const auto agenda = agenda_of(session->id, command);
  if (agenda.size() >= kMostItems) return conflict("agenda_full");
  if (request.parent) {
    const auto parent = std::find_if(agenda.begin(), agenda.end(), [&](const AgendaItem& other) { return other.id == *request.parent; });
    if (parent == agenda.end()) return invalid("parent", "no_such_item");
    const auto depth = static_cast<std::size_t>(std::count(parent->number.begin(), parent->number.end(), '.')) + 2;
    if (depth > kDeepest) return invalid("parent", "too_deep");
  }
  item->id = command.new_id();
  command.store().exec(
      "INSERT INTO plenary_item (id, session, parent, position, kind, title, note, matter_kind, matter, act, progress) VALUES (:id, :session, :parent, "
      "(SELECT COALESCE(MAX(position), 0) + 1 FROM plenary_item WHERE session = :session), :kind, :title, :note, :matter_kind, :matter, :act, 'pending')",
      {bind("id", item->id), bind("session", session->id), bind("parent", request.parent), bind("kind", item->kind), bind("title", item->title),
       bind("note", request.note), bind("matter_kind", item->matter_kind), bind("matter", item->matter), bind("act", item->act)});
  if (item->matter) set_matter(item->matter_kind, *item->matter, "scheduled", command);
  command.emit(contract::AgendaChanged{.session = session->id, .item = item->id});
  return contract::AddItemReply{.item = item->id};
}

Result<contract::MoveItemReply> Plenary::move_item(const contract::MoveItem& request, Command& command) {
  const auto session = find_session(request.session, command);
  const auto item = find_item(request.session, request.item, command);
  if (!session || !item) return not_found("no_such_item");
  if (session->state != "planned") return conflict("agenda_frozen");
  std::optional<AgendaItem> neighbour;
  for (const auto& other : agenda_of(session->id, command)) {
    if (other.parent != item->parent || other.id == item->id) continue;
    const bool above = other.position < item->position;
    if (request.direction == "up" && above) neighbour = other;  // the last of those above is the nearest
    if (request.direction == "down" && !above && !neighbour) neighbour = other;
  }
  if (!neighbour) return invalid("direction", "at_the_edge");
  command.store().exec("UPDATE plenary_item SET position = :position WHERE id = :id", {bind("position", neighbour->position), bind("id", item->id)});
  command.store().exec("UPDATE plenary_item SET position = :position WHERE id = :id", {bind("position", item->position), bind("id", neighbour->id)});
  command.emit(contract::AgendaChanged{.session = session->id, .item = item->id});
  return contract::MoveItemReply{};
}

Result<contract::AddPaperReply> Plenary::add_paper(const contract::AddPaper& request, Command& command) {
  const auto session = find_session(request.session, command);
  const auto item = find_item(request.session, request.item, command);
  if (!session || !item) return not_found("no_such_item");
  if (session->in({"closed", "cancelled"})) return conflict("already_held");
  if (request.file.has_value() == request.link.has_value()) return invalid("file", "file_or_link");
  const auto of_file = [&](auto member) { return request.file ? std::optional((*request.file).*member) : std::nullopt; };
  const auto blob = of_file(&Upload::blob), name = of_file(&Upload::name), media_type = of_file(&Upload::media_type);
  const auto size = of_file(&Upload::size);
  command.store().exec(
      "INSERT INTO plenary_paper (item, position, label, blob, name, media_type, size, link, laid_ns) VALUES (:item, "
      "(SELECT COALESCE(MAX(position), 0) + 1 FROM plenary_paper WHERE item = :item), :label, :blob, :name, :media_type, :size, :link, :now)",
      {bind("item", item->id), bind("label", request.label), bind("blob", blob), bind("name", name), bind("media_type", media_type),
       bind("size", size), bind("link", request.link), bind("now", to_ns(command.now()))});
  command.emit(contract::AgendaChanged{.session = session->id, .item = item->id});
  return contract::AddPaperReply{};
}

Result<contract::PaperReply> Plenary::paper(const contract::Paper& request, const Query& query) const {
  const auto session = find_session(request.session, query);
  const auto item = find_item(request.session, request.item, query);
  if (!session || !item) return not_found("no_such_paper");
  const auto seen = may_see(*session, query);
  if (!seen) return seen.error();
  const auto row = query.store().first(
      "SELECT blob, name, media_type, size FROM plenary_paper WHERE item = :item AND position = :position AND blob IS NOT NULL",
      {bind("item", request.item), bind("position", request.position)});
  if (!row || !*seen || is_veiled(*item, is_inside(query), query)) return not_found("no_such_paper");
  return contract::PaperReply{.file = {.blob = row->text(0), .name = row->text(1), .media_type = row->text(2), .size = row->integer(3)}};
}

Result<contract::ParentsReply> Plenary::parents(const contract::Parents& request, const Query& query) const {
  contract::ParentsReply reply;
  const auto session = find_session(request.session, query);
  if (!session) return not_found("no_such_session");
  for (const auto& item : agenda_of(session->id, query))
    if (item.progress != "withdrawn") reply.options.push_back({.id = item.id, .label = item.number + " · " + item.title});
  return reply;
}

}  // namespace plenary_plugin
