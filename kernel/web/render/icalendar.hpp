// A reply of `"as": "icalendar"` as an iCalendar file (RFC 5545).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hemicycle::web::render {

/// text/calendar; charset=utf-8. Each event's URL is `base_url` and its path; DTSTAMP is its `updated`. All-day events carry dates,
/// the others UTC. One that is `cancelled` stays and says so: a calendar without any event is none (RFC 5545, 3.6). Nothing when `reply` is not
/// what docs/contract.md says of `as: icalendar`. Any thread.
[[nodiscard]] std::optional<std::string> icalendar_file(std::string_view reply, const std::string& base_url);

/// One event as an invitation for a letter (RFC 5546: method REQUEST, or CANCEL when the entry is `cancelled`). Empty when `entry` is not what
/// hemicycle/ext/mail.h says. `organiser` and `attendee` are e-mail addresses.
struct CalendarLetter {
  std::string text;
  bool cancels = false;
};
[[nodiscard]] CalendarLetter calendar_letter(std::string_view entry, const std::string& base_url, const std::string& organiser, const std::string& attendee);

}  // namespace hemicycle::web::render
