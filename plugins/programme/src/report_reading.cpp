// The report as people read it: what was published, frozen; what is being written, with today's figures; its figures as a table.
#include "report.hpp"

namespace programme_plugin {
namespace {

struct Published {
  std::string title, published_on;
  contract::Texts texts;
  contract::Figures figures;
};

std::optional<Published> find_published(std::int64_t year, std::int64_t version, const Query& query) {
  const auto row = query.store().first(
      "SELECT title, published_on, texts, figures FROM programme_report_version WHERE year = :year AND version = :version",
      {bind("year", year), bind("version", version)});
  if (!row) return std::nullopt;
  return Published{.title = row->text(0),
                   .published_on = row->text(1),
                   .texts = from_json<contract::Texts>(row->text(2)),
                   .figures = from_json<contract::Figures>(row->text(3))};
}

using Rows = std::vector<std::vector<std::string>>;

void add(Rows& rows, const std::string& what, const std::string& which, const std::string& measure, std::int64_t value) {
  rows.push_back({what, which, measure, std::to_string(value)});
}

Rows table_of(const contract::Figures& figures) {
  Rows rows;
  for (const auto& held : figures.sessions) {
    add(rows, "session", held.date + " " + held.title, "present", held.present);
    add(rows, "session", held.date + " " + held.title, "members", held.members);
  }
  add(rows, "votes", "", "votes", figures.votes);
  add(rows, "votes", "", "adopted", figures.adopted);
  add(rows, "votes", "", "rejected", figures.rejected);
  add(rows, "votes", "", "attendance_percent", figures.attendance_percent);
  add(rows, "referrals", "solicitation", "filed", figures.solicitations);
  add(rows, "referrals", "self_referral", "filed", figures.self_referrals);
  add(rows, "referrals", "mandatory_consultation", "filed", figures.mandatory_consultations);
  add(rows, "referrals", "citizen_call", "filed", figures.citizen_calls);
  add(rows, "referrals", "", "inadmissible", figures.inadmissible);
  add(rows, "referrals", "", "programmed", figures.programmed);
  add(rows, "referrals", "", "declined", figures.declined);
  for (const auto& group : figures.groups) {
    add(rows, "group", group.group + " " + group.title, "meetings", group.meetings);
    add(rows, "group", group.group + " " + group.title, "people", group.people);
    add(rows, "group", group.group + " " + group.title, "deliverables", group.deliverables);
  }
  for (const auto& given : figures.opinions) {
    add(rows, "opinion", given.reference + " " + given.title, "recommendations", given.recommendations);
    add(rows, "opinion", given.reference + " " + given.title, "answered", given.answered);
    add(rows, "opinion", given.reference + " " + given.title, "overdue", given.overdue);
  }
  add(rows, "answers", "", "answer_rate_percent", figures.answer_rate_percent);
  if (figures.median_days) add(rows, "answers", "", "median_days", *figures.median_days);
  add(rows, "answers", "", "uptakes", figures.uptakes);
  add(rows, "composition", "", "seats", figures.seats);
  add(rows, "composition", "", "filled", figures.filled);
  if (figures.women) add(rows, "composition", "women", "count", *figures.women);
  if (figures.men) add(rows, "composition", "men", "count", *figures.men);
  for (const auto& group : figures.by_age) add(rows, "composition", group.age_class, "count", group.count);
  for (const auto& group : figures.by_college) add(rows, "composition", group.college, "count", group.count);
  for (const auto& type : figures.by_type) add(rows, "publications", type.type, "count", type.count);
  add(rows, "comments", "", "submitted", figures.comments);
  add(rows, "comments", "", "accepted", figures.comments_accepted);
  add(rows, "comments", "", "refused", figures.comments_refused);
  for (const auto& consultation : figures.consultations)
    rows.push_back({"consultation", consultation.consultation + " " + consultation.title, "state", consultation.state});
  return rows;
}

}  // namespace

Result<contract::ReportsReply> Programme::reports(const contract::Reports&, const Query& query) const {
  contract::ReportsReply reply;
  const bool writes = query.allowed(contract::permission::report);
  query.store().rows("SELECT year, title, version, published_on, debated_on, changed FROM programme_report ORDER BY year DESC LIMIT 100", {},
                     [&](const Row& row) {
                       if (row.is_null(3) && !writes) return;
                       reply.reports.push_back({.year = row.integer(0),
                                                .title = row.text(1),
                                                .version = row.integer(2),
                                                .published_on = row.optional_text(3),
                                                .debated_on = row.optional_text(4),
                                                .draft = writes && row.integer(5) != 0});
                     });
  reply.actions = {"begin_report"};
  return reply;
}

Result<contract::ReportReply> Programme::report(const contract::Report& request, const Query& query) const {
  const auto report = find_report(request.year, query);
  if (!report || !report->published_on) return not_found("no_such_report");
  const auto version = request.version.value_or(report->version);
  auto published = find_published(request.year, version, query);
  if (!published) return not_found("no_such_report");
  contract::ReportReply reply{.year = request.year,
                              .title = published->title,
                              .version = version,
                              .published_on = published->published_on,
                              .debated_on = report->debated_on,
                              .debate_reference = report->debate_reference,
                              .draft = query.allowed(contract::permission::report),
                              .edits = false,
                              .texts = std::move(published->texts),
                              .figures = std::move(published->figures),
                              .versions = {},
                              .actions = {}};
  for (auto older = report->version; older > 0; --older)
    if (older != version) reply.versions.push_back(older);
  if (!report->debated_on) reply.actions = {"record_debate"};
  return reply;
}

Result<contract::ReportDraftReply> Programme::report_draft(const contract::ReportDraft& request, const Query& query) const {
  const auto report = find_report(request.year, query);
  if (!report) return not_found("no_such_report");
  auto figures = figures_of(request.year, query);
  if (!figures) return figures.error();
  return contract::ReportDraftReply{.year = request.year,
                                    .title = report->title,
                                    .version = report->version,
                                    .published_on = report->published_on,
                                    .debated_on = report->debated_on,
                                    .debate_reference = report->debate_reference,
                                    .draft = true,
                                    .edits = true,
                                    .texts = texts_of(request.year, query),
                                    .figures = std::move(*figures),
                                    .actions = {"publish_report"}};
}

Result<contract::ReportTableReply> Programme::report_table(const contract::ReportTable& request, const Query& query) const {
  const auto report = find_report(request.year, query);
  const auto published = report ? find_published(request.year, report->version, query) : std::nullopt;
  if (!published) return not_found("no_such_report");
  return contract::ReportTableReply{.file_name = "rapport-activite-" + std::to_string(request.year) + ".csv",
                                    .columns = {"section", "object", "measure", "value"},
                                    .rows = table_of(published->figures)};
}

}  // namespace programme_plugin
