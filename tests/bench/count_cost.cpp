// What closing and counting costs, in milliseconds, one line a method: the methods of the plugin `plenary` over ballots drawn with a fixed
// seed. Usage: count_cost BALLOTS OPTIONS. Exits with 1 when one of them takes a second: that is what a council was promised for 500 ballots.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <numeric>
#include <random>

#include "count/majority_judgment.hpp"
#include "count/schulze.hpp"
#include "count/stv.hpp"

namespace {

using namespace plenary_plugin::count;
using std::chrono::steady_clock;

constexpr std::size_t kGrades = 7;

struct Ballots {
  std::vector<Ranking> rankings;
  std::vector<Preferences> preferences;
  std::vector<Grading> gradings;
};

/// Full rankings: the most work that a ballot can make.
Ballots draw_ballots(std::size_t ballots, std::size_t options) {
  std::mt19937 chance(20260426);
  std::vector<Option> order(options);
  std::iota(order.begin(), order.end(), Option{0});
  Ballots drawn;
  for (std::size_t i = 0; i < ballots; ++i) {
    std::shuffle(order.begin(), order.end(), chance);
    Ranking ranking{.rank = std::vector<std::size_t>(options, 0)};
    Grading grading{.grade = std::vector<std::size_t>(options, 0)};
    for (std::size_t place = 0; place < options; ++place) {
      ranking.rank[order[place]] = place + 1;
      grading.grade[order[place]] = chance() % kGrades;
    }
    drawn.rankings.push_back(std::move(ranking));
    drawn.preferences.push_back({.order = order});
    drawn.gradings.push_back(std::move(grading));
  }
  return drawn;
}

template <typename Count>
bool measure(const char* name, Count count) {
  const auto begun = steady_clock::now();
  const auto seen = count();
  const auto ms = std::chrono::duration<double, std::milli>(steady_clock::now() - begun).count();
  std::cout << name << ' ' << ms << " ms (" << seen << ")\n";
  return ms < 1000;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) {
    std::cerr << "usage: count_cost BALLOTS OPTIONS\n";
    return 2;
  }
  const auto options = static_cast<std::size_t>(std::atoi(arguments[2]));
  const auto drawn = draw_ballots(static_cast<std::size_t>(std::atoi(arguments[1])), options);
  std::vector<Option> lot(options);
  std::iota(lot.begin(), lot.end(), Option{0});
  bool fast = measure("schulze", [&] { return schulze(options, drawn.rankings).order.levels.size(); });
  fast &= measure("stv", [&] { return stv(options, std::max<std::size_t>(options / 2, 1), drawn.preferences, lot).stages.size(); });
  fast &= measure("majority_judgment", [&] { return majority_judgment(options, kGrades, drawn.gradings).order.levels.size(); });
  return fast ? 0 : 1;
}
