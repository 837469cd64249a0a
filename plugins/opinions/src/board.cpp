// The public board: what became of the council's recommendations.
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "figures.hpp"

namespace opinions_plugin {
namespace {

constexpr std::array<std::string_view, 13> kStatuses = {"awaiting",   "overdue",  "accepted",    "accepted_in_part", "already_done",
                                                        "refused",    "not_competent", "to_study", "in_progress", "done",
                                                        "abandoned",  "evaluated", "issued"};

/// " (40 %)", with the blank that French puts before the sign and that does not break.
std::string share(std::int64_t part, std::int64_t whole) { return " (" + std::to_string(percent(part, whole)) + "\xC2\xA0%)"; }

bool counts(const Fact& fact) { return fact.expects_response && fact.transmitted; }

std::vector<contract::StatusCount> by_status(const std::vector<Fact>& facts) {
  std::map<std::string, std::int64_t, std::less<>> counted;
  for (const auto& fact : facts) ++counted[fact.status];
  std::vector<contract::StatusCount> lines;
  for (const auto status : kStatuses)
    if (const auto found = counted.find(status); found != counted.end())
      lines.push_back({.label = found->first,
                       .value = found->second,
                       .text = std::to_string(found->second) + share(found->second, static_cast<std::int64_t>(facts.size()))});
  return lines;
}

std::vector<contract::ThemeCount> by_theme(const std::vector<Fact>& facts) {
  std::map<std::string, std::vector<Fact>> themes;
  for (const auto& fact : facts)
    if (counts(fact) && fact.theme) themes[*fact.theme].push_back(fact);
  std::vector<contract::ThemeCount> sorted;
  for (const auto& [theme, of_theme] : themes) {
    contract::ThemeCount line{.label = theme, .count = static_cast<std::int64_t>(of_theme.size())};
    for (const auto& fact : of_theme)
      if (fact.answered) ++line.answered;
    line.theme_median = median(days_to_answer(of_theme));
    line.value = percent(line.answered, line.count);
    line.text = std::to_string(line.answered) + " / " + std::to_string(line.count) + share(line.answered, line.count);
    sorted.push_back(line);
  }
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& one, const auto& other) { return one.count > other.count; });
  return sorted;
}

std::vector<contract::TermCount> by_term(const std::vector<Fact>& facts, std::int64_t began, std::int64_t years) {
  std::map<std::int64_t, std::vector<Fact>> terms;
  for (const auto& fact : facts) {
    if (!counts(fact)) continue;
    const auto distance = std::stoll(fact.transmitted->substr(0, 4)) - began;
    const auto term = distance >= 0 ? distance / years : (distance - years + 1) / years;
    terms[began + term * years].push_back(fact);
  }
  std::vector<contract::TermCount> lines;
  for (const auto& [first, of_term] : terms) {
    std::set<std::string> opinions;
    contract::TermCount line{.label = std::to_string(first) + "-" + std::to_string(first + years), .count = static_cast<std::int64_t>(of_term.size())};
    for (const auto& fact : of_term) {
      opinions.insert(fact.deliverable);
      if (fact.answered) ++line.answered;
    }
    line.opinions = static_cast<std::int64_t>(opinions.size());
    line.value = percent(line.answered, line.count);
    line.text = std::to_string(line.answered) + " / " + std::to_string(line.count) + share(line.answered, line.count);
    line.term_median = median(days_to_answer(of_term));
    lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<contract::Silent> silent_ones(const Query& query) {
  std::vector<contract::Silent> silent;
  query.store().rows(
      "SELECT d.id, d.reference, d.title, d.due, (SELECT COUNT(*) FROM opinions_recommendation r WHERE r.deliverable = d.id AND r.answer IS NULL) "
      "FROM opinions_deliverable d WHERE d.public_ns IS NOT NULL AND d.overdue = 1 AND d.due IS NOT NULL ORDER BY d.due, d.id LIMIT 500",
      {}, [&](const Row& row) {
        silent.push_back(
            {.deliverable = row.text(0), .reference = row.text(1), .title = row.text(2), .due = row.text(3), .unanswered = row.integer(4)});
      });
  return silent;
}

/// Without the rules, as where they do not say so: not. The answers are read all the same (domain.md §1.7, invariant 19).
bool silence_is_shown(const Query& query) {
  const auto delays = query.ask(rules::Delays{});
  return delays && delays->show_silence;
}

}  // namespace

Result<contract::BoardReply> Opinions::board(const contract::Board&, const Query& query) const {
  const bool silence = silence_is_shown(query);
  const auto facts = public_facts(silence, query);
  contract::BoardReply reply{.opinions = query.store().integer("SELECT COUNT(*) FROM opinions_deliverable WHERE public_ns IS NOT NULL"),
                             .uptake_count = query.store().integer("SELECT COUNT(*) FROM opinions_uptake WHERE published IS NOT NULL"),
                             .by_status = by_status(facts),
                             .by_theme = by_theme(facts),
                             .by_term = by_term(facts, settings().term_began, settings().term_years),
                             .shows_silence = silence};
  for (const auto& fact : facts) {
    if (!counts(fact)) continue;
    ++reply.recommendation_count;
    if (fact.answered) ++reply.answered;
  }
  reply.answer_rate_percent = percent(reply.answered, reply.recommendation_count);
  reply.median_days = median(days_to_answer(facts));
  if (silence) reply.silent = silent_ones(query);
  return reply;
}

Result<contract::TableOfAnswersReply> Opinions::table_of_answers(const contract::TableOfAnswers&, const Query& query) const {
  contract::TableOfAnswersReply reply{.file_name = "suites.csv"};
  for (auto& fact : public_facts(silence_is_shown(query), query))
    reply.rows.push_back({.reference = fact.reference,
                          .recommendation = "R" + std::to_string(fact.number),
                          .kind = fact.kind,
                          .title = fact.title,
                          .text = fact.text,
                          .addressee = fact.addressee,
                          .theme = fact.theme,
                          .transmitted = fact.transmitted,
                          .answered = fact.answered,
                          .status = fact.status});
  return reply;
}

}  // namespace opinions_plugin
