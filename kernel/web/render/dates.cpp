#include "kernel/web/render/dates.hpp"

#include <array>
#include <charconv>
#include <cstdio>

#include "sdk/contract/model.hpp"

namespace hemicycle::web::render {

namespace {

using std::chrono::sys_seconds;

/// Exactly `digits` digits at `at`, or nothing.
std::optional<int> number(std::string_view text, std::size_t at, std::size_t digits) {
  if (at + digits > text.size()) return std::nullopt;
  int value = 0;
  const auto* end = text.data() + at + digits;
  const auto [stop, error] = std::from_chars(text.data() + at, end, value);
  if (error != std::errc() || stop != end || text[at] == '-') return std::nullopt;
  return value;
}

std::optional<std::chrono::sys_days> day(std::string_view text) {
  const auto y = number(text, 0, 4), m = number(text, 5, 2), d = number(text, 8, 2);
  if (!y || !m || !d || text[4] != '-' || text[7] != '-') return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*y), std::chrono::month(static_cast<unsigned>(*m)),
                                         std::chrono::day(static_cast<unsigned>(*d))};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date);
}

/// "14:00" or "14:00:30"; `used` = how much of the text it takes.
std::optional<std::chrono::seconds> clock_time(std::string_view text, std::size_t& used) {
  const auto h = number(text, 0, 2), m = number(text, 3, 2);
  if (!h || !m || text[2] != ':' || *h > 23 || *m > 59) return std::nullopt;
  int s = 0;
  used = 5;
  if (text.size() >= 8 && text[5] == ':') {
    const auto seconds = number(text, 6, 2);
    if (!seconds || *seconds > 60) return std::nullopt;
    s = *seconds;
    used = 8;
  }
  return std::chrono::hours(*h) + std::chrono::minutes(*m) + std::chrono::seconds(s);
}

/// "Z", "+02:00" or "-01:00".
std::optional<std::chrono::minutes> offset(std::string_view text) {
  if (text == "Z" || text == "z") return std::chrono::minutes(0);
  const auto h = number(text, 1, 2), m = number(text, 4, 2);
  if (text.size() != 6 || !h || !m || text[3] != ':' || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  const auto ahead = std::chrono::hours(*h) + std::chrono::minutes(*m);
  return text[0] == '+' ? ahead : -ahead;
}

sys_seconds clock_change(std::chrono::year year, std::chrono::month month) {
  return std::chrono::sys_days(year / month / std::chrono::Sunday[std::chrono::last]) + std::chrono::hours(1);
}

struct Parts {
  std::chrono::year_month_day date;
  std::chrono::hh_mm_ss<std::chrono::seconds> time;
};

Parts parts(sys_seconds time) {
  const auto days = std::chrono::floor<std::chrono::days>(time);
  return {std::chrono::year_month_day(days), std::chrono::hh_mm_ss<std::chrono::seconds>(time - days)};
}

std::string two_digits(std::int64_t value) { return (value < 10 ? "0" : "") + std::to_string(value); }

std::string iso_minute(const Parts& p) {
  std::array<char, 40> out{};
  std::snprintf(out.data(), out.size(), "%04d-%02u-%02uT%02d:%02d", static_cast<int>(p.date.year()), static_cast<unsigned>(p.date.month()),
                static_cast<unsigned>(p.date.day()), static_cast<int>(p.time.hours().count()), static_cast<int>(p.time.minutes().count()));
  return out.data();
}

}  // namespace

std::optional<sys_seconds> parse_date(std::string_view iso) {
  const auto date = day(iso.substr(0, 10));
  if (!date || iso.size() == 10) return date ? std::optional<sys_seconds>(*date) : std::nullopt;
  if (iso[10] != 'T' && iso[10] != 't') return std::nullopt;
  auto rest = iso.substr(11);
  std::size_t used = 0;
  const auto time = clock_time(rest, used);
  if (!time) return std::nullopt;
  rest.remove_prefix(used);
  if (rest.starts_with('.')) rest.remove_prefix(std::min(rest.find_first_not_of("0123456789", 1), rest.size()));
  const auto ahead = offset(rest);
  if (!ahead) return std::nullopt;
  return sys_seconds(*date) + *time - *ahead;
}

std::chrono::hours paris_offset(sys_seconds utc) {
  const auto year = parts(utc).date.year();
  const bool summer = utc >= clock_change(year, std::chrono::March) && utc < clock_change(year, std::chrono::October);
  return std::chrono::hours(summer ? 2 : 1);
}

std::string date_text(std::string_view iso, std::string_view locale, const Catalogue& catalogue) {
  const auto time = parse_date(iso);
  if (!time) return std::string(iso);
  const bool with_time = iso.size() > 10;
  const auto p = parts(with_time ? *time + paris_offset(*time) : *time);
  const auto month = static_cast<unsigned>(p.date.month()), number = static_cast<unsigned>(p.date.day());
  const auto say = [&](std::string_view what) -> std::string {
    // French says "1er avril": the first day has a text of its own.
    if (what == "day") return number == 1 ? catalogue.kernel("date.first", locale) : std::to_string(number);
    if (what == "month") return catalogue.kernel("month." + std::to_string(month), locale);
    if (what == "year") return std::to_string(static_cast<int>(p.date.year()));
    if (what == "hour") return locale == "fr" ? std::to_string(p.time.hours().count()) : two_digits(p.time.hours().count());
    if (what == "minute") return two_digits(p.time.minutes().count());
    return std::string(what);
  };
  return contract::fill(catalogue.kernel(with_time ? "date.format.time" : "date.format", locale), say);
}

std::string to_local_input(std::string_view utc) {
  const auto time = parse_date(utc);
  if (!time || utc.size() <= 10) return std::string(utc);
  return iso_minute(parts(*time + paris_offset(*time)));
}

std::optional<std::string> from_local_input(std::string_view local) {
  const auto date = day(local.substr(0, 10));
  if (!date || local.size() < 16 || (local[10] != 'T' && local[10] != ' ')) return std::nullopt;
  std::size_t used = 0;
  const auto time = clock_time(local.substr(11), used);
  if (!time || 11 + used != local.size()) return std::nullopt;
  const auto wall = sys_seconds(*date) + *time;
  // Summer time first: of the two instants that the repeated hour may mean, it is the earlier.
  auto utc = wall - std::chrono::hours(2);
  if (paris_offset(utc) != std::chrono::hours(2)) utc = wall - std::chrono::hours(1);
  const auto p = parts(utc);
  return iso_minute(p) + ":" + two_digits(p.time.seconds().count()) + "Z";
}

}  // namespace hemicycle::web::render
