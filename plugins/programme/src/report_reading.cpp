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

using Rows = std::vector<contract::Figure>;

/// Lines about one thing: a section, and what in it.
class About final {
 public:
  About(Rows& rows, std::string_view section) : rows_(rows) { line_.section = section; }
  About& object(std::string name, std::optional<std::string> date = std::nullopt) {
    line_.object = std::move(name);
    line_.date = std::move(date);
    return *this;
  }
  About& college(std::string id) {
    line_.college = std::move(id);
    return *this;
  }
  About& article_type(std::string id) {
    line_.article_type = std::move(id);
    return *this;
  }
  const About& add(std::string_view measure, std::optional<std::int64_t> value) const {
    if (!value) return *this;
    auto line = line_;
    line.measure = measure;
    line.value = value;
    rows_.push_back(std::move(line));
    return *this;
  }
  void ends(const std::string& state) const {
    auto line = line_;
    line.measure = "outcome";
    line.state = state;
    rows_.push_back(std::move(line));
  }

 private:
  Rows& rows_;
  contract::Figure line_{};
};

Rows table_of(const contract::Figures& figures) {
  Rows rows;
  for (const auto& held : figures.sessions)
    About(rows, "sessions").object(held.title, held.date).add("present", held.present).add("members", held.members);
  About(rows, "votes")
      .add("votes", figures.votes)
      .add("adopted", figures.adopted)
      .add("rejected", figures.rejected)
      .add("attendance_percent", figures.attendance_percent);
  About(rows, "referrals")
      .add("solicitation", figures.solicitations)
      .add("self_referral", figures.self_referrals)
      .add("mandatory_consultation", figures.mandatory_consultations)
      .add("citizen_call", figures.citizen_calls)
      .add("partner_request", figures.partner_requests)
      .add("inadmissible", figures.inadmissible)
      .add("programmed", figures.programmed)
      .add("declined", figures.declined);
  for (const auto& group : figures.groups)
    About(rows, "groups")
        .object(group.group + " " + group.title)
        .add("meetings", group.meetings)
        .add("people", group.people)
        .add("deliverables", group.deliverables);
  for (const auto& given : figures.opinions)
    About(rows, "opinions")
        .object(given.reference + " " + given.title, given.date)
        .add("recommendations", given.recommendations)
        .add("answered", given.answered)
        .add("overdue", given.overdue);
  About(rows, "answers")
      .add("answer_rate_percent", figures.answer_rate_percent)
      .add("median_days", figures.median_days)
      .add("uptakes", figures.uptakes);
  About(rows, "composition").add("seats", figures.seats).add("filled", figures.filled).add("women", figures.women).add("men", figures.men);
  for (const auto& group : figures.by_age) About(rows, "composition").object(group.age_class).add("count", group.count);
  for (const auto& group : figures.by_college) About(rows, "composition").college(group.college).add("count", group.count);
  for (const auto& type : figures.by_type) About(rows, "publications").article_type(type.type).add("count", type.count);
  About(rows, "comments")
      .add("submitted", figures.comments)
      .add("accepted", figures.comments_accepted)
      .add("refused", figures.comments_refused);
  for (const auto& consultation : figures.consultations)
    About(rows, "consultations")
        .object(consultation.consultation + " " + consultation.title, consultation.outcome_on)
        .ends(consultation.state);
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
                                    .rows = table_of(published->figures)};
}

}  // namespace programme_plugin
