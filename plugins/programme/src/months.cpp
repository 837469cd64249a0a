#include "months.hpp"

#include <charconv>
#include <chrono>

namespace programme_plugin {
namespace {

int number(std::string_view digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

std::chrono::sys_days day(std::string_view date) {
  return std::chrono::year(number(date.substr(0, 4))) / number(date.substr(5, 2)) / number(date.substr(8, 2));
}

std::string padded(unsigned value) { return value < 10 ? "0" + std::to_string(value) : std::to_string(value); }

}  // namespace

std::string month_name(std::size_t month) { return "m" + padded(static_cast<unsigned>(month)); }

std::array<std::string_view, 12> load_of(std::string_view year, const std::optional<std::string>& starts_on,
                                         const std::optional<std::string>& due_on, const std::optional<std::string>& decision_on) {
  std::array<std::string_view, 12> load;
  load.fill("none");
  for (unsigned month = 1; month <= 12; ++month) {
    const auto here = std::string(year) + "-" + padded(month);
    const auto in = [&](const std::optional<std::string>& date) { return date && date->starts_with(here); };
    const auto& first = starts_on ? starts_on : due_on;
    const auto& last = due_on ? due_on : starts_on;
    auto& cell = load.at(month - 1);
    if (first && last && first->substr(0, 7) <= here && here <= last->substr(0, 7)) cell = "work";
    if (in(due_on)) cell = "due";
    if (in(decision_on)) cell = in(due_on) ? "due_and_decision" : "decision";
  }
  return load;
}

std::string days_after(std::string_view date, long days) {
  const std::chrono::year_month_day found(day(date) + std::chrono::days(days));
  return std::to_string(static_cast<int>(found.year())) + "-" + padded(static_cast<unsigned>(found.month())) + "-" +
         padded(static_cast<unsigned>(found.day()));
}

long days_between(std::string_view begin, std::string_view end) { return (day(end) - day(begin)).count(); }

}  // namespace programme_plugin
