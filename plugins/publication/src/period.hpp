// The dates of the former site: days, months, years, seasons, halves and spans.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace publication {

struct Period {
  std::string first_day;  ///< ISO
  std::string precision;  ///< "day", "month" or "year"
};

/// Reads "2020-04-08", "2020-04", "2020", "2020-H2", "2025-printemps", "2017-2019", "2020-11-30/2020-12-03"; of a span, its beginning.
/// Nothing when it is none of these.
[[nodiscard]] std::optional<Period> read_period(std::string_view text);

}  // namespace publication
