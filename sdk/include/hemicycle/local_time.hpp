// The clock on the wall in Europe/Paris: what a calendar is read by. A meeting late in the evening is of that day, not of UTC's.
// UTC+1, and UTC+2 from the last Sunday of March to the last Sunday of October, changing at 01:00 UTC (directive 2000/84/EC).
#pragma once

#include <hemicycle/time.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace hemicycle {
namespace detail {

[[nodiscard]] inline std::chrono::sys_seconds local(std::int64_t ns) {
  using namespace std::chrono;
  const auto at = floor<seconds>(from_ns(ns));
  const auto year = year_month_day(floor<days>(at)).year();
  const auto change = [&](month m) { return sys_seconds(sys_days(year / m / Sunday[last])) + 1h; };
  return at + (at >= change(March) && at < change(October) ? 2h : 1h);
}

[[nodiscard]] inline std::chrono::sys_days local_day(std::int64_t ns) { return std::chrono::floor<std::chrono::days>(local(ns)); }

}  // namespace detail

/// "2026-03-29". `ns`: nanoseconds since 1970 UTC, here and below. Any thread.
[[nodiscard]] inline std::string local_date(std::int64_t ns) { return to_iso_date(detail::local(ns)); }
/// "14:05"
[[nodiscard]] inline std::string local_hour(std::int64_t ns) { return to_iso(detail::local(ns)).substr(11, 5); }
/// Days from one local day to another; 0 on the same day.
[[nodiscard]] inline std::int64_t days_between(std::int64_t from_ns, std::int64_t to_ns) { return (detail::local_day(to_ns) - detail::local_day(from_ns)).count(); }
/// When the local day of "2026-03-29" begins. Nothing when the text starts with no date.
[[nodiscard]] inline std::optional<Time> local_midnight(std::string_view date) {
  const auto day = parse_iso(date.substr(0, 10));
  if (!day) return std::nullopt;
  const auto summer = *day - std::chrono::hours(2);
  return detail::local(to_ns(summer)) == *day ? summer : *day - std::chrono::hours(1);
}
/// When it has ended: a day is 23 or 25 hours long where the clock changes.
[[nodiscard]] inline std::optional<Time> local_midnight_after(std::string_view date) {
  const auto day = parse_iso(date.substr(0, 10));
  return day ? local_midnight(to_iso_date(*day + std::chrono::days(1))) : std::nullopt;
}
/// A local year's first moment and the first one after it, in ns since 1970 UTC. Nothing outside 1 to 9998.
[[nodiscard]] inline std::optional<std::pair<std::int64_t, std::int64_t>> local_year(std::int64_t year) {
  if (year < 1 || year > 9998) return std::nullopt;
  const auto begin = [](std::int64_t number) {
    return *local_midnight(to_iso_date(std::chrono::sys_days(std::chrono::year(static_cast<int>(number)) / std::chrono::January / 1)));
  };
  return std::pair(to_ns(begin(year)), to_ns(begin(year + 1)));
}
/// The local day `days` before that of `ns`.
[[nodiscard]] inline std::string local_date_before(std::int64_t ns, std::int64_t days) { return to_iso_date(detail::local_day(ns) - std::chrono::days(days)); }

}  // namespace hemicycle
