#include "outcome.hpp"

#include <string_view>

namespace rules_plugin {

namespace {

struct Counts {
  std::int64_t members, in_favour, against;
};

struct Threshold {
  std::int64_t base, required;
};

Threshold threshold(std::string_view majority, const Counts& counts) {
  const auto cast = counts.in_favour + counts.against;
  if (majority == "absolute_members") return {counts.members, counts.members / 2 + 1};
  if (majority == "two_thirds") return {cast, cast == 0 ? 1 : (2 * cast + 2) / 3};
  if (majority == "absolute_cast") return {cast, cast / 2 + 1};
  return {cast, counts.against + 1};
}

bool tie_possible(std::string_view majority) { return majority == "simple" || majority == "absolute_cast"; }

rules::OutcomeReply whole(const rules::Outcome& vote) {
  const auto [base, required] = threshold(vote.majority, {vote.members, vote.in_favour, vote.against});
  rules::OutcomeReply out;
  out.base = base;
  out.required = required;
  out.in_favour = vote.in_favour;
  out.outcome = vote.in_favour >= required ? "adopted" : "rejected";
  const bool tied = vote.in_favour == vote.against && base > 0 && tie_possible(vote.majority);
  if (!tied || vote.tie == "rejected") return out;
  if (vote.tie == "revote") {
    out.outcome = "tied";
  } else if (vote.chair == "for" || vote.chair == "against") {  // a chair who abstains leaves it at a rejection
    out.outcome = vote.chair == "for" ? "adopted" : "rejected";
    out.tie_broken = true;
  }
  return out;
}

rules::OutcomeReply by_colleges(const rules::Outcome& vote) {
  rules::OutcomeReply out;
  for (const auto& college : vote.colleges) {
    const auto [base, required] = threshold(vote.majority, {college.members, college.in_favour, college.against});
    const bool adopted = college.in_favour >= required;
    if (college.members > 0) {
      out.base += college.weight;
      if (adopted) out.in_favour += college.weight;
    }
    out.colleges.push_back({.college = college.college, .adopted = adopted, .base = base, .required = required, .in_favour = college.in_favour});
  }
  out.required = out.base / 2 + 1;
  out.outcome = out.in_favour >= out.required ? "adopted" : "rejected";
  return out;
}

}  // namespace

rules::OutcomeReply outcome(const rules::Outcome& vote) { return vote.per_college ? by_colleges(vote) : whole(vote); }

}  // namespace rules_plugin
