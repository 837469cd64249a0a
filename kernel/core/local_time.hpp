// Local time of the council, which lies in the zone Europe/Paris: UTC+1, and UTC+2 from the last Sunday of March to the last Sunday of
// October, changing at 01:00 UTC (directive 2000/84/EC). Computed, not looked up, so that a container without tzdata says the same.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hemicycle::core {

/// "2026-04-08T14:00" or "…:00" in Paris -> "2026-04-08T12:00:00Z". The hour that autumn repeats is taken as the first one, the hour that
/// spring skips as one later. Nothing when the text is no such time.
[[nodiscard]] std::optional<std::string> paris_to_utc(std::string_view local);

/// "2026-04-08T12:00:00Z" -> "2026-04-08T14:00", as an HTML datetime-local field wants it. Nothing when the text is no such time.
[[nodiscard]] std::optional<std::string> utc_to_paris(std::string_view utc);

/// Nanoseconds since 1970 -> "2026-04-08T12:00:00Z".
[[nodiscard]] std::string utc_text(std::int64_t ns);

}  // namespace hemicycle::core
