// The age classes in which the council counts people, as the census of its territory does.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "members.hpp"

namespace members_plugin {

/// Those of the settings; else those of the French census of adults, with no share to compare with.
[[nodiscard]] std::vector<contract::CensusClass> age_classes(const contract::Settings& settings);
/// The class of somebody born in `birth_year`, in `year`; empty when that is not known or in no class.
[[nodiscard]] std::string age_class(const contract::Settings& settings, const std::optional<std::int64_t>& birth_year, std::int64_t year);
/// The year of an instant.
[[nodiscard]] std::int64_t year_of(Time time);

}  // namespace members_plugin
