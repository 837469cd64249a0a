// The bureau writes: a year begins, pieces of work come in, change, and leave, as long as the version is not tabled.
#include <algorithm>
#include <iterator>

#include "year.hpp"

namespace programme_plugin {
namespace {

struct Dates {
  const std::optional<std::string>&starts_on, &due_on, &decision_on;
};

// A work that is handed in after the authority decided weighs on nothing.
std::optional<Error> wrong(const Dates& dates) {
  if (dates.starts_on && dates.due_on && *dates.due_on < *dates.starts_on) return invalid("due_on", "due_before_start");
  if (dates.due_on && dates.decision_on && *dates.due_on > *dates.decision_on) return invalid("due_on", "due_after_decision");
  return std::nullopt;
}

// The version that may be written on now, or why not.
Result<Edition> open_edition(std::int64_t year, const Query& query) {
  const auto found = find_year(year, query);
  if (!found) return not_found("no_such_programme");
  if (found->state == "closed" || found->state == "reported") return conflict("year_closed");
  auto edition = being_written(year, query);
  if (!edition) return conflict("amend_first");
  if (edition->state != "draft") return conflict("already_tabled");
  return std::move(*edition);
}

bool holds(const Edition& edition, const std::string& item, const Query& query) {
  return query.store().integer("SELECT COUNT(*) FROM programme_item WHERE year = :year AND version = :version AND item = :item",
                               {bind("year", edition.year), bind("version", edition.version), bind("item", item)}) > 0;
}

void changed(const Edition& edition, Command& command) {
  command.emit(contract::Changed{.programme = id_of(edition.year), .year = edition.year, .version = edition.version});
}

// States in which a referral cannot be worked on: not yet admitted, refused, or over.
bool out_of_reach(const std::string& state) {
  static constexpr std::string_view kStates[] = {"submitted", "under_admissibility_review", "returned",  "inadmissible", "declined",
                                                 "merged",    "closed",                     "withdrawn", "lapsed_tacit"};
  return std::find(std::begin(kStates), std::end(kStates), state) != std::end(kStates);
}

}  // namespace

Result<contract::BeginReply> Programme::begin(const contract::Begin& request, Command& command) {
  if (find_year(request.year, command)) return conflict("year_exists");
  command.store().exec("INSERT INTO programme_year (year, state, current, working, began_ns) VALUES (:year, 'draft', NULL, 1, :now)",
                       {bind("year", request.year), bind("now", to_ns(command.now()))});
  command.store().exec(
      "INSERT INTO programme_version (year, version, state, title, introduction) VALUES (:year, 1, 'draft', :title, :introduction)",
      {bind("year", request.year), bind("title", request.title), bind("introduction", request.introduction)});
  add_line(request.year, 1, {.step = "began"}, command);
  command.emit(contract::Began{.programme = id_of(request.year), .year = request.year});
  return contract::BeginReply{};
}

Result<contract::ReviseReply> Programme::revise(const contract::Revise& request, Command& command) {
  const auto edition = open_edition(request.year, command);
  if (!edition) return edition.error();
  command.store().exec(
      "UPDATE programme_version SET title = :title, introduction = :introduction WHERE year = :year AND version = :version",
      {bind("title", request.title), bind("introduction", request.introduction), bind("year", edition->year), bind("version", edition->version)});
  changed(*edition, command);
  return contract::ReviseReply{};
}

Result<contract::AddItemReply> Programme::add_item(const contract::AddItem& request, Command& command) {
  const auto edition = open_edition(request.year, command);
  if (!edition) return edition.error();
  if (const auto refused = wrong({request.starts_on, request.due_on, request.decision_on})) return *refused;
  auto title = request.title;
  if (request.referral) {
    const auto referral = command.ask(saisine::GetBrief{.reference = *request.referral});
    if (!referral) return referral.status() == Status::not_found ? invalid("referral", "no_such_referral") : referral.error();
    if (out_of_reach(referral->state)) return invalid("referral", "referral_not_admissible");
    const auto same = command.store().integer(
        "SELECT COUNT(*) FROM programme_item WHERE year = :year AND version = :version AND referral = :referral",
        {bind("year", edition->year), bind("version", edition->version), bind("referral", request.referral)});
    if (same > 0) return invalid("referral", "already_in_programme");
    if (!title) title = referral->title;
  }
  if (!title) return invalid("title", "title_or_referral");

  const auto item = command.new_id();
  const auto last = command.store().integer("SELECT MAX(position) FROM programme_item WHERE year = :year AND version = :version",
                                            {bind("year", edition->year), bind("version", edition->version)});
  command.store().exec(
      "INSERT INTO programme_item (year, version, item, position, title, kind, referral, starts_on, due_on, decision_on, decision, note) "
      "VALUES (:year, :version, :item, :position, :title, :kind, :referral, :starts_on, :due_on, :decision_on, :decision, :note)",
      {bind("year", edition->year), bind("version", edition->version), bind("item", item), bind("position", last + 1), bind("title", *title),
       bind("kind", request.kind), bind("referral", request.referral), bind("starts_on", request.starts_on), bind("due_on", request.due_on),
       bind("decision_on", request.decision_on), bind("decision", request.decision), bind("note", request.note)});
  changed(*edition, command);
  return contract::AddItemReply{.item = item};
}

Result<contract::ChangeItemReply> Programme::change_item(const contract::ChangeItem& request, Command& command) {
  const auto edition = open_edition(request.year, command);
  if (!edition) return edition.error();
  if (!holds(*edition, request.item, command)) return not_found("no_such_item");
  if (const auto refused = wrong({request.starts_on, request.due_on, request.decision_on})) return *refused;
  command.store().exec(
      "UPDATE programme_item SET title = COALESCE(:title, title), kind = :kind, starts_on = :starts_on, due_on = :due_on, "
      "decision_on = :decision_on, decision = :decision, note = :note WHERE year = :year AND version = :version AND item = :item",
      {bind("title", request.title), bind("kind", request.kind), bind("starts_on", request.starts_on), bind("due_on", request.due_on),
       bind("decision_on", request.decision_on), bind("decision", request.decision), bind("note", request.note), bind("year", edition->year),
       bind("version", edition->version), bind("item", request.item)});
  changed(*edition, command);
  return contract::ChangeItemReply{};
}

Result<contract::RemoveItemReply> Programme::remove_item(const contract::RemoveItem& request, Command& command) {
  const auto edition = open_edition(request.year, command);
  if (!edition) return edition.error();
  if (!holds(*edition, request.item, command)) return not_found("no_such_item");
  command.store().exec("DELETE FROM programme_item WHERE year = :year AND version = :version AND item = :item",
                       {bind("year", edition->year), bind("version", edition->version), bind("item", request.item)});
  changed(*edition, command);
  return contract::RemoveItemReply{};
}

Result<contract::HeadReply> Programme::head(const contract::Head& request, const Query& query) const {
  const auto edition = being_written(request.year, query);
  if (!edition) return not_found("no_such_programme");
  return contract::HeadReply{.title = edition->title, .introduction = edition->introduction};
}

Result<contract::ItemReply> Programme::item(const contract::Item& request, const Query& query) const {
  const auto edition = being_written(request.year, query);
  if (!edition) return not_found("no_such_programme");
  for (const auto& work : works_of(*edition, query))
    if (work.item == request.item)
      return contract::ItemReply{.title = work.title,
                                 .kind = work.kind,
                                 .starts_on = work.starts_on,
                                 .due_on = work.due_on,
                                 .decision_on = work.decision_on,
                                 .decision = work.decision,
                                 .note = work.note};
  return not_found("no_such_item");
}

Result<contract::AmendReply> Programme::amend(const contract::Amend& request, Command& command) {
  const auto found = find_year(request.year, command);
  if (!found) return not_found("no_such_programme");
  if (found->state == "closed" || found->state == "reported") return conflict("year_closed");
  if (found->working) return conflict(found->current ? "amendment_under_way" : "not_adopted_yet");
  if (!found->current) return conflict("not_adopted_yet");
  const auto in_force = find_edition(request.year, *found->current, command);
  if (!in_force) return not_found("no_such_programme");
  const auto next = command.store().integer("SELECT MAX(version) FROM programme_version WHERE year = :year", {bind("year", request.year)}) + 1;
  command.store().exec(
      "INSERT INTO programme_version (year, version, state, title, introduction, reason) "
      "VALUES (:year, :version, 'draft', :title, :introduction, :reason)",
      {bind("year", request.year), bind("version", next), bind("title", in_force->title), bind("introduction", in_force->introduction),
       bind("reason", request.reason)});
  command.store().exec(
      "INSERT INTO programme_item (year, version, item, position, title, kind, referral, starts_on, due_on, decision_on, decision, note) "
      "SELECT year, :next, item, position, title, kind, referral, starts_on, due_on, decision_on, decision, note FROM programme_item "
      "WHERE year = :year AND version = :version",
      {bind("next", next), bind("year", request.year), bind("version", in_force->version)});
  command.store().exec("UPDATE programme_year SET working = :next WHERE year = :year", {bind("next", next), bind("year", request.year)});
  add_line(request.year, next, {.step = "amendment_began", .reason = request.reason}, command);
  command.emit(contract::Changed{.programme = id_of(request.year), .year = request.year, .version = next});
  return contract::AmendReply{};
}

Result<contract::DropAmendmentReply> Programme::drop_amendment(const contract::DropAmendment& request, Command& command) {
  const auto edition = open_edition(request.year, command);
  if (!edition) return edition.error();
  if (!find_year(request.year, command)->current) return conflict("not_adopted_yet");
  set_edition_state(*edition, "dropped", command);
  nothing_written(request.year, command);
  add_line(request.year, edition->version, {.step = "amendment_dropped"}, command);
  changed(*edition, command);
  return contract::DropAmendmentReply{};
}

}  // namespace programme_plugin
