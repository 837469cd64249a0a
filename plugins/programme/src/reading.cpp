// What people read of a programme: the version in force, those before it, the one being written.
#include <algorithm>

#include "year.hpp"

namespace programme_plugin {
namespace {

bool edits(const Query& query) { return query.allowed(contract::permission::edit); }

bool over(const Year& year) { return year.state == "closed" || year.state == "reported"; }

std::string shown_state(const Year& year, const Query& query) {
  if (year.current) return year.state;
  const auto edition = being_written(year.year, query);
  return edition && edition->state == "tabled" ? "tabled" : "draft";
}

}  // namespace

Result<contract::YearsReply> Programme::years(const contract::Years&, const Query& query) const {
  std::vector<std::int64_t> found;
  query.store().rows("SELECT year FROM programme_year ORDER BY year DESC LIMIT 100", {},
                     [&](const Row& row) { found.push_back(row.integer(0)); });
  contract::YearsReply reply;
  const bool drafts = query.allowed(contract::permission::read_draft);
  for (const auto number : found) {
    const auto year = find_year(number, query);
    if (!year || (!year->current && !drafts)) continue;
    const auto edition = find_edition(number, year->current ? *year->current : year->working.value_or(1), query);
    if (!edition) continue;
    reply.programmes.push_back({.year = number,
                                .title = edition->title,
                                .state = shown_state(*year, query),
                                .version = year->current,
                                .adopted_on = edition->adopted_on,
                                .working = drafts && year->working});
  }
  reply.actions = {"begin"};
  return reply;
}

Result<contract::GetReply> Programme::get(const contract::Get& request, const Query& query) const {
  const auto year = find_year(request.year, query);
  // Before its adoption a programme is the council's business.
  if (!year || !year->current) return not_found("no_such_programme");
  const auto edition = find_edition(request.year, *year->current, query);
  if (!edition) return not_found("no_such_programme");
  contract::GetReply reply;
  reply.programme = id_of(request.year);
  reply.year = request.year;
  reply.state = year->state;
  reply.version = edition->version;
  reply.title = edition->title;
  reply.introduction = edition->introduction;
  reply.adopted_on = edition->adopted_on;
  reply.items = works_of(*edition, query);
  for (auto& line : lines_of(request.year, query)) {
    if (line.step == "adopted" || line.step == "closed" || line.step == "reported" || line.step == "annulled") reply.decisions.push_back(std::move(line));
  }
  query.store().rows(
      "SELECT version, title, state, adopted_on FROM programme_version WHERE year = :year AND state IN ('adopted', 'replaced') "
      "ORDER BY version DESC LIMIT 100",
      {bind("year", request.year)}, [&](const Row& row) {
        reply.versions.push_back({.year = request.year,
                                  .version = row.integer(0),
                                  .title = row.text(1),
                                  .state = row.text(2),
                                  .adopted_on = row.optional_text(3)});
      });
  reply.edits = false;
  reply.working = year->working && query.allowed(contract::permission::read_draft);
  if (!year->working && !over(*year)) reply.actions = {"amend", "close"};
  return reply;
}

Result<contract::VersionReply> Programme::version(const contract::Version& request, const Query& query) const {
  const auto edition = find_edition(request.year, request.version, query);
  if (!edition || (edition->state != "adopted" && edition->state != "replaced")) return not_found("no_such_version");
  return contract::VersionReply{.year = request.year,
                                .version = request.version,
                                .state = edition->state,
                                .title = edition->title,
                                .introduction = edition->introduction,
                                .adopted_on = edition->adopted_on,
                                .edits = false,
                                .items = works_of(*edition, query)};
}

Result<contract::DraftReply> Programme::draft(const contract::Draft& request, const Query& query) const {
  const auto year = find_year(request.year, query);
  const auto edition = year ? being_written(request.year, query) : std::nullopt;
  if (!edition) return not_found("nothing_being_written");
  contract::DraftReply reply;
  reply.programme = id_of(request.year);
  reply.year = request.year;
  reply.state = edition->state;
  reply.version = edition->version;
  reply.title = edition->title;
  reply.introduction = edition->introduction;
  reply.reason = edition->reason;
  reply.items = works_of(*edition, query);
  reply.decisions = lines_of(request.year, query);
  reply.act = year->current ? "amend_programme" : "adopt_programme";
  const auto act = query.ask(rules::Act{.act = reply.act});
  if (!act) return act.error();
  reply.by_vote = act->by_vote;
  reply.edits = edition->state == "draft" && edits(query);
  if (edition->state == "draft") {
    reply.actions = {"add_item", "revise"};
    if (!reply.items.empty()) reply.actions.push_back("table");
    if (year->current) reply.actions.push_back("drop_amendment");
  } else {
    reply.actions = {"take_back"};
    if (!reply.by_vote) reply.actions.push_back("record_decision");
  }
  if (!reply.edits) return reply;
  for (auto& option : waiting(query)) {
    const auto placed = std::any_of(reply.items.begin(), reply.items.end(), [&](const auto& work) { return work.referral == option.id; });
    if (!placed) reply.waiting.push_back(std::move(option));
  }
  return reply;
}

Result<contract::CandidatesReply> Programme::candidates(const contract::Candidates&, const Query& query) const {
  return contract::CandidatesReply{.options = waiting(query)};
}

}  // namespace programme_plugin
