#include "majority_judgment.hpp"

#include <algorithm>
#include <numeric>

namespace plenary_plugin::count {
namespace {

std::int64_t sum(const std::vector<std::int64_t>& given) { return std::accumulate(given.begin(), given.end(), std::int64_t{0}); }

/// The median, the lower one of two: counted from the best, the grade in which more than half of all begins to be reached.
std::size_t median_of(const std::vector<std::int64_t>& given, std::int64_t total) {
  std::int64_t reached = 0;
  for (std::size_t grade = 0; grade < given.size(); ++grade) {
    reached += given[grade];
    if (2 * reached > total) return grade;
  }
  return given.empty() ? 0 : given.size() - 1;
}

Judged judge(const std::vector<std::int64_t>& given) {
  Judged judged{.given = given};
  judged.median = median_of(given, sum(given));
  for (std::size_t grade = 0; grade < given.size(); ++grade) {
    if (grade < judged.median) judged.better += given[grade];
    if (grade > judged.median) judged.worse += given[grade];
  }
  return judged;
}

/// Where two values begin to differ: the number of grades that were equal before.
std::int64_t agreement(const std::vector<std::size_t>& a, const std::vector<std::size_t>& b) {
  return std::ranges::mismatch(a, b).in1 - a.begin();
}

}  // namespace

std::vector<std::size_t> majority_value(std::vector<std::int64_t> given) {
  std::vector<std::size_t> value;
  for (auto total = sum(given); total > 0; --total) {
    const auto grade = median_of(given, total);
    value.push_back(grade);
    --given[grade];
  }
  return value;
}

MajorityJudgment majority_judgment(const std::vector<std::vector<std::int64_t>>& given) {
  MajorityJudgment result;
  std::vector<std::vector<std::size_t>> values;
  for (const auto& grades : given) {
    result.options.push_back(judge(grades));
    values.push_back(majority_value(grades));
  }
  std::vector<Option> sorted(given.size());
  std::iota(sorted.begin(), sorted.end(), Option{0});
  std::ranges::stable_sort(sorted, [&](Option a, Option b) { return values[a] < values[b]; });
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    if (i > 0) result.taken_away = std::max(result.taken_away, agreement(values[sorted[i - 1]], values[sorted[i]]));
    if (i == 0 || values[sorted[i]] != values[sorted[i - 1]]) result.order.levels.emplace_back();
    result.order.levels.back().push_back(sorted[i]);
  }
  return result;
}

MajorityJudgment majority_judgment(std::size_t options, std::size_t grades, const std::vector<Grading>& ballots) {
  std::vector<std::vector<std::int64_t>> given(options, std::vector<std::int64_t>(grades, 0));
  for (const auto& ballot : ballots)
    for (Option option = 0; option < options; ++option) given[option][ballot.grade[option]] += ballot.weight;
  return majority_judgment(given);
}

}  // namespace plenary_plugin::count
