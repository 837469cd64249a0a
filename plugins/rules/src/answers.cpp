// What other plugins ask of the rules.
#include "outcome.hpp"
#include "quorum.hpp"
#include "rulebook.hpp"
#include "rules.hpp"

namespace rules_plugin {

Result<rules::BodyReply> Rules::body(const rules::Body& request, const Query&) const {
  const auto* rule = body_rule(settings(), request.body);
  if (!rule) return not_found("no_such_body");
  return rules::BodyReply{.body = rule->id,
                          .kind = rule->kind,
                          .open = rule->open,
                          .notice_days = rule->notice_days,
                          .papers_days = rule->papers_days,
                          .sessions_per_year = rule->sessions_per_year,
                          .quorum_percent = rule->quorum_percent,
                          .quorum_base = rule->quorum_base,
                          .quorum_counts_proxies = rule->quorum_counts_proxies,
                          .second_convocation = rule->second_convocation,
                          .proxies_per_holder = rule->proxies_per_holder,
                          .absences_warned = rule->absences_warned};
}

Result<rules::ActReply> Rules::act(const rules::Act& request, const Query&) const {
  const auto rule = act_rule(settings(), request.act);
  if (!rule) return not_found("no_such_act");
  return rules::ActReply{.act = rule->id,
                         .body = rule->body,
                         .by_vote = rule->by_vote,
                         .methods = rule->methods,
                         .majority = rule->majority,
                         .per_college = rule->per_college,
                         .tie = rule->tie,
                         .quorum_percent = rule->quorum_percent,
                         .secret_for_persons = rule->secret_for_persons};
}

Result<rules::QuorumReply> Rules::quorum(const rules::Quorum& request, const Query&) const {
  const auto* rule = body_rule(settings(), request.body);
  if (!rule) return not_found("no_such_body");
  const auto act = request.act ? act_rule(settings(), *request.act) : std::nullopt;
  return rules_plugin::quorum(quorum_rule(*rule, act ? &*act : nullptr, request.convocation), request.members, request.present, request.represented);
}

Result<rules::OutcomeReply> Rules::outcome(const rules::Outcome& request, const Query&) const { return rules_plugin::outcome(request); }

Result<rules::DeliverableKindReply> Rules::deliverable_kind(const rules::DeliverableKind& request, const Query&) const {
  const auto rule = kind_rule(settings(), request.kind);
  return rules::DeliverableKindReply{.kind = rule.id,
                                     .needs_plenary_vote = rule.needs_plenary_vote,
                                     .needs_board = rule.needs_board,
                                     .expects_response = rule.expects_response,
                                     .numbered = rule.numbered,
                                     .response_days = rule.response_days.value_or(settings().response_days)};
}

Result<rules::FilingReply> Rules::filing(const rules::Filing& request, const Query&) const {
  const auto* rule = filing_rule(settings(), request.kind);
  if (!rule) return rules::FilingReply{.open = false, .role = "", .cosigners_needed = 0};
  return rules::FilingReply{.open = true, .role = rule->role, .cosigners_needed = rule->cosigners_needed};
}

Result<rules::DelaysReply> Rules::delays(const rules::Delays&, const Query&) const {
  return rules::DelaysReply{.response_days = settings().response_days,
                            .reminder_days = settings().reminder_days,
                            .show_silence = settings().show_silence,
                            .comments_close_days = settings().comments_close_days};
}

Result<rules::GroupReply> Rules::group(const rules::Group&, const Query&) const {
  return rules::GroupReply{.leads_min = settings().leads_min,
                           .leads_max = settings().leads_max,
                           .months_max = settings().months_max,
                           .outsiders = settings().outsiders};
}

}  // namespace rules_plugin
