#include <algorithm>
#include <numeric>
#include <utility>

#include "kernel/config/refused.hpp"

namespace hemicycle::config {

namespace {

/// Levenshtein's distance.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const auto replaced = diagonal + std::size_t{a[i - 1] != b[j - 1]};
      diagonal = row[j];
      row[j] = std::min(replaced, std::min(row[j], row[j - 1]) + 1);
    }
  }
  return row.back();
}

}  // namespace

std::string nearest(std::string_view wrong, const std::vector<std::string>& known) {
  std::string best;
  std::size_t least = std::max<std::size_t>(2, wrong.size() / 3) + 1;
  for (const auto& name : known) {
    const auto here = distance(wrong.substr(0, 100), name);
    if (here >= least) continue;
    least = here;
    best = name;
  }
  return best;
}

}  // namespace hemicycle::config
