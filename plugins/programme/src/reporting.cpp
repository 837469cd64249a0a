// The report is begun, written passage by passage, published in versions, and debated by the authority's assembly.
#include "report.hpp"
#include "year.hpp"

namespace programme_plugin {

std::optional<Report> find_report(std::int64_t year, const Query& query) {
  const auto row = query.store().first(
      "SELECT version, title, published_on, debated_on, debate_reference, changed FROM programme_report WHERE year = :year", {bind("year", year)});
  if (!row) return std::nullopt;
  return Report{.year = year,
                .version = row->integer(0),
                .title = row->text(1),
                .published_on = row->optional_text(2),
                .debated_on = row->optional_text(3),
                .debate_reference = row->optional_text(4),
                .changed = row->integer(5) != 0};
}

contract::Texts texts_of(std::int64_t year, const Query& query) {
  contract::Texts texts;
  query.store().rows("SELECT section, text FROM programme_passage WHERE year = :year", {bind("year", year)}, [&](const Row& row) {
    const auto section = row.view(0);
    if (section == "foreword") texts.foreword = row.text(1);
    if (section == "sessions") texts.sessions = row.text(1);
    if (section == "referrals") texts.referrals = row.text(1);
    if (section == "groups") texts.groups = row.text(1);
    if (section == "opinions") texts.opinions = row.text(1);
    if (section == "composition") texts.composition = row.text(1);
    if (section == "consultations") texts.consultations = row.text(1);
    if (section == "publications") texts.publications = row.text(1);
    if (section == "afterword") texts.afterword = row.text(1);
  });
  return texts;
}

Result<contract::BeginReportReply> Programme::begin_report(const contract::BeginReport& request, Command& command) {
  if (find_report(request.year, command)) return conflict("report_exists");
  if (std::to_string(request.year) > command.today().substr(0, 4)) return invalid("year", "year_not_begun");
  command.store().exec("INSERT INTO programme_report (year, title, version, changed) VALUES (:year, :title, 0, 1)",
                       {bind("year", request.year), bind("title", request.title)});
  command.emit(contract::ReportBegun{.year = request.year});
  return contract::BeginReportReply{};
}

Result<contract::WritePassageReply> Programme::write_passage(const contract::WritePassage& request, Command& command) {
  if (!find_report(request.year, command)) return not_found("no_such_report");
  command.store().exec("DELETE FROM programme_passage WHERE year = :year AND section = :section",
                       {bind("year", request.year), bind("section", request.section)});
  if (request.text && !request.text->empty())
    command.store().exec("INSERT INTO programme_passage (year, section, text) VALUES (:year, :section, :text)",
                         {bind("year", request.year), bind("section", request.section), bind("text", request.text)});
  command.store().exec("UPDATE programme_report SET changed = 1 WHERE year = :year", {bind("year", request.year)});
  command.emit(contract::ReportChanged{.year = request.year});
  return contract::WritePassageReply{};
}

Result<contract::PassageReply> Programme::passage(const contract::Passage& request, const Query& query) const {
  if (!find_report(request.year, query)) return not_found("no_such_report");
  const auto row = query.store().first("SELECT text FROM programme_passage WHERE year = :year AND section = :section",
                                       {bind("year", request.year), bind("section", request.section)});
  return contract::PassageReply{.section = request.section, .text = row ? std::optional(row->text(0)) : std::nullopt};
}

Result<contract::ReportHeadReply> Programme::report_head(const contract::ReportHead& request, const Query& query) const {
  const auto report = find_report(request.year, query);
  if (!report) return not_found("no_such_report");
  return contract::ReportHeadReply{.title = report->title};
}

Result<contract::PublishReportReply> Programme::publish_report(const contract::PublishReport& request, Command& command) {
  const auto report = find_report(request.year, command);
  if (!report) return not_found("no_such_report");
  const auto figures = figures_of(request.year, command);
  if (!figures) return figures.error();
  const auto version = report->version + 1;
  const auto today = command.today();
  command.store().exec(
      "INSERT INTO programme_report_version (year, version, title, published_on, texts, figures) "
      "VALUES (:year, :version, :title, :today, :texts, :figures)",
      {bind("year", request.year), bind("version", version), bind("title", report->title), bind("today", today),
       bind("texts", to_json(texts_of(request.year, command))), bind("figures", to_json(*figures))});
  command.store().exec("UPDATE programme_report SET version = :version, published_on = :today, changed = 0 WHERE year = :year",
                       {bind("version", version), bind("today", today), bind("year", request.year)});
  // A year that was closed ends with its report (SM2).
  const auto year = find_year(request.year, command);
  if (year && year->state == "closed") {
    command.store().exec("UPDATE programme_year SET state = 'reported' WHERE year = :year", {bind("year", request.year)});
    add_line(request.year, year->current.value_or(0), {.step = "reported"}, command);
    command.emit(contract::Changed{.programme = id_of(request.year), .year = request.year, .version = year->current.value_or(1)});
  }
  command.emit(contract::ReportPublished{.year = request.year, .version = version, .title = report->title, .date = today});
  return contract::PublishReportReply{};
}

Result<contract::RecordDebateReply> Programme::record_debate(const contract::RecordDebate& request, Command& command) {
  const auto report = find_report(request.year, command);
  if (!report) return not_found("no_such_report");
  if (!report->published_on) return conflict("publish_first");
  if (request.debated_on > command.today()) return invalid("debated_on", "not_yet");
  if (request.debated_on < std::to_string(request.year) + "-01-01") return invalid("debated_on", "before_the_year");
  command.store().exec("UPDATE programme_report SET debated_on = :debated_on, debate_reference = :reference WHERE year = :year",
                       {bind("debated_on", request.debated_on), bind("reference", request.reference), bind("year", request.year)});
  command.emit(contract::ReportDebated{.year = request.year, .date = request.debated_on});
  return contract::RecordDebateReply{};
}

}  // namespace programme_plugin
