#include "kernel/core/mail.hpp"

#include <nlohmann/json.hpp>

#include "kernel/core/local_time.hpp"
#include "kernel/core/text_rules.hpp"

namespace hemicycle::core {
namespace {

constexpr std::size_t kLongestSubject = 250, kLongestText = 100'000, kLongestCalendar = 20'000;

std::string wrong_with_calendar(std::string_view calendar) {
  if (calendar.size() > kLongestCalendar) return "its calendar entry is longer than 20,000 bytes";
  const auto entry = nlohmann::json::parse(calendar, nullptr, false);
  const auto text = [&](const char* name) {
    const auto found = entry.find(name);
    return found != entry.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  if (!entry.is_object()) return "its calendar entry is no JSON object";
  if (text("uid").empty()) return "its calendar entry has no uid";
  for (const auto* name : {"start", "end"})
    if (const auto time = text(name); !is_date(time) && !is_date_time(time) && (!time.empty() || name == std::string_view("start")))
      return std::string("the ") + name + " of its calendar entry is no time";
  return {};
}

}  // namespace

std::string letter_state_json(const LetterState& state) {
  return nlohmann::json({{"state", state.state}, {"at", utc_text(state.since_ns)}, {"attempts", state.attempts}, {"words", state.words}})
      .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string wrong_with(const Letter& letter) {
  if (!is_email(letter.to) && !is_identifier(letter.to)) return "its recipient is neither an e-mail address nor an actor";
  // A line break in a subject would begin another header.
  const auto subject = examine(letter.subject), text = examine(letter.text);
  if (!subject.utf8 || subject.blank || subject.control || subject.line_break || subject.tab || subject.code_points > kLongestSubject)
    return "its subject is not one line of 1 to 250 characters";
  if (!text.utf8 || text.blank || text.control || letter.text.size() > kLongestText) return "its text is not plain text of at most 100,000 bytes";
  return letter.calendar.empty() ? std::string() : wrong_with_calendar(letter.calendar);
}

}  // namespace hemicycle::core
