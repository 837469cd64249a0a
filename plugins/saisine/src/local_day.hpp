// The day in Europe/Paris, where a council reads its calendar: just after midnight it is not UTC's.
#pragma once

#include <hemicycle/time.hpp>

#include <string>

namespace saisine_plugin {

/// "2026-03-29". UTC+1, and UTC+2 from the last Sunday of March to the last Sunday of October, changing at 01:00 UTC (directive 2000/84/EC).
[[nodiscard]] inline std::string local_date(hemicycle::Time time) {
  using namespace std::chrono;
  const auto at = floor<seconds>(time);
  const auto year = year_month_day(floor<days>(at)).year();
  const auto change = [&](month m) { return sys_seconds(sys_days(year / m / Sunday[last])) + 1h; };
  return hemicycle::to_iso_date(at + (at >= change(March) && at < change(October) ? 2h : 1h));
}

/// The same day ten years before: what a council still calls a request of its authority.
[[nodiscard]] inline std::string ten_years_before(std::string date) {
  const auto year = std::to_string(std::stoi(date.substr(0, 4)) - 10);
  return date.replace(0, 4, year);
}

}  // namespace saisine_plugin
