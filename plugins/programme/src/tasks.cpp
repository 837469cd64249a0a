// What waits for who makes the programme: a version to table, works without a group, consultations whose term comes near, a report to publish.
#include "consultation.hpp"
#include "months.hpp"
#include "year.hpp"

namespace programme_plugin {
namespace {

std::string programme_path(std::int64_t year) { return "/programme/" + std::to_string(year); }

void of_programmes(contract::TasksReply& reply, const Query& query) {
  if (query.allowed(contract::permission::table))
    query.store().rows(
        "SELECT v.year, v.title FROM programme_version v JOIN programme_year y ON y.year = v.year AND y.working = v.version "
        "WHERE v.state = 'draft' AND EXISTS (SELECT 1 FROM programme_item i WHERE i.year = v.year AND i.version = v.version) ORDER BY v.year LIMIT 10",
        {}, [&](const Row& row) {
          reply.tasks.push_back({.kind = "table", .title = row.text(1), .path = programme_path(row.integer(0)) + "/projet", .on = {}});
        });
  if (!query.allowed(contract::permission::edit)) return;
  query.store().rows(
      "SELECT i.title, i.referral, i.due_on FROM programme_item i JOIN programme_year y ON y.year = i.year AND y.current = i.version "
      "LEFT JOIN programme_referral r ON r.reference = i.referral WHERE y.state IN ('adopted', 'active') AND i.referral IS NOT NULL "
      "AND r.group_id IS NULL ORDER BY COALESCE(i.due_on, '9999'), i.year, i.position LIMIT 20",
      {}, [&](const Row& row) {
        reply.tasks.push_back({.kind = "without_group",
                               .title = row.text(0),
                               .path = "/groupes/ouvrir?referral=" + row.text(1),
                               .on = row.optional_text(2)});
      });
}

void of_consultations(contract::TasksReply& reply, std::int64_t warning_days, const Query& query) {
  if (!query.allowed(contract::permission::consultations)) return;
  const auto soon = days_after(query.today(), static_cast<long>(warning_days));
  query.store().rows(
      "SELECT id, title, completed_on, due_on FROM programme_consultation WHERE outcome IS NULL AND (completed_on IS NULL OR due_on <= :soon) "
      "ORDER BY COALESCE(due_on, ''), id LIMIT 20",
      {bind("soon", soon)}, [&](const Row& row) {
        reply.tasks.push_back({.kind = row.is_null(2) ? "consultation_incomplete" : "consultation_due",
                               .title = row.text(1),
                               .path = "/consultations/" + row.text(0),
                               .on = row.optional_text(3)});
      });
}

}  // namespace

Result<contract::TasksReply> Programme::tasks(const contract::Tasks&, const Query& query) const {
  contract::TasksReply reply;
  of_programmes(reply, query);
  of_consultations(reply, settings().warning_days, query);
  if (query.allowed(contract::permission::report)) {
    query.store().rows(
        "SELECT y.year, v.title FROM programme_year y JOIN programme_version v ON v.year = y.year AND v.version = y.current "
        "WHERE y.state = 'closed' AND NOT EXISTS (SELECT 1 FROM programme_report r WHERE r.year = y.year) ORDER BY y.year LIMIT 10",
        {}, [&](const Row& row) {
          reply.tasks.push_back({.kind = "report_missing",
                                 .title = row.text(1),
                                 .path = "/rapports-activite/commencer?year=" + std::to_string(row.integer(0)),
                                 .on = {}});
        });
    query.store().rows("SELECT year, title FROM programme_report WHERE changed = 1 ORDER BY year LIMIT 10", {}, [&](const Row& row) {
      reply.tasks.push_back({.kind = "report", .title = row.text(1), .path = "/rapports-activite/" + std::to_string(row.integer(0)) + "/projet", .on = {}});
    });
  }
  return reply;
}

}  // namespace programme_plugin
