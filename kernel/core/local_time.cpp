#include "kernel/core/local_time.hpp"

#include <array>
#include <chrono>
#include <cstdio>

#include "kernel/core/text_rules.hpp"

namespace hemicycle::core {

namespace {

using namespace std::chrono;

sys_seconds last_sunday_at_one(year which, month of) { return sys_seconds(sys_days(which / of / Sunday[last])) + 1h; }

hours offset_at(sys_seconds utc) {
  const auto which = year_month_day(floor<days>(utc)).year();
  return utc >= last_sunday_at_one(which, March) && utc < last_sunday_at_one(which, October) ? 2h : 1h;
}

int number(std::string_view text, std::size_t at, std::size_t size) {
  int out = 0;
  for (const char digit : text.substr(at, size)) out = out * 10 + (digit - '0');
  return out;
}

/// Of text whose shape was checked: "2026-04-08T14:00:00".
sys_seconds seconds_of(std::string_view text) {
  const year_month_day date(year(number(text, 0, 4)), month(static_cast<unsigned>(number(text, 5, 2))),
                            day(static_cast<unsigned>(number(text, 8, 2))));
  return sys_seconds(sys_days(date)) + hours(number(text, 11, 2)) + minutes(number(text, 14, 2)) + seconds(number(text, 17, 2));
}

std::string iso(sys_seconds time) {
  const auto today = floor<days>(time);
  const year_month_day date(today);
  const hh_mm_ss clock(time - today);
  char out[40];
  std::snprintf(out, sizeof out, "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return out;
}

}  // namespace

std::optional<std::string> paris_to_utc(std::string_view local) {
  auto text = std::string(local);
  if (text.size() == 16) text += ":00";
  if (!is_date_time(text + "Z")) return std::nullopt;
  const auto wall = seconds_of(text);
  // Summer first: of the two hours that autumn gives one name, the first is meant.
  const auto summer = wall - 2h;
  return iso(offset_at(summer) == 2h ? summer : wall - 1h);
}

std::optional<std::string> utc_to_paris(std::string_view utc) {
  if (!is_date_time(utc)) return std::nullopt;
  const auto time = seconds_of(utc);
  return iso(time + offset_at(time)).substr(0, 16);
}

std::string utc_text(std::int64_t ns) {
  const std::chrono::sys_time<std::chrono::nanoseconds> instant{std::chrono::nanoseconds(ns)};
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date(day);
  const auto second = static_cast<int>(std::chrono::floor<std::chrono::seconds>(instant - day).count());
  std::array<char, 40> out{};
  std::snprintf(out.data(), out.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()), second / 3600, second / 60 % 60, second % 60);
  return out.data();
}

}  // namespace hemicycle::core
