// Dates as people write them, in the time of Paris. The rule of the European Union (directive 2000/84/EC) is computed here:
// summer time from the last Sunday of March to the last Sunday of October, at 01:00 UTC. No time-zone database is needed.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "kernel/web/render/catalogue.hpp"

namespace hemicycle::web::render {

/// "2026-04-08" (midnight UTC) or "2026-04-08T14:00:00Z" (fractions are dropped, offsets taken into account); nothing otherwise.
[[nodiscard]] std::optional<std::chrono::sys_seconds> parse_date(std::string_view iso);

/// Hours that Paris is ahead of UTC at this time.
[[nodiscard]] std::chrono::hours paris_offset(std::chrono::sys_seconds utc);

/// "8 avril 2026" for a date, "8 avril 2026 à 14 h 00" for a date-time, in the language of `locale`. What is no date comes back as it is.
[[nodiscard]] std::string date_text(std::string_view iso, std::string_view locale, const Catalogue& catalogue);

/// "2026-04-08T12:00:00Z" -> "2026-04-08T14:00", for <input type="datetime-local">. What is no date-time comes back as it is.
[[nodiscard]] std::string to_local_input(std::string_view utc);
/// The way back, for what such an input sends ("2026-04-08T14:00", seconds allowed). In the hour that exists twice the first is meant;
/// in the one that does not exist, the clock is taken as not yet moved. Nothing when it is no local time.
[[nodiscard]] std::optional<std::string> from_local_input(std::string_view local);

}  // namespace hemicycle::web::render
