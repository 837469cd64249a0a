// Times as the tables and the wire hold them: nanoseconds since 1970 UTC, ISO dates, ISO date-times in UTC.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

namespace hemicycle {

using Time = std::chrono::system_clock::time_point;

[[nodiscard]] inline std::int64_t to_ns(Time time) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(time.time_since_epoch()).count();
}
[[nodiscard]] inline Time from_ns(std::int64_t ns) {
  return Time(std::chrono::duration_cast<Time::duration>(std::chrono::nanoseconds(ns)));
}

/// "2026-04-08", the day in UTC.
[[nodiscard]] inline std::string to_iso_date(Time time) {
  const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(time)};
  std::array<char, 32> text{};
  const int size = std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(day.year()),
                                 static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
  return {text.data(), static_cast<std::size_t>(size)};
}

/// "2026-04-08T14:00:00Z"; what is below a second is cut off.
[[nodiscard]] inline std::string to_iso(Time time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const auto second = static_cast<int>(std::chrono::floor<std::chrono::seconds>(time - day).count());
  std::array<char, 16> text{};
  const int size = std::snprintf(text.data(), text.size(), "T%02d:%02d:%02dZ", second / 3600, second / 60 % 60, second % 60);
  return to_iso_date(time).append(text.data(), static_cast<std::size_t>(size));
}

/// Of a column of nanoseconds that may be empty.
[[nodiscard]] inline std::optional<std::string> ns_to_iso(const std::optional<std::int64_t>& ns) {
  return ns ? std::optional(to_iso(from_ns(*ns))) : std::nullopt;
}

/// Reads "2026-04-08" (midnight UTC), "2026-04-08T14:00:00Z", "…T14:00Z", "…T14:00:00.25+02:00". Nothing when it is no such time.
[[nodiscard]] inline std::optional<Time> parse_iso(std::string_view text) {
  std::size_t at = 0;
  bool good = true;
  const auto digits = [&](std::size_t count) {
    int value = 0;
    for (std::size_t i = 0; i < count; ++i, ++at) {
      if (at >= text.size() || text[at] < '0' || text[at] > '9') return good = false, 0;
      value = value * 10 + (text[at] - '0');
    }
    return value;
  };
  const auto take = [&](char wanted) { return at < text.size() && text[at] == wanted ? (++at, true) : false; };
  const auto expect = [&](char wanted) { good = good && take(wanted); };

  using namespace std::chrono;
  const int y = digits(4);
  expect('-');
  const int m = digits(2);
  expect('-');
  const int d = digits(2);
  const year_month_day day{year(y), month(static_cast<unsigned>(m)), std::chrono::day(static_cast<unsigned>(d))};
  if (!good || !day.ok()) return std::nullopt;
  nanoseconds since = sys_days(day).time_since_epoch();
  if (at == text.size()) return from_ns(since.count());

  expect('T');
  const int hour = digits(2);
  expect(':');
  const int minute = digits(2);
  const int second = take(':') ? digits(2) : 0;
  if (!good || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  since += hours(hour) + minutes(minute) + seconds(second);
  if (take('.')) {
    const auto from = at;
    for (std::int64_t unit = 100'000'000; at < text.size() && text[at] >= '0' && text[at] <= '9'; unit /= 10, ++at) {
      since += nanoseconds(unit * (text[at] - '0'));
    }
    good = at > from;
  }
  if (!take('Z')) {
    const int sign = take('-') ? -1 : 1;
    if (sign == 1) expect('+');
    const int hour_off = digits(2);
    expect(':');
    const int minute_off = digits(2);
    if (hour_off > 23 || minute_off > 59) return std::nullopt;
    since -= sign * (hours(hour_off) + minutes(minute_off));
  }
  if (!good || at != text.size()) return std::nullopt;
  return from_ns(since.count());
}

}  // namespace hemicycle
