// A version is tabled, and adopted by whom the rules say: the proclamation of a vote, or the officer who records what the body decided.
#include "year.hpp"

namespace programme_plugin {
namespace {

struct Decided {
  std::string date;
  std::optional<std::string> session{}, vote{};
  Line line;
};

std::string act_of(const Year& year) { return year.current ? "amend_programme" : "adopt_programme"; }

// Every referral that stands in a programme in force for the first time is taken into the council's work with it.
void place_referrals(const Edition& edition, std::optional<std::int64_t> before, const Decided& decided, Command& command) {
  std::vector<std::string> placed;
  command.store().rows(
      "SELECT referral FROM programme_item i WHERE year = :year AND version = :version AND referral IS NOT NULL AND NOT EXISTS "
      "(SELECT 1 FROM programme_item o WHERE o.year = i.year AND o.version = :before AND o.referral = i.referral) ORDER BY position",
      {bind("year", edition.year), bind("version", edition.version), bind("before", before)},
      [&](const Row& row) { placed.push_back(row.text(0)); });
  for (const auto& referral : placed)
    command.emit(contract::Placed{.programme = id_of(edition.year),
                                  .year = edition.year,
                                  .version = edition.version,
                                  .referral = referral,
                                  .date = decided.date,
                                  .session = decided.session});
}

// An annulled version places nothing: what only it placed, and no programme in force does, has to be decided again.
void take_off(const Edition& edition, std::optional<std::int64_t> before, Command& command) {
  std::vector<std::string> gone;
  command.store().rows(
      "SELECT referral FROM programme_item i WHERE year = :year AND version = :version AND referral IS NOT NULL AND NOT EXISTS "
      "(SELECT 1 FROM programme_item o WHERE o.year = i.year AND o.version = :before AND o.referral = i.referral) AND NOT EXISTS "
      "(SELECT 1 FROM programme_year y JOIN programme_item o ON o.year = y.year AND o.version = y.current "
      "WHERE y.year <> i.year AND o.referral = i.referral) ORDER BY position",
      {bind("year", edition.year), bind("version", edition.version), bind("before", before)},
      [&](const Row& row) { gone.push_back(row.text(0)); });
  for (const auto& referral : gone) command.emit(contract::Unplaced{.programme = id_of(edition.year), .referral = referral});
}

void adopt(const Year& year, const Edition& edition, const Decided& decided, Command& command) {
  if (year.current) {
    const auto before = find_edition(year.year, *year.current, command);
    if (before) set_edition_state(*before, "replaced", command);
  }
  command.store().exec(
      "UPDATE programme_version SET state = 'adopted', adopted_on = :date, session = :session, vote = :vote "
      "WHERE year = :year AND version = :version",
      {bind("date", decided.date), bind("session", decided.session), bind("vote", decided.vote), bind("year", year.year),
       bind("version", edition.version)});
  command.store().exec("UPDATE programme_year SET current = :version, working = NULL, state = :state WHERE year = :year",
                       {bind("version", edition.version), bind("state", year.current ? year.state : "adopted"), bind("year", year.year)});
  add_line(year.year, edition.version, decided.line, command);
  command.emit(contract::Adopted{.programme = id_of(year.year),
                                 .year = year.year,
                                 .version = edition.version,
                                 .title = edition.title,
                                 .date = decided.date,
                                 .session = decided.session});
  place_referrals(edition, year.current, decided, command);
}

// Not adopted: a first version goes back to be written on; an amendment that was rejected is over, and what was in force stays in force.
void refuse(const Year& year, const Edition& edition, const std::string& outcome, const Decided& decided, Command& command) {
  const bool over = outcome == "rejected" && year.current;
  set_edition_state(edition, over ? "rejected" : "draft", command);
  if (over) nothing_written(year.year, command);
  add_line(year.year, edition.version, decided.line, command);
  command.emit(contract::Decided{
      .programme = id_of(year.year), .year = year.year, .version = edition.version, .outcome = outcome, .date = decided.date});
}

// After a vote was annulled its matter waits for a session again. A newer version takes the place of the annulled one: while it is written nothing
// waits, and once tabled it is adopted as the first one when none is in force any more.
void tell_what_waits(const Year& year, bool in_force, Command& command) {
  const auto newer = year.working ? find_edition(year.year, *year.working, command) : std::nullopt;
  if (!newer) return;
  if (newer->state == "draft")
    command.emit(contract::TakenBack{.programme = id_of(year.year), .year = year.year, .version = newer->version});
  else if (newer->state == "tabled" && !in_force)
    command.emit(contract::Tabled{
        .programme = id_of(year.year), .year = year.year, .version = newer->version, .title = newer->title, .act = "adopt_programme"});
}

// The tabled version of the programme that a session speaks of, if it still is.
std::optional<std::pair<Year, Edition>> tabled(const std::string& kind, const std::optional<std::string>& matter, const Query& query) {
  if (kind != "programme" || !matter) return std::nullopt;
  const auto number = year_of(*matter);
  const auto year = number ? find_year(*number, query) : std::nullopt;
  if (!year || !year->working) return std::nullopt;
  auto edition = find_edition(year->year, *year->working, query);
  if (!edition || edition->state != "tabled") return std::nullopt;
  return std::pair(*year, std::move(*edition));
}

}  // namespace

Result<contract::TableReply> Programme::table(const contract::Table& request, Command& command) {
  const auto year = find_year(request.year, command);
  if (!year) return not_found("no_such_programme");
  const auto edition = being_written(request.year, command);
  if (!edition) return conflict("amend_first");
  if (edition->state != "draft") return conflict("already_tabled");
  const auto works = command.store().integer("SELECT COUNT(*) FROM programme_item WHERE year = :year AND version = :version",
                                             {bind("year", edition->year), bind("version", edition->version)});
  if (works == 0) return conflict("nothing_to_table");
  set_edition_state(*edition, "tabled", command);
  add_line(request.year, edition->version, {.step = "tabled"}, command);
  command.emit(contract::Tabled{
      .programme = id_of(request.year), .year = request.year, .version = edition->version, .title = edition->title, .act = act_of(*year)});
  return contract::TableReply{};
}

Result<contract::TakeBackReply> Programme::take_back(const contract::TakeBack& request, Command& command) {
  if (!find_year(request.year, command)) return not_found("no_such_programme");
  const auto edition = being_written(request.year, command);
  if (!edition || edition->state != "tabled") return conflict("not_tabled");
  set_edition_state(*edition, "draft", command);
  add_line(request.year, edition->version, {.step = "withdrawn"}, command);
  command.emit(contract::TakenBack{.programme = id_of(request.year), .year = request.year, .version = edition->version});
  return contract::TakeBackReply{};
}

Result<contract::RecordDecisionReply> Programme::record_decision(const contract::RecordDecision& request, Command& command) {
  const auto year = find_year(request.year, command);
  if (!year) return not_found("no_such_programme");
  const auto edition = being_written(request.year, command);
  if (!edition || edition->state != "tabled") return conflict("not_tabled");
  const auto act = command.ask(rules::Act{.act = act_of(*year)});
  if (!act) return act.error();
  if (act->by_vote) return conflict("decided_by_vote");
  if (request.decided_on > command.today()) return invalid("decided_on", "not_yet");
  if (request.outcome != "adopted" && !request.reason) return invalid("reason", "reason_required");
  const Decided decided{.date = request.decided_on,
                        .line = {.step = request.outcome, .decided_on = request.decided_on, .method = "officer", .reason = request.reason}};
  if (request.outcome == "adopted")
    adopt(*year, *edition, decided, command);
  else
    refuse(*year, *edition, request.outcome, decided, command);
  return contract::RecordDecisionReply{};
}

Result<void> Programme::on_plenary_proclaimed(const plenary::Proclaimed& event, Command& command) {
  const auto found = tabled(event.matter_kind, event.matter, command);
  if (!found) return {};
  const Decided decided{.date = event.date,
                        .session = event.session,
                        .vote = event.vote,
                        .line = {.step = event.outcome,
                                 .decided_on = event.date,
                                 .session = event.session,
                                 .method = event.method,
                                 .in_favour = event.in_favour,
                                 .against = event.against,
                                 .abstained = event.abstained}};
  if (event.outcome == "adopted")
    adopt(found->first, found->second, decided, command);
  else
    refuse(found->first, found->second, event.outcome, decided, command);
  return {};
}

Result<void> Programme::on_plenary_item_withdrawn(const plenary::ItemWithdrawn& event, Command& command) {
  const auto found = tabled(event.matter_kind, event.matter, command);
  if (!found) return {};
  const auto today = command.today();
  refuse(found->first, found->second, "withdrawn", {.date = today, .line = {.step = "withdrawn", .session = event.session}}, command);
  return {};
}

Result<void> Programme::on_plenary_annulled(const plenary::Annulled& event, Command& command) {
  const auto number = event.matter_kind == "programme" && event.matter ? year_of(*event.matter) : std::nullopt;
  const auto year = number ? find_year(*number, command) : std::nullopt;
  const auto edition = year && year->current ? find_edition(*number, *year->current, command) : std::nullopt;
  if (!edition || edition->vote != event.vote) return {};
  // What was in force before is in force again; the annulled version waits for another vote, unless an amendment was begun since.
  const auto before = command.store().integer(
      "SELECT MAX(version) FROM programme_version WHERE year = :year AND state = 'replaced'", {bind("year", *number)});
  if (before > 0) set_edition_state({.year = *number, .version = before, .state = {}, .title = {}}, "adopted", command);
  set_edition_state(*edition, year->working ? "dropped" : "tabled", command);
  command.store().exec("UPDATE programme_version SET adopted_on = NULL, session = NULL, vote = NULL WHERE year = :year AND version = :version",
                       {bind("year", *number), bind("version", edition->version)});
  command.store().exec("UPDATE programme_year SET current = :before, working = COALESCE(working, :version), state = :state WHERE year = :year",
                       {bind("before", before > 0 ? std::optional(before) : std::nullopt), bind("version", edition->version),
                        bind("state", before > 0 ? year->state : "draft"), bind("year", *number)});
  add_line(*number, edition->version, {.step = "annulled", .session = event.session}, command);
  command.emit(contract::Decided{.programme = id_of(*number),
                                 .year = *number,
                                 .version = edition->version,
                                 .outcome = "annulled",
                                 .date = command.today()});
  take_off(*edition, before > 0 ? std::optional(before) : std::nullopt, command);
  tell_what_waits(*year, before > 0, command);
  return {};
}

Result<contract::CloseReply> Programme::close(const contract::Close& request, Command& command) {
  const auto year = find_year(request.year, command);
  if (!year) return not_found("no_such_programme");
  if (year->state == "closed" || year->state == "reported") return conflict("year_closed");
  if (!year->current) return conflict("not_adopted_yet");
  if (year->working) return conflict("amendment_under_way");
  command.store().exec("UPDATE programme_year SET state = 'closed' WHERE year = :year", {bind("year", request.year)});
  add_line(request.year, *year->current, {.step = "closed"}, command);
  command.emit(contract::Closed{.programme = id_of(request.year), .year = request.year});
  return contract::CloseReply{};
}

}  // namespace programme_plugin
