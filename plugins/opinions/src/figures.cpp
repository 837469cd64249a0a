#include "figures.hpp"

#include <algorithm>

#include "clock.hpp"

namespace opinions_plugin {

std::vector<Fact> public_facts(bool shows_silence, const Query& query) {
  std::vector<Fact> facts;
  query.store().rows(
      "SELECT d.id, d.reference, d.title, d.kind, d.shown, r.number, r.text, r.addressee, r.theme, d.transmitted, r.first_answered, "
      "d.expects_response, r.answer, r.step, d.overdue FROM opinions_deliverable d "
      "JOIN opinions_recommendation r ON r.deliverable = d.id WHERE d.public_ns IS NOT NULL ORDER BY d.shown DESC, d.id, r.number LIMIT 20000",
      {}, [&](const Row& row) {
        Deliverable deliverable;
        deliverable.expects_response = row.boolean(11);
        deliverable.transmitted = row.optional_text(9);
        deliverable.overdue = row.boolean(14);
        const Recommendation recommendation{.answer = row.optional_text(12), .step = row.optional_text(13)};
        facts.push_back({.deliverable = row.text(0),
                         .reference = row.text(1),
                         .title = row.text(2),
                         .kind = row.text(3),
                         .shown = row.text(4),
                         .number = row.integer(5),
                         .text = row.text(6),
                         .status = status_of(recommendation, deliverable, shows_silence),
                         .addressee = row.optional_text(7),
                         .theme = row.optional_text(8),
                         .transmitted = row.optional_text(9),
                         .answered = row.optional_text(10),
                         .expects_response = row.boolean(11)});
      });
  return facts;
}

std::int64_t percent(std::int64_t part, std::int64_t whole) { return whole == 0 ? 0 : (200 * part + whole) / (2 * whole); }

std::optional<std::int64_t> median(std::vector<std::int64_t> days) {
  if (days.empty()) return std::nullopt;
  const auto middle = days.begin() + static_cast<std::ptrdiff_t>((days.size() - 1) / 2);
  std::nth_element(days.begin(), middle, days.end());
  return *middle;
}

std::vector<std::int64_t> days_to_answer(const std::vector<Fact>& facts) {
  std::vector<std::int64_t> days;
  for (const auto& fact : facts)
    if (fact.transmitted && fact.answered) days.push_back(days_between(*fact.transmitted, *fact.answered));
  return days;
}

}  // namespace opinions_plugin
