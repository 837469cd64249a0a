#include "letter.hpp"

namespace plenary_plugin {
namespace {

// "2026-04-08" as people of the council write it.
std::string as_written(const std::string& date) { return date.substr(8, 2) + "/" + date.substr(5, 2) + "/" + date.substr(0, 4); }

}  // namespace

std::string label_of(std::string_view vocabulary, const std::string& id, const Query& query) {
  for (const auto& term : query.vocabulary(vocabulary))
    if (term.id == id) return std::string(term.label());
  return id;
}

Mail letter_of(const Session& session, const Wording& wording, const Query& query) {
  std::string agenda;
  for (const auto& item : agenda_of(session.id, query)) agenda += item.number + ". " + item.title + "\n";
  std::string place = session.place.value_or("");
  if (session.link) place += (place.empty() ? "" : "\n") + *session.link;
  const hemicycle::Blanks values{{"title", session.title},
                                 {"body", label_of("bodies", session.body, query)},
                                 {"date", as_written(local_date(session.starts_ns))},
                                 {"hour", local_hour(session.starts_ns)},
                                 {"place", place},
                                 {"session", session.id},
                                 {"agenda", agenda},
                                 {"urgency", wording.urgency ? *wording.urgency + "\n" : std::string()},
                                 {"path", "/seances/" + session.id}};
  Mail mail{.to = {}, .subject = hemicycle::filled(wording.subject, values), .text = hemicycle::filled(wording.text, values)};
  mail.calendar = CalendarEntry{.uid = session.id, .start = from_ns(session.starts_ns), .title = session.title};
  mail.calendar->place = session.place.value_or("");
  mail.calendar->path = "/seances/" + session.id;
  mail.calendar->sequence = to_ns(query.now()) / 1'000'000'000;
  return mail;
}

}  // namespace plenary_plugin
