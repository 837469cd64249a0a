// The figures of a year, asked of the plugins that hold them.
#include <algorithm>
#include <hemicycle/uses.hpp>

#include "consultation.hpp"
#include "report.hpp"

namespace programme_plugin {

Result<contract::Figures> figures_of(std::int64_t year, const Query& query) {
  const auto sessions = query.ask(plenary::Year{.year = year});
  if (!sessions) return sessions.error();
  const auto referrals = query.ask(saisine::Year{.year = year});
  if (!referrals) return referrals.error();
  const auto groups = query.ask(working_groups::Year{.year = year});
  if (!groups) return groups.error();
  const auto opinions = query.ask(opinions::Year{.year = year});
  if (!opinions) return opinions.error();
  const auto last_day = std::to_string(year) + "-12-31";
  const auto composition = query.ask(members::Composition{.on = std::min(last_day, query.today())});
  if (!composition) return composition.error();
  const auto articles = ask_if_there(publication::Year{.year = year}, query);
  if (!articles) return articles.error();
  const auto comments = ask_if_there(comments::Year{.year = year}, query);
  if (!comments) return comments.error();

  contract::Figures figures;
  for (const auto& held : sessions->sessions)
    figures.sessions.push_back({.session = held.session,
                                .title = held.title,
                                .body = held.body,
                                .date = held.date,
                                .present = held.present,
                                .members = held.members});
  figures.votes = sessions->votes;
  figures.adopted = sessions->adopted;
  figures.rejected = sessions->rejected;
  figures.attendance_percent = sessions->attendance_percent;
  figures.filed = referrals->filed;
  figures.solicitations = referrals->solicitations;
  figures.self_referrals = referrals->self_referrals;
  figures.mandatory_consultations = referrals->mandatory_consultations;
  figures.citizen_calls = referrals->citizen_calls;
  figures.partner_requests = referrals->partner_requests;
  figures.filed_by_kind = {{.label = "solicitation", .value = referrals->solicitations},
                           {.label = "self_referral", .value = referrals->self_referrals},
                           {.label = "mandatory_consultation", .value = referrals->mandatory_consultations},
                           {.label = "citizen_call", .value = referrals->citizen_calls},
                           {.label = "partner_request", .value = referrals->partner_requests}};
  figures.inadmissible = referrals->inadmissible;
  figures.programmed = referrals->programmed;
  figures.declined = referrals->declined;
  for (const auto& group : groups->groups)
    figures.groups.push_back({.group = group.group,
                              .title = group.title,
                              .state = group.state,
                              .meetings = group.meetings,
                              .people = group.people,
                              .deliverables = group.deliverables});
  figures.private_groups = groups->private_groups;
  for (const auto& given : opinions->opinions)
    figures.opinions.push_back({.deliverable = given.deliverable,
                                .reference = given.reference,
                                .title = given.title,
                                .kind = given.kind,
                                .date = given.date,
                                .recommendations = given.recommendations,
                                .answered = given.answered,
                                .overdue = given.overdue});
  figures.answer_rate_percent = opinions->answer_rate_percent;
  figures.median_days = opinions->median_days;
  figures.uptakes = opinions->uptakes;
  figures.seats = composition->seats;
  figures.filled = composition->filled;
  figures.women = composition->women;
  figures.men = composition->men;
  for (const auto& group : composition->by_age)
    figures.by_age.push_back({.age_class = group.age_class, .count = group.count, .census_percent = group.census_percent});
  for (const auto& group : composition->by_college) figures.by_college.push_back({.college = group.college, .count = group.count});
  for (const auto& consultation : consultations_of(year, query)) figures.consultations.push_back(shown_to_all(consulted(consultation, query), query));
  if (const auto& published = *articles) {
    figures.articles = published->articles;
    for (const auto& type : published->by_type) figures.by_type.push_back({.type = type.type, .count = type.count});
  }
  if (const auto& debated = *comments) {
    figures.comments = debated->submitted;
    figures.comments_accepted = debated->accepted;
    figures.comments_refused = debated->refused;
  }
  return figures;
}

}  // namespace programme_plugin
