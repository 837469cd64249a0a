#include "census.hpp"

namespace members_plugin {

std::vector<contract::CensusClass> age_classes(const contract::Settings& settings) {
  if (!settings.census.empty()) return settings.census;
  return {{.age_class = "18-29", .from = 18, .to = 29, .people = std::nullopt, .percent = std::nullopt},
          {.age_class = "30-44", .from = 30, .to = 44, .people = std::nullopt, .percent = std::nullopt},
          {.age_class = "45-59", .from = 45, .to = 59, .people = std::nullopt, .percent = std::nullopt},
          {.age_class = "60-74", .from = 60, .to = 74, .people = std::nullopt, .percent = std::nullopt},
          {.age_class = "75+", .from = 75, .to = 150, .people = std::nullopt, .percent = std::nullopt}};
}

std::string age_class(const contract::Settings& settings, const std::optional<std::int64_t>& birth_year, std::int64_t year) {
  if (!birth_year) return {};
  const auto age = year - *birth_year;
  for (const auto& one : age_classes(settings))
    if (age >= one.from && age <= one.to) return one.age_class;
  return {};
}

std::int64_t year_of(Time time) { return std::stoll(local_date(to_ns(time)).substr(0, 4)); }

}  // namespace members_plugin
