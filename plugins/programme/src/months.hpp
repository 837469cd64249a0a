// Dates on a year's twelve months: pure.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace programme_plugin {

/// "m01" … "m12": a month as the contract names it.
[[nodiscard]] std::string month_name(std::size_t month);

/// What each month of `year` ("2026") holds of a work: "none", "work", "due", "decision" or "due_and_decision". A work without a beginning keeps
/// the month busy in which it is handed in; one without an end, the month in which it begins.
[[nodiscard]] std::array<std::string_view, 12> load_of(std::string_view year, const std::optional<std::string>& starts_on,
                                                       const std::optional<std::string>& due_on, const std::optional<std::string>& decision_on);

/// The day `days` after an ISO date.
[[nodiscard]] std::string days_after(std::string_view date, long days);
/// From `begin` to `end`, both ISO dates.
[[nodiscard]] long days_between(std::string_view begin, std::string_view end);

}  // namespace programme_plugin
