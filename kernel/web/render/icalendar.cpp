#include "kernel/web/render/icalendar.hpp"

#include <libical/ical.h>

#include <cstdlib>
#include <memory>

#include <nlohmann/json.hpp>

#include "kernel/web/render/dates.hpp"

namespace hemicycle::web::render {

namespace {

using nlohmann::json;

struct FreeCalendar {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
  void operator()(char* text) const { std::free(text); }  // NOLINT: the _r functions of libical give malloc's memory
};

/// Line breaks stay (libical writes them as \n); no other control character may stand in a value (RFC 5545, 3.1).
std::string member(const json& from, const char* name) {
  const auto found = from.find(name);
  if (found == from.end() || !found->is_string()) return {};
  auto text = found->get<std::string>();
  std::erase_if(text, [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7f; });
  return text;
}

icaltimetype date_of(std::chrono::sys_seconds time) {
  const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(time));
  auto out = icaltime_null_date();
  out.year = static_cast<int>(date.year());
  out.month = static_cast<int>(static_cast<unsigned>(date.month()));
  out.day = static_cast<int>(static_cast<unsigned>(date.day()));
  out.is_date = 1;
  return out;
}

icaltimetype instant_of(std::chrono::sys_seconds time) {
  return icaltime_from_timet_with_zone(static_cast<time_t>(time.time_since_epoch().count()), 0, icaltimezone_get_utc_timezone());
}

/// The day in Paris on which the time lies.
icaltimetype day_of(std::chrono::sys_seconds time, const std::string& text) {
  return date_of(text.size() > 10 ? time + paris_offset(time) : time);
}

bool is_cancelled(const json& entry) { return entry.value("cancelled", json(false)) == true; }

/// A program that took the event before knows by these that it changed, and that it is off (RFC 5545, 3.8.7.4 and 3.8.1.11).
void add_state(icalcomponent* event, const json& from) {
  const auto sequence = from.value("sequence", json(0));
  icalcomponent_add_property(event, icalproperty_new_sequence(sequence.is_number_integer() ? sequence.get<int>() : 0));
  icalcomponent_add_property(event, icalproperty_new_status(is_cancelled(from) ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED));
}

/// False when the event has no uid or no start.
bool add_event(icalcomponent* calendar, const json& from, const std::string& base_url) {
  const auto uid = member(from, "uid"), start = member(from, "start"), end = member(from, "end");
  const auto begins = parse_date(start), ends = parse_date(end);
  if (uid.empty() || !begins) return false;
  const bool all_day = from.value("all_day", json(false)) == true || start.size() == 10;
  auto* event = icalcomponent_new(ICAL_VEVENT_COMPONENT);
  icalcomponent_add_component(calendar, event);  // which owns it from here on
  icalcomponent_add_property(event, icalproperty_new_uid(uid.c_str()));
  const auto changed = parse_date(member(from, "updated"));
  icalcomponent_add_property(event, icalproperty_new_dtstamp(instant_of(changed ? *changed : *begins)));
  icalcomponent_add_property(event, icalproperty_new_dtstart(all_day ? day_of(*begins, start) : instant_of(*begins)));
  // DTEND of whole days is the day after the last (3.6.1); an end that is not after the start is left out.
  if (ends && *ends > *begins && !all_day) icalcomponent_add_property(event, icalproperty_new_dtend(instant_of(*ends)));
  if (ends && *ends >= *begins && all_day) {
    auto after = day_of(*ends, end);
    icaltime_adjust(&after, 1, 0, 0, 0);
    icalcomponent_add_property(event, icalproperty_new_dtend(after));
  }
  icalcomponent_add_property(event, icalproperty_new_summary(member(from, "title").c_str()));
  if (const auto text = member(from, "summary"); !text.empty())
    icalcomponent_add_property(event, icalproperty_new_description(text.c_str()));
  if (const auto place = member(from, "place"); !place.empty()) icalcomponent_add_property(event, icalproperty_new_location(place.c_str()));
  if (const auto path = member(from, "path"); !path.empty())
    icalcomponent_add_property(event, icalproperty_new_url((base_url + path).c_str()));
  add_state(event, from);
  return true;
}

std::unique_ptr<icalcomponent, FreeCalendar> new_calendar() {
  std::unique_ptr<icalcomponent, FreeCalendar> calendar(icalcomponent_new(ICAL_VCALENDAR_COMPONENT));
  icalcomponent_add_property(calendar.get(), icalproperty_new_version("2.0"));
  icalcomponent_add_property(calendar.get(), icalproperty_new_prodid("-//Hemicycle//Hemicycle 1//FR"));
  icalcomponent_add_property(calendar.get(), icalproperty_new_calscale("GREGORIAN"));
  return calendar;
}

std::string written_out(icalcomponent* calendar) {
  const std::unique_ptr<char, FreeCalendar> text(icalcomponent_as_ical_string_r(calendar));
  return text ? std::string(text.get()) : std::string();
}

}  // namespace

CalendarLetter calendar_letter(std::string_view entry, const std::string& base_url, const std::string& organiser, const std::string& attendee) {
  const auto from = json::parse(entry, nullptr, false);
  if (!from.is_object()) return {};
  const bool cancels = is_cancelled(from);
  const auto calendar = new_calendar();
  icalcomponent_add_property(calendar.get(), icalproperty_new_method(cancels ? ICAL_METHOD_CANCEL : ICAL_METHOD_REQUEST));
  if (!add_event(calendar.get(), from, base_url)) return {};
  auto* event = icalcomponent_get_first_component(calendar.get(), ICAL_VEVENT_COMPONENT);
  icalcomponent_add_property(event, icalproperty_new_organizer(("mailto:" + organiser).c_str()));
  auto* invited = icalproperty_new_attendee(("mailto:" + attendee).c_str());
  icalproperty_add_parameter(invited, icalparameter_new_partstat(ICAL_PARTSTAT_NEEDSACTION));
  // The answer is given on the page: an automatic one would land in a mailbox that nobody reads.
  icalproperty_add_parameter(invited, icalparameter_new_rsvp(ICAL_RSVP_FALSE));
  icalcomponent_add_property(event, invited);
  return {written_out(calendar.get()), cancels};
}

std::optional<std::string> icalendar_file(std::string_view reply, const std::string& base_url) {
  const auto from = json::parse(reply, nullptr, false);
  if (!from.is_object() || !from.contains("events") || !from["events"].is_array()) return std::nullopt;
  const auto calendar = new_calendar();
  for (const auto& event : from["events"]) {
    if (!event.is_object() || !add_event(calendar.get(), event, base_url)) return std::nullopt;
  }
  auto text = written_out(calendar.get());
  return text.empty() ? std::nullopt : std::optional(std::move(text));
}

}  // namespace hemicycle::web::render
