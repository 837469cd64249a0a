// What anybody may read of a deliverable once it is public; before that, those who follow it.
#include "frozen.hpp"
#include "uptake.hpp"

namespace opinions_plugin {
namespace {

/// Whether this reader sees it: everybody once it is public, and those who work with it once it is frozen.
bool reads(const Deliverable& deliverable, const Query& query) {
  if (deliverable.is_public) return true;
  return deliverable.reference && (reads_draft(deliverable, query) || query.allowed(contract::permission::answer) ||
                                   query.allowed(contract::permission::transmit));
}

bool shows_silence(const Query& query) {
  if (query.allowed(contract::permission::answer) || query.allowed(contract::permission::review)) return true;
  const auto delays = query.ask(rules::Delays{});
  return delays && delays->show_silence;
}

/// As the referral says it: late, where this reader may know, until the last answer.
std::string state_shown(const Deliverable& deliverable, const Query& query) {
  return deliverable.overdue && shows_silence(query) ? "answer_overdue" : deliverable.state;
}

std::vector<contract::GivenAnswer> answers_to(const std::string& deliverable, std::int64_t number, const Query& query) {
  std::vector<contract::GivenAnswer> given;
  query.store().rows(
      "SELECT date, answer, text, in_charge, deliberation FROM opinions_answer WHERE deliverable = :id AND number = :number "
      "ORDER BY position LIMIT 100",
      {bind("id", deliverable), bind("number", number)}, [&](const Row& row) {
        given.push_back({.date = row.text(0),
                         .answer = row.text(1),
                         .reasons = row.optional_text(2),
                         .in_charge = row.optional_text(3),
                         .deliberation = row.optional_text(4)});
      });
  return given;
}

std::vector<contract::Step> steps_of(const std::string& deliverable, std::int64_t number, const Query& query) {
  std::vector<contract::Step> steps;
  query.store().rows("SELECT date, step, text FROM opinions_step WHERE deliverable = :id AND number = :number ORDER BY position LIMIT 100",
                     {bind("id", deliverable), bind("number", number)},
                     [&](const Row& row) { steps.push_back({.date = row.text(0), .step = row.text(1), .account = row.optional_text(2)}); });
  return steps;
}

std::vector<contract::Recommendation> shown_recommendations(const Deliverable& deliverable, const Query& query) {
  const bool silence = shows_silence(query);
  const bool closed = deliverable.in({"closed"});
  const bool answers = may_answer(deliverable) && query.allowed(contract::permission::answer);
  const bool follows = deliverable.transmitted && !closed && query.allowed(contract::permission::follow);
  std::vector<contract::Recommendation> shown;
  for (const auto& one : recommendations_of(deliverable.id, query)) {
    const bool heard = one.answer && one.answer != "refused" && one.answer != "not_competent";
    shown.push_back({.deliverable = deliverable.id,
                     .number = one.number,
                     .reference = recommendation_reference(deliverable, one.number),
                     .text = one.text,
                     .addressee = one.addressee,
                     .theme = one.theme,
                     .status = status_of(one, deliverable, silence),
                     .answers = answers_to(deliverable.id, one.number, query),
                     .steps = steps_of(deliverable.id, one.number, query),
                     .uptakes = public_uptakes(deliverable.id, one.number, query),
                     .may_answer = answers,
                     .may_follow = follows && heard && one.step != "evaluated",
                     .may_take_up = deliverable.is_public});
  }
  return shown;
}

std::vector<contract::FrozenVersion> versions_of(const Deliverable& deliverable, const Query& query) {
  std::vector<contract::FrozenVersion> versions;
  query.store().rows("SELECT version, hash, note, made_ns FROM opinions_final WHERE deliverable = :id ORDER BY version DESC LIMIT 100",
                     {bind("id", deliverable.id)}, [&](const Row& row) {
                       versions.push_back({.deliverable = deliverable.id,
                                           .version = row.integer(0),
                                           .hash = row.text(1),
                                           .note = row.optional_text(2),
                                           .date = local_date(row.integer(3)),
                                           .latest = row.integer(0) == deliverable.final_version});
                     });
  return versions;
}

}  // namespace

Result<contract::GetReply> Opinions::get(const contract::Get& request, const Query& query) const {
  const auto deliverable = find(request.deliverable, query);
  if (!deliverable || !reads(*deliverable, query)) return not_found("no_such_deliverable");
  const auto text = frozen(*deliverable, deliverable->final_version, query);
  if (!text) return not_found("no_such_deliverable");
  contract::GetReply reply{.deliverable = deliverable->id,
                           .reference = deliverable->name(),
                           .version = deliverable->final_version,
                           .hash = text->hash,
                           .kind = deliverable->kind,
                           .title = text->text.title,
                           .summary = text->text.summary,
                           .text = text->text.body,
                           .state = state_shown(*deliverable, query),
                           .is_public = deliverable->is_public,
                           .themes = deliverable->themes,
                           .decided = deliverable->decided,
                           .session = deliverable->session,
                           .counted = deliverable->in_favour.has_value(),
                           .in_favour = deliverable->in_favour,
                           .against = deliverable->against,
                           .abstained = deliverable->abstained,
                           .reservations = deliverable->reservations,
                           .annulled = deliverable->annulled,
                           .transmitted = deliverable->transmitted,
                           .due = deliverable->due,
                           .recommendations = shown_recommendations(*deliverable, query),
                           .hearings = text->text.hearings,
                           .statements = statements_of(deliverable->id, query),
                           .versions = versions_of(*deliverable, query),
                           .actions = {"correct"}};
  // The name of a private group stays in it; a referral that only insiders may read is not named either.
  if (const auto group = query.ask(working_groups::GetBrief{.group = deliverable->group}); group && group->open) {
    reply.group = group->group;
    reply.group_title = group->title;
  }
  if (deliverable->referral) {
    const auto referral = query.ask(saisine::GetBrief{.reference = *deliverable->referral});
    if (referral && referral->open) reply.referral = deliverable->referral;
  }
  if (deliverable->in({"finalised"}) && !deliverable->annulled) reply.actions.push_back("transmit");
  if (may_close(*deliverable, query)) reply.actions.push_back("close");
  return reply;
}

Result<contract::RecommendedReply> Opinions::recommended(const contract::Recommended& request, const Query& query) const {
  const auto deliverable = find(request.deliverable, query);
  if (!deliverable || !reads(*deliverable, query)) return not_found("no_such_deliverable");
  const auto one = recommendation_of(deliverable->id, request.number, query);
  if (!one) return not_found("no_such_recommendation");
  return contract::RecommendedReply{.reference = recommendation_reference(*deliverable, one->number), .text = one->text, .addressee = one->addressee};
}

Result<contract::FollowUpReply> Opinions::follow_up(const contract::FollowUp& request, const Query& query) const {
  const auto deliverable = find(request.deliverable, query);
  if (!deliverable || !reads(*deliverable, query)) return not_found("no_such_deliverable");
  const auto progress = progress_of(deliverable->id, query);
  std::vector<std::string> actions;
  if (may_answer(*deliverable) && progress.unanswered() > 1) actions.emplace_back("answer_all");
  return contract::FollowUpReply{.deliverable = deliverable->id,
                                 .reference = deliverable->name(),
                                 .title = deliverable->title,
                                 .transmitted = deliverable->transmitted,
                                 .due = deliverable->due,
                                 .answered = progress.answered,
                                 .recommendation_count = progress.recommendations,
                                 .recommendations = shown_recommendations(*deliverable, query),
                                 .actions = std::move(actions)};
}

Result<contract::DocumentReply> Opinions::document(const contract::Document& request, const Query& query) const {
  const auto deliverable = find(request.deliverable, query);
  const auto text = deliverable ? frozen(*deliverable, deliverable->final_version, query) : std::nullopt;
  if (!text) return not_found("no_such_deliverable");
  contract::DocumentReply reply{.deliverable = deliverable->id,
                                .reference = deliverable->name(),
                                .version = deliverable->final_version,
                                .hash = text->hash,
                                .kind = deliverable->kind,
                                .title = text->text.title,
                                .summary = text->text.summary,
                                .text = text->text.body,
                                .themes = deliverable->themes,
                                .recommendations = passed(*deliverable, text->text),
                                .referral = deliverable->referral,
                                .group = deliverable->group,
                                .handed_in = deliverable->handed_in,
                                .expects_response = deliverable->expects_response,
                                .date = deliverable->transmitted.value_or(deliverable->decided.value_or(text->date))};
  if (deliverable->is_public) reply.public_from = to_iso(query.now());
  else if (deliverable->embargo_ns) reply.public_from = to_iso(from_ns(*deliverable->embargo_ns));
  return reply;
}

}  // namespace opinions_plugin
