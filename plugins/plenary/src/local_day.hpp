// The day in Europe/Paris: what a notice counts and what minutes are dated by. A session late in the evening is of that day, not of UTC's.
// UTC+1, and UTC+2 from the last Sunday of March to the last Sunday of October, changing at 01:00 UTC (directive 2000/84/EC).
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace plenary_plugin {

/// "2026-03-29"
[[nodiscard]] std::string local_date(std::int64_t ns);
/// "14:05"
[[nodiscard]] std::string local_hour(std::int64_t ns);
/// Days from one local day to another; 0 on the same day.
[[nodiscard]] std::int64_t days_between(std::int64_t from_ns, std::int64_t to_ns);
/// The local day `days` before that of `ns`.
[[nodiscard]] std::string local_date_before(std::int64_t ns, std::int64_t days);

}  // namespace plenary_plugin
