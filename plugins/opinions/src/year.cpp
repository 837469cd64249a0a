// One year's opinions and their answers, for the activity report.
#include <map>

#include "figures.hpp"

namespace opinions_plugin {

Result<contract::YearReply> Opinions::year(const contract::Year& request, const Query& query) const {
  const auto wanted = std::to_string(request.year);
  contract::YearReply reply;
  query.store().rows(
      "SELECT d.id, d.reference, d.title, d.kind, d.shown, "
      "(SELECT COUNT(*) FROM opinions_recommendation r WHERE r.deliverable = d.id), "
      "(SELECT COUNT(r.answer) FROM opinions_recommendation r WHERE r.deliverable = d.id), d.overdue "
      "FROM opinions_deliverable d WHERE d.public_ns IS NOT NULL AND d.shown >= :from AND d.shown <= :to ORDER BY d.shown, d.id LIMIT 1000",
      {bind("from", wanted + "-01-01"), bind("to", wanted + "-12-31")}, [&](const Row& row) {
        contract::YearLine line{.deliverable = row.text(0),
                                .reference = row.text(1),
                                .title = row.text(2),
                                .kind = row.text(3),
                                .date = row.text(4),
                                .recommendations = row.integer(5),
                                .answered = row.integer(6)};
        if (row.boolean(7)) line.overdue = line.recommendations - line.answered;
        reply.opinions.push_back(std::move(line));
      });
  std::vector<Fact> of_year;
  std::int64_t asked = 0, answered = 0;
  for (auto& fact : public_facts(true, query)) {
    if (fact.shown.substr(0, 4) != wanted || !fact.expects_response || !fact.transmitted) continue;
    ++asked;
    if (fact.answered) ++answered;
    of_year.push_back(std::move(fact));
  }
  reply.answer_rate_percent = percent(answered, asked);
  reply.median_days = median(days_to_answer(of_year));
  reply.uptakes = query.store().integer("SELECT COUNT(*) FROM opinions_uptake WHERE published >= :from AND published <= :to",
                                        {bind("from", wanted + "-01-01"), bind("to", wanted + "-12-31")});
  return reply;
}

}  // namespace opinions_plugin
