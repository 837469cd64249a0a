#include "year.hpp"

#include <charconv>

namespace programme_plugin {
namespace {

// Titles of the groups that anybody may see; a private group is not named.
std::optional<std::string> open_title(const std::string& group, const Query& query) {
  const auto brief = query.ask(working_groups::GetBrief{.group = group});
  return brief && brief->open ? std::optional(brief->title) : std::nullopt;
}

}  // namespace

std::string id_of(std::int64_t year) { return "PT-" + std::to_string(year); }

std::optional<std::int64_t> year_of(std::string_view id) {
  if (!id.starts_with("PT-")) return std::nullopt;
  std::int64_t year = 0;
  const auto digits = id.substr(3);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), year);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return year;
}

std::optional<Year> find_year(std::int64_t year, const Query& query) {
  const auto row = query.store().first("SELECT state, current, working FROM programme_year WHERE year = :year", {bind("year", year)});
  if (!row) return std::nullopt;
  return Year{.year = year, .state = row->text(0), .current = row->optional_integer(1), .working = row->optional_integer(2)};
}

std::optional<Edition> find_edition(std::int64_t year, std::int64_t version, const Query& query) {
  const auto row = query.store().first(
      "SELECT state, title, introduction, reason, adopted_on, session, vote FROM programme_version WHERE year = :year AND version = :version",
      {bind("year", year), bind("version", version)});
  if (!row) return std::nullopt;
  return Edition{.year = year,
                 .version = version,
                 .state = row->text(0),
                 .title = row->text(1),
                 .introduction = row->optional_text(2),
                 .reason = row->optional_text(3),
                 .adopted_on = row->optional_text(4),
                 .session = row->optional_text(5),
                 .vote = row->optional_text(6)};
}

std::optional<Edition> being_written(std::int64_t year, const Query& query) {
  const auto found = find_year(year, query);
  return found && found->working ? find_edition(year, *found->working, query) : std::nullopt;
}

std::vector<contract::Work> works_of(const Edition& edition, const Query& query) {
  std::vector<contract::Work> works;
  query.store().rows(
      "SELECT i.item, i.title, i.kind, i.referral, i.starts_on, i.due_on, i.decision_on, i.decision, i.note, r.group_id "
      "FROM programme_item i LEFT JOIN programme_referral r ON r.reference = i.referral "
      "WHERE i.year = :year AND i.version = :version ORDER BY i.position LIMIT 500",
      {bind("year", edition.year), bind("version", edition.version)}, [&](const Row& row) {
        works.push_back({.item = row.text(0),
                         .title = row.text(1),
                         .kind = row.text(2),
                         .referral = row.optional_text(3),
                         .group = row.optional_text(9),
                         .group_title = std::nullopt,
                         .starts_on = row.optional_text(4),
                         .due_on = row.optional_text(5),
                         .decision_on = row.optional_text(6),
                         .decision = row.optional_text(7),
                         .note = row.optional_text(8)});
      });
  for (auto& work : works) {
    if (!work.group) continue;
    work.group_title = open_title(*work.group, query);
    if (!work.group_title) work.group.reset();
  }
  return works;
}

std::vector<contract::Line> lines_of(std::int64_t year, const Query& query) {
  std::vector<contract::Line> lines;
  query.store().rows(
      "SELECT step, version, at_ns, decided_on, session, method, in_favour, against, abstained, reason FROM programme_line "
      "WHERE year = :year ORDER BY position LIMIT 200",
      {bind("year", year)}, [&](const Row& row) {
        lines.push_back({.step = row.text(0),
                         .version = row.integer(1),
                         .at = to_iso(from_ns(row.integer(2))),
                         .decided_on = row.optional_text(3),
                         .session = row.optional_text(4),
                         .method = row.optional_text(5),
                         .in_favour = row.optional_integer(6),
                         .against = row.optional_integer(7),
                         .abstained = row.optional_integer(8),
                         .reason = row.optional_text(9),
                         .counted = !row.is_null(6)});
      });
  return lines;
}

void add_line(std::int64_t year, std::int64_t version, const Line& line, Command& command) {
  const auto last = command.store().integer("SELECT MAX(position) FROM programme_line WHERE year = :year", {bind("year", year)});
  command.store().exec(
      "INSERT INTO programme_line (year, position, version, step, at_ns, decided_on, session, method, in_favour, against, abstained, reason) "
      "VALUES (:year, :position, :version, :step, :at, :decided_on, :session, :method, :in_favour, :against, :abstained, :reason)",
      {bind("year", year), bind("position", last + 1), bind("version", version), bind("step", line.step), bind("at", to_ns(command.now())),
       bind("decided_on", line.decided_on), bind("session", line.session), bind("method", line.method), bind("in_favour", line.in_favour),
       bind("against", line.against), bind("abstained", line.abstained), bind("reason", line.reason)});
}

void set_edition_state(const Edition& edition, std::string_view state, Command& command) {
  command.store().exec("UPDATE programme_version SET state = :state WHERE year = :year AND version = :version",
                       {bind("state", state), bind("year", edition.year), bind("version", edition.version)});
}

void nothing_written(std::int64_t year, Command& command) {
  command.store().exec("UPDATE programme_year SET working = NULL WHERE year = :year", {bind("year", year)});
}

}  // namespace programme_plugin
