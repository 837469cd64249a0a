// What the author alone may do: complete, withdraw, ask once for a second look.
#include <set>

#include "register.hpp"

namespace saisine_plugin {
namespace {

// The referral if this call's actor wrote it. Whoever may not even read it learns nothing of it.
Result<Referral> own(const std::string& reference, const Query& query) {
  auto referral = find(reference, query);
  if (!referral || !may_read(*referral, query)) return not_found("no_such_referral");
  if (referral->author != query.actor().id()) return denied("not_the_author");
  return std::move(*referral);
}

}  // namespace

Result<saisine::ResubmitReply> Saisine::resubmit(const saisine::Resubmit& request, Command& command) {
  const auto referral = own(request.reference, command);
  if (!referral) return referral.error();
  if (referral->state != "returned") return conflict("wrong_state");
  if (std::set<std::string>(request.themes.begin(), request.themes.end()).size() != request.themes.size())
    return invalid("themes", "chosen_twice");
  if (request.expected_by && *request.expected_by < command.today()) return invalid("expected_by", "already_past");
  command.store().exec(
      "UPDATE saisine_referral SET title = :title, question = :question, context = :context, expected_by = :expected_by "
      "WHERE reference = :reference",
      {bind("title", request.title), bind("question", request.question), bind("context", request.context),
       bind("expected_by", request.expected_by), bind("reference", request.reference)});
  write_themes(request.reference, request.themes, command);
  record(*referral, {.step = "resubmitted", .to = "submitted"}, command);
  command.emit(saisine::Resubmitted{.reference = request.reference});
  return saisine::ResubmitReply{};
}

Result<saisine::WithdrawReply> Saisine::withdraw(const saisine::Withdraw& request, Command& command) {
  const auto referral = own(request.reference, command);
  if (!referral) return referral.error();
  if (!referral->withdrawable()) return conflict("wrong_state");
  record(*referral, {.step = "withdrawn", .to = "withdrawn"}, command);
  command.emit(saisine::Withdrawn{.reference = request.reference});
  return saisine::WithdrawReply{};
}

Result<saisine::RequestReviewReply> Saisine::request_review(const saisine::RequestReview& request, Command& command) {
  const auto referral = own(request.reference, command);
  if (!referral) return referral.error();
  if (!referral->in({"inadmissible", "declined"})) return conflict("wrong_state");
  if (referral->review_requested) return conflict("review_already_requested");
  command.store().exec("UPDATE saisine_referral SET review_requested = 1 WHERE reference = :reference",
                       {bind("reference", request.reference)});
  record(*referral, {.step = "review_requested", .to = "under_admissibility_review", .message = request.message}, command);
  forget_decision(request.reference, command);
  command.emit(saisine::ReviewRequested{.reference = request.reference});
  return saisine::RequestReviewReply{};
}

Result<saisine::DraftReply> Saisine::draft(const saisine::Draft& request, const Query& query) const {
  const auto referral = own(request.reference, query);
  if (!referral) return referral.error();
  return saisine::DraftReply{.title = referral->title,
                             .question = referral->question,
                             .context = referral->context,
                             .themes = themes_of(request.reference, query),
                             .expected_by = referral->expected_by};
}

}  // namespace saisine_plugin
