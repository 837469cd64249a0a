// A reply of `"as": "icalendar"` as an iCalendar file (RFC 5545).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hemicycle::web::render {

/// text/calendar; charset=utf-8. Each event's URL is `base_url` and its path; DTSTAMP is its `updated`. All-day events carry dates,
/// the others UTC. Nothing when `reply` is not what docs/contract.md says of `as: icalendar`. Any thread.
[[nodiscard]] std::optional<std::string> icalendar_file(std::string_view reply, const std::string& base_url);

}  // namespace hemicycle::web::render
