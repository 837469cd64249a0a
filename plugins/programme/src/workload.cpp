// The year at a glance: which work keeps which group busy in which month, and the dates as a calendar.
#include <algorithm>

#include "months.hpp"
#include "year.hpp"

namespace programme_plugin {
namespace {

std::optional<Edition> in_force(std::int64_t year, const Query& query) {
  const auto found = find_year(year, query);
  return found && found->current ? find_edition(year, *found->current, query) : std::nullopt;
}

}  // namespace

Result<contract::WorkloadReply> Programme::workload(const contract::Workload& request, const Query& query) const {
  const auto edition = in_force(request.year, query);
  if (!edition) return not_found("no_such_programme");
  contract::WorkloadReply reply;
  reply.year = request.year;
  reply.title = edition->title;
  std::array<std::int64_t, 12> works{};
  for (std::size_t month = 1; month <= 12; ++month) reply.months.push_back(month_name(month));
  for (auto& work : works_of(*edition, query)) {
    if (!work.starts_on && !work.due_on && !work.decision_on) {
      reply.undated.push_back(std::move(work));
      continue;
    }
    contract::Busy row{.item = work.item, .title = work.title, .group = work.group, .group_title = work.group_title, .cells = {}};
    const auto load = load_of(std::to_string(request.year), work.starts_on, work.due_on, work.decision_on);
    for (std::size_t month = 1; month <= 12; ++month) {
      const auto cell = load.at(month - 1);
      row.cells.push_back({.month = month_name(month), .load = std::string(cell)});
      // A decision of the authority alone keeps nobody busy.
      if (cell != "none" && cell != "decision") ++works.at(month - 1);
    }
    reply.rows.push_back(std::move(row));
  }
  // Works of one group stand together; those that wait for a group come last.
  std::stable_sort(reply.rows.begin(), reply.rows.end(), [](const auto& one, const auto& other) {
    return std::pair(!one.group_title, one.group_title.value_or("")) < std::pair(!other.group_title, other.group_title.value_or(""));
  });
  for (std::size_t month = 1; month <= 12; ++month) {
    reply.totals.push_back({.month = month_name(month), .works = works.at(month - 1)});
    if (!reply.rows.empty()) reply.works_by_month.push_back({.label = month_name(month), .value = works.at(month - 1)});
  }
  return reply;
}

Result<contract::CalendarReply> Programme::calendar(const contract::Calendar& request, const Query& query) const {
  const auto edition = in_force(request.year, query);
  if (!edition) return not_found("no_such_programme");
  contract::CalendarReply reply;
  const auto path = "/programme/" + std::to_string(request.year);
  const auto updated = edition->adopted_on.value_or("1970-01-01") + "T00:00:00Z";
  const auto add = [&](const contract::Work& work, std::string_view what, const std::optional<std::string>& date, const std::string& summary) {
    if (!date) return;
    reply.events.push_back({.uid = work.item + "." + std::string(what),
                            .start = *date,
                            .end = std::nullopt,
                            .all_day = true,
                            .title = work.title,
                            .summary = summary,
                            .place = "",
                            .path = path,
                            .updated = updated});
  };
  for (const auto& work : works_of(*edition, query)) {
    add(work, "due", work.due_on, work.note.value_or(""));
    add(work, "decision", work.decision_on, work.decision.value_or(""));
  }
  return reply;
}

}  // namespace programme_plugin
