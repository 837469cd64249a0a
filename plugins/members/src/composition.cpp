// The council in numbers: aggregates alone, of groups large enough to hide a person.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <vector>

#include "census.hpp"
#include "roster.hpp"
#include "rules.hpp"
#include "suppression.hpp"

namespace members_plugin {
namespace {

struct Member {
  std::string gender;
  std::optional<std::int64_t> birth_year;
};

/// The persons of the council at `at`, each once: titulars of a seat of the council's own body.
std::map<std::string, Member> members_at(Time at, const std::string& body, const Query& query) {
  std::map<std::string, Member> out;
  query.store().rows(
      "SELECT p.id, p.gender, p.birth_year FROM members_mandate m JOIN members_seat s ON s.id = m.seat JOIN members_person p ON p.id = m.person "
      "WHERE m.part = 'primary' AND s.body = :body AND m.began_ns <= :at AND (m.ended_ns IS NULL OR m.ended_ns > :at) "
      "AND (m.until IS NULL OR m.until >= :day)",
      {bind("body", body), bind("at", to_ns(at)), bind("day", local_date(to_ns(at)))},
      [&](const Row& row) { out.emplace(row.text(0), Member{.gender = row.text(1), .birth_year = row.optional_integer(2)}); });
  return out;
}

void count_genders(const std::map<std::string, Member>& members, std::int64_t smallest, contract::CompositionReply& reply) {
  std::int64_t women = 0, men = 0, unstated = 0;
  for (const auto& [id, member] : members) ++(member.gender == "woman" ? women : member.gender == "man" ? men : unstated);
  const auto shown = showable({women, men, unstated}, smallest);
  if (shown[0]) reply.women = women;
  if (shown[1]) reply.men = men;
  if (shown[0] && shown[1]) reply.gender_gap = std::abs(women - men);
}

/// Sets a group of the council beside its share in the census. Of all who sit, whose number is shown: it tells nothing of a hidden group.
template <typename Group>
void compare(Group& group, std::int64_t filled, const std::optional<double>& census) {
  if (filled == 0) return;
  const auto share = static_cast<double>(group.count) * 100 / static_cast<double>(filled);
  group.percent = std::lround(share);
  group.census_percent = census;
  if (census) group.gap = std::lround(share - *census);
}

void count_ages(const std::map<std::string, Member>& members, Time at, const contract::Settings& settings, contract::CompositionReply& reply) {
  const auto classes = age_classes(settings);
  const auto shares = census_shares(classes);
  std::vector<std::int64_t> counts(classes.size() + 1);  // the last one: unstated, or in no class
  for (const auto& [id, member] : members) {
    const auto own = age_class(settings, member.birth_year, year_of(at));
    const auto found = std::find_if(classes.begin(), classes.end(), [&](const auto& one) { return one.age_class == own; });
    ++counts[static_cast<std::size_t>(found - classes.begin())];
  }
  const auto shown = showable(counts, settings.smallest_group);
  for (std::size_t i = 0; i < classes.size(); ++i)
    if (shown[i]) {
      reply.by_age.push_back({.age_class = classes[i].age_class, .count = counts[i], .percent = {}, .census_percent = {}, .gap = {}});
      compare(reply.by_age.back(), reply.filled, shares[i]);
    }
}

struct CollegeCount {
  std::string college;
  std::int64_t filled = 0, voting = 0;
};

std::vector<CollegeCount> colleges_at(Time at, const contract::Settings& settings, const Query& query) {
  std::map<std::string, CollegeCount> out;
  query.store().rows(
      "SELECT s.college, s.category FROM members_mandate m JOIN members_seat s ON s.id = m.seat "
      "WHERE m.part = 'primary' AND s.body = :body AND m.began_ns <= :at AND (m.ended_ns IS NULL OR m.ended_ns > :at) "
      "AND (m.until IS NULL OR m.until >= :day)",
      {bind("body", settings.council_body), bind("at", to_ns(at)), bind("day", local_date(to_ns(at)))}, [&](const Row& row) {
        auto& count = out[row.text(0)];
        count.college = row.text(0);
        ++count.filled;
        if (rule_of_category(settings, row.view(1)).voting) ++count.voting;
      });
  std::vector<CollegeCount> list;
  for (auto& [id, count] : out) list.push_back(std::move(count));
  return list;
}

std::optional<double> share_of_college(const std::string& college, const contract::Settings& settings) {
  const auto shares = census_shares(settings.census_colleges);
  for (std::size_t i = 0; i < shares.size(); ++i)
    if (settings.census_colleges[i].college == college) return shares[i];
  return std::nullopt;
}

}  // namespace

Result<contract::CompositionReply> Members::composition(const contract::Composition& request, const Query& query) const {
  const auto at = end_of(request.on) - std::chrono::seconds(1);
  contract::CompositionReply reply;
  reply.seats = query.store().integer(
      "SELECT COUNT(*) FROM members_seat WHERE body = :body AND created_ns <= :at AND (closed_ns IS NULL OR closed_ns > :at)",
      {bind("body", settings().council_body), bind("at", to_ns(at))});
  const auto colleges = colleges_at(at, settings(), query);
  std::vector<std::int64_t> counts;
  for (const auto& one : colleges) {
    reply.filled += one.filled;
    reply.voting += one.voting;
    counts.push_back(one.filled);
  }
  const auto shown = showable(counts, settings().smallest_group);
  for (std::size_t i = 0; i < colleges.size(); ++i)
    if (shown[i] && !colleges[i].college.empty()) {
      reply.by_college.push_back({.college = colleges[i].college, .count = colleges[i].filled, .percent = {}, .census_percent = {}, .gap = {}});
      compare(reply.by_college.back(), reply.filled, share_of_college(colleges[i].college, settings()));
    }
  const auto members = members_at(at, settings().council_body, query);
  count_genders(members, settings().smallest_group, reply);
  count_ages(members, at, settings(), reply);
  return reply;
}

Result<contract::BoardReply> Members::board(const contract::Board&, const Query& query) const {
  const auto today = query.today();
  const auto counted = composition({.on = today}, query);
  if (!counted) return counted.error();
  return contract::BoardReply{.on = today, .smallest_group = settings().smallest_group, .seats = counted->seats, .filled = counted->filled,
                              .voting = counted->voting, .women = counted->women, .men = counted->men, .gender_gap = counted->gender_gap,
                              .by_age = counted->by_age, .by_college = counted->by_college};
}

}  // namespace members_plugin
