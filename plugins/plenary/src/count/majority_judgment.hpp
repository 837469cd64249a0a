// Majority judgment (M. Balinski, R. Laraki, "Majority Judgment", MIT Press 2011): every voter gives every option a grade; an option's
// majority grade is its median, the lower one of two; equal options are told apart by taking that grade away once, again and again.
#pragma once

#include "order.hpp"

namespace plenary_plugin::count {

/// grade[option] = 0 for the best grade, 1 for the next …
struct Grading {
  std::vector<std::size_t> grade;
  std::int64_t weight = 1;
};

struct Judged {
  std::vector<std::int64_t> given;  ///< how often each grade, the best first
  std::size_t median = 0;           ///< the majority grade
  std::int64_t better = 0;          ///< grades above it
  std::int64_t worse = 0;           ///< grades below it
};

struct MajorityJudgment {
  std::vector<Judged> options;
  Order order;
  std::int64_t taken_away = 0;  ///< how many median grades had to be taken away from each, at most, to tell equal options apart
};

/// Each option was given the same number of grades: who gave an option none is counted with the worst (rule of the ballot paper).
[[nodiscard]] MajorityJudgment majority_judgment(const std::vector<std::vector<std::int64_t>>& given);
[[nodiscard]] MajorityJudgment majority_judgment(std::size_t options, std::size_t grades, const std::vector<Grading>& ballots);

/// The grades of one option in the order in which they are taken away: its majority value.
[[nodiscard]] std::vector<std::size_t> majority_value(std::vector<std::int64_t> given);

}  // namespace plenary_plugin::count
