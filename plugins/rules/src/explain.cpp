// The rules as people read them: what is in force, with its defaults, and a quorum in numbers.
#include <array>

#include "quorum.hpp"
#include "rulebook.hpp"
#include "rules.hpp"

namespace rules_plugin {

namespace {

constexpr std::array<std::int64_t, 3> kSizes = {12, 60, 121};  // a board, a council, an odd number that shows the rounding

rules::BodyExplained explained(const rules::BodyRule& body) {
  rules::BodyExplained out{.body = body.id,
                           .kind = body.kind,
                           .open = body.open,
                           .notice_days = body.notice_days,
                           .papers_days = body.papers_days,
                           .meets = body.sessions_per_year > 0,
                           .sessions_per_year = body.sessions_per_year,
                           .has_quorum = body.quorum_percent > 0,
                           .quorum_percent = body.quorum_percent,
                           .quorum_base = body.quorum_base,
                           .quorum_counts_proxies = body.quorum_counts_proxies,
                           .second_convocation = body.second_convocation,
                           .examples = {},
                           .proxies = body.proxies_per_holder > 0,
                           .proxies_per_holder = body.proxies_per_holder,
                           .counts_absences = body.absences_warned > 0,
                           .absences_warned = body.absences_warned};
  if (!out.has_quorum) return out;
  for (const auto members : kSizes) out.examples.push_back({.members = members, .required = quorum(quorum_rule(body, nullptr, 1), members, 0, 0).required});
  return out;
}

rules::ActExplained explained(const rules::ActRule& act, const rules::BodyRule* body) {
  const auto percent = body && act.by_vote ? quorum_rule(*body, &act, 1).percent : 0;
  return {.act = act.id,
          .body = act.body,
          .by_vote = act.by_vote,
          .methods = act.methods,
          .majority = act.majority,
          .per_college = act.per_college,
          .tie = act.tie,
          .has_quorum = percent > 0,
          .quorum_percent = percent,
          .about_persons = act.id == "elect" && act.secret_for_persons};
}

}  // namespace

Result<rules::ExplainReply> Rules::explain(const rules::Explain&, const Query& query) const {
  const auto& all = settings();
  rules::ExplainReply out;
  for (const std::string kind : {"solicitation", "self_referral", "citizen_call", "mandatory_consultation", "partner_request"}) {
    const auto* rule = filing_rule(all, kind);
    out.filings.push_back({.filing = kind,
                           .open = rule != nullptr,
                           .role = rule ? std::optional(rule->role) : std::nullopt,
                           .cosigned = rule && rule->cosigners_needed > 0,
                           .cosigners_needed = rule ? rule->cosigners_needed : 0});
  }
  for (const auto& body : all.bodies) out.bodies.push_back(explained(body));
  for (const auto& term : query.vocabulary("acts"))
    if (const auto act = act_rule(all, term.id)) out.acts.push_back(explained(*act, body_rule(all, act->body)));
  for (const auto& term : query.vocabulary("deliverable_kinds")) {
    const auto kind = kind_rule(all, term.id);
    out.kinds.push_back({.kind = kind.id,
                         .needs_board = kind.needs_board,
                         .needs_plenary_vote = kind.needs_plenary_vote,
                         .expects_response = kind.expects_response,
                         .response_days = kind.response_days.value_or(all.response_days),
                         .numbered = kind.numbered});
  }
  out.response_days = all.response_days;
  out.reminder_days = all.reminder_days;
  out.show_silence = all.show_silence;
  out.comments_close = all.comments_close_days > 0;
  out.comments_close_days = all.comments_close_days;
  out.leads_min = all.leads_min;
  out.leads_max = all.leads_max;
  out.bounded = all.months_max > 0;
  out.months_max = all.months_max;
  out.outsiders = all.outsiders;
  return out;
}

}  // namespace rules_plugin
