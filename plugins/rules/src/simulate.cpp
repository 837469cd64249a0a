// A trial of the rules: who is there and how they vote is given, what would be decided comes back with the figures that say why.
#include <algorithm>
#include <vector>

#include "outcome.hpp"
#include "quorum.hpp"
#include "rulebook.hpp"
#include "rules.hpp"

namespace rules_plugin {

namespace {

struct Votes {
  std::int64_t in_favour, against, abstained;
  [[nodiscard]] std::int64_t all() const { return in_favour + against + abstained; }
};

std::vector<rules::CollegeCount> counts(const rules::Simulate& asked) {
  std::vector<rules::CollegeCount> out;
  for (const auto& one : asked.colleges)
    out.push_back({.college = one.college, .weight = one.weight, .members = one.members, .in_favour = one.in_favour, .against = one.against, .abstained = one.abstained});
  return out;
}

/// Whether a college has more voices than members, or all of them more than there are voters.
bool too_many(const std::vector<rules::CollegeTrial>& colleges, std::int64_t voters) {
  std::int64_t all = 0;
  for (const auto& one : colleges) {
    const auto voices = one.in_favour + one.against + one.abstained;
    if (voices > one.members) return true;
    all += voices;
  }
  return all > voters;
}

void count(rules::SimulateReply& out, const rules::Simulate& asked, const rules::ActRule& act, const Votes& votes) {
  const auto decided = outcome({.majority = act.majority,
                                .tie = act.tie,
                                .per_college = act.per_college,
                                .members = asked.members.value_or(0),
                                .in_favour = votes.in_favour,
                                .against = votes.against,
                                .abstained = votes.abstained,
                                .chair = asked.chair,
                                .colleges = counts(asked)});
  out.conclusion = decided.outcome;
  out.counted = true;
  out.base = decided.base;
  out.required = decided.required;
  out.in_favour = decided.in_favour;
  out.against = votes.against;
  out.abstained = votes.abstained;
  out.tie_broken = decided.tie_broken;
  for (const auto& college : decided.colleges)
    out.colleges.push_back({.college = college.college, .adopted = college.adopted, .required = college.required, .in_favour = college.in_favour});
}

/// The form's rows: each college of the council, with the figures that were asked.
std::vector<rules::CollegeRow> rows(const rules::Simulate& asked, const Query& query) {
  std::vector<rules::CollegeRow> out;
  for (const auto& term : query.vocabulary("colleges")) {
    rules::CollegeRow row{.row = static_cast<std::int64_t>(out.size()), .college = std::string(term.id), .weight = 1, .members = 0, .in_favour = 0, .against = 0, .abstained = 0};
    for (const auto& one : asked.colleges)
      if (one.college == row.college)
        row = {.row = row.row, .college = row.college, .weight = one.weight, .members = one.members, .in_favour = one.in_favour, .against = one.against, .abstained = one.abstained};
    out.push_back(std::move(row));
  }
  return out;
}

}  // namespace

Result<rules::SimulateReply> Rules::simulate(const rules::Simulate& request, const Query& query) const {
  rules::SimulateReply out;
  if (!request.act) return out;
  const auto act = act_rule(settings(), *request.act);
  const auto* body = act ? body_rule(settings(), act->body) : nullptr;
  if (!body) return not_found("no_such_act");
  out.asked = true;
  out.act = act->id;
  out.body = act->body;
  out.majority = act->majority;
  out.per_college = act->per_college;

  const auto members = request.members.value_or(0), present = request.present.value_or(0), represented = request.represented.value_or(0);
  const Votes votes{request.in_favour.value_or(0), request.against.value_or(0), request.abstained.value_or(0)};
  const auto there = rules_plugin::quorum(quorum_rule(*body, &*act, request.second_convocation.value_or(false) ? 2 : 1), members, present, represented);
  out.members = members;
  out.present = present;
  out.represented = represented;
  out.second = request.second_convocation.value_or(false);
  if (act->per_college) out.rows = rows(request, query);
  out.quorum_percent = there.percent;
  out.quorum_asked = there.percent > 0 && act->by_vote;
  out.quorum_met = there.met;
  out.quorum_required = there.required;
  out.quorum_counted = there.counted;

  const bool consent = std::find(act->methods.begin(), act->methods.end(), "consent") != act->methods.end();
  const bool most = represented > present * body->proxies_per_holder;  // nobody holds more proxies than the rules allow
  if (!act->by_vote)
    out.conclusion = "no_vote";
  else if (present + represented > members || votes.all() > present + represented || most || too_many(request.colleges, present + represented))
    out.conclusion = "inconsistent";
  else if (!there.met)
    out.conclusion = "no_quorum";
  else if (votes.all() == 0 && request.colleges.empty() && consent)
    out.conclusion = "no_objection";
  else if (act->per_college && request.colleges.empty())
    out.conclusion = "need_colleges";
  else
    count(out, request, *act, votes);
  return out;
}

}  // namespace rules_plugin
