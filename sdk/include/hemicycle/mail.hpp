// A letter to one person, how its wording is filled in, and what became of it.
#pragma once

#include <hemicycle/json.hpp>
#include <hemicycle/time.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hemicycle {

/// An invitation that a calendar takes in. The same `uid` with a higher `sequence` replaces it; `cancelled` takes it away.
struct CalendarEntry {
  std::string uid;
  Time start{};
  std::optional<Time> end{};
  bool all_day = false;
  std::string title, summary{}, place{};
  std::string path{};  ///< of the page about it, "/seances/12"
  std::int64_t sequence = 0;
  bool cancelled = false;
};

struct Mail {
  std::string to;       ///< an e-mail address, or an actor's id ("acc_…"): then the kernel finds the address when it sends
  std::string subject;  ///< one line
  std::string text;     ///< plain text; {site} stands for the public address of the site, before that of a page: "{site}/seances/12"
  std::optional<CalendarEntry> calendar{};
};

struct MailState {
  std::string state;  ///< "queued", "sent" or "failed"
  std::string at;     ///< since when it is so: "2026-04-08T14:00:00Z"
  std::int64_t attempts = 0;
  std::string words;  ///< what the mail server last said
  [[nodiscard]] bool queued() const { return state == "queued"; }
  [[nodiscard]] bool sent() const { return state == "sent"; }
  [[nodiscard]] bool failed() const { return state == "failed"; }
};

/// What stands in a wording for each of its {names}.
using Blanks = std::vector<std::pair<std::string_view, std::string>>;

/// A wording with its blanks filled in: "Bonjour {name}," with {"name", "Ada"} is "Bonjour Ada,". A name that nobody gave stays as it was written.
[[nodiscard]] inline std::string filled(std::string_view wording, const Blanks& blanks) {
  std::string out;
  while (!wording.empty()) {
    const auto open = wording.find('{');
    out += wording.substr(0, open);
    if (open == std::string_view::npos) break;
    wording.remove_prefix(open);
    const auto close = wording.find('}');
    const auto name = close == std::string_view::npos ? std::string_view{} : wording.substr(1, close - 1);
    const auto found = std::find_if(blanks.begin(), blanks.end(), [&](const auto& blank) { return blank.first == name; });
    const bool known = found != blanks.end();
    out += known ? std::string_view(found->second) : wording.substr(0, 1);
    wording.remove_prefix(known ? close + 1 : 1);
  }
  return out;
}

inline void write_json(JsonWriter& json, const CalendarEntry& entry) {
  const auto text = [&](std::string_view name, std::string_view value) {
    if (value.empty()) return;
    json.key(name);
    json.text(value);
  };
  json.begin_object();
  text("uid", entry.uid);
  text("start", entry.all_day ? to_iso_date(entry.start) : to_iso(entry.start));
  if (entry.end) text("end", entry.all_day ? to_iso_date(*entry.end) : to_iso(*entry.end));
  json.key("all_day");
  json.boolean(entry.all_day);
  text("title", entry.title);
  text("summary", entry.summary);
  text("place", entry.place);
  text("path", entry.path);
  json.key("sequence");
  json.integer(entry.sequence);
  json.key("cancelled");
  json.boolean(entry.cancelled);
  json.end_object();
}

inline void read_json(JsonReader& json, MailState& out) {
  json.object([&](std::string_view key) {
    if (key == "state") json.text(out.state);
    else if (key == "at") json.text(out.at);
    else if (key == "attempts") out.attempts = json.integer();
    else if (key == "words") json.text(out.words);
    else json.skip();
  });
}

}  // namespace hemicycle
