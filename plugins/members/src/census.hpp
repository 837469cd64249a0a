// The age classes in which the council counts people, as the census of its territory does.
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "members.hpp"

namespace members_plugin {

/// Those of the settings; else those of the French census of adults, with no share to compare with.
[[nodiscard]] std::vector<contract::CensusClass> age_classes(const contract::Settings& settings);
/// What share of its list each line is, in percent to one decimal: worked out of `people`, else as it was given.
template <typename Line>
[[nodiscard]] std::vector<std::optional<double>> census_shares(const std::vector<Line>& lines) {
  double all = 0;
  for (const auto& line : lines) all += static_cast<double>(line.people.value_or(0));
  std::vector<std::optional<double>> shares;
  for (const auto& line : lines)
    shares.push_back(line.people && all > 0 ? std::optional(std::round(static_cast<double>(*line.people) * 1000 / all) / 10) : line.percent);
  return shares;
}
/// The class of somebody born in `birth_year`, in `year`; empty when that is not known or in no class.
[[nodiscard]] std::string age_class(const contract::Settings& settings, const std::optional<std::int64_t>& birth_year, std::int64_t year);
/// The year of an instant.
[[nodiscard]] std::int64_t year_of(Time time);

}  // namespace members_plugin
