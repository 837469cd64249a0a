// From the group to the bureau and to the plenary. Nothing here adopts what a vote is needed for: that is the proclamation's (plenary.cpp).
#include "amendment.hpp"
#include "tabling.hpp"

namespace opinions_plugin {
void put_before_plenary(Deliverable& deliverable, Command& command) {
  set_state(deliverable, "tabled", command);
  command.emit(contract::Tabled{
      .deliverable = deliverable.id, .title = deliverable.title, .kind = deliverable.kind, .act = "adopt_opinion"});
}

Result<contract::BeginGroupReviewReply> Opinions::begin_group_review(const contract::BeginGroupReview& request, Command& command) {
  auto deliverable = find_in_group(request.deliverable, request.group, command);
  if (!deliverable) return not_found("no_such_deliverable");
  if (!deliverable->in({"draft", "sent_back"})) return conflict("not_being_written");
  deliverable->explanation.reset();
  move(*deliverable, "group_review", command);
  return contract::BeginGroupReviewReply{};
}

Result<contract::SubmitReply> Opinions::submit(const contract::Submit& request, Command& command) {
  auto deliverable = find_in_group(request.deliverable, request.group, command);
  if (!deliverable) return not_found("no_such_deliverable");
  if (!deliverable->in({"draft", "group_review", "sent_back"})) return conflict("not_being_written");
  const auto text = text_of(deliverable->id, deliverable->version, command);
  if (!text || text->body.empty() || text->summary.empty()) return conflict("text_or_summary_missing");
  const auto amendments = open_amendments(deliverable->id, command);
  if (amendments.pending > 0) return conflict("amendments_pending");
  if (amendments.accepted > 0) return conflict("amendments_to_apply");
  const auto rule = command.ask(rules::DeliverableKind{.kind = deliverable->kind});
  if (!rule) return rule.error();
  deliverable->explanation.reset();
  if (rule->needs_plenary_vote && !rule->needs_board) put_before_plenary(*deliverable, command);
  else move(*deliverable, "bureau_review", command);
  return contract::SubmitReply{};
}

Result<contract::SendBackReply> Opinions::send_back(const contract::SendBack& request, Command& command) {
  auto deliverable = find(request.deliverable, command);
  if (!deliverable) return not_found("no_such_deliverable");
  if (!deliverable->in({"bureau_review", "rejected"})) return conflict("not_under_review");
  deliverable->explanation = request.explanation;
  move(*deliverable, "sent_back", command);
  return contract::SendBackReply{.group = deliverable->group};
}

Result<contract::TableReply> Opinions::table(const contract::Table& request, Command& command) {
  auto deliverable = find(request.deliverable, command);
  if (!deliverable) return not_found("no_such_deliverable");
  if (!deliverable->in({"bureau_review"})) return conflict("not_under_review");
  const auto rule = command.ask(rules::DeliverableKind{.kind = deliverable->kind});
  if (!rule) return rule.error();
  if (!rule->needs_plenary_vote) return conflict("no_vote_needed");
  put_before_plenary(*deliverable, command);
  return contract::TableReply{.group = deliverable->group};
}

Result<contract::AdoptByBoardReply> Opinions::adopt_by_board(const contract::AdoptByBoard& request, Command& command) {
  auto deliverable = find(request.deliverable, command);
  if (!deliverable) return not_found("no_such_deliverable");
  const auto rule = command.ask(rules::DeliverableKind{.kind = deliverable->kind});
  if (!rule) return rule.error();
  // Invariant 6: what a vote of the plenary is needed for is adopted by its proclamation alone.
  if (rule->needs_plenary_vote) return conflict("vote_needed");
  if (!deliverable->in({"bureau_review"})) return conflict("not_under_review");
  if (request.date > command.today()) return invalid("date", "in_the_future");
  command.store().exec("UPDATE opinions_deliverable SET decided = :date WHERE id = :id",
                       {bind("date", request.date), bind("id", deliverable->id)});
  deliverable->decided = request.date;
  set_state(*deliverable, "adopted", command);
  command.emit(contract::Adopted{.deliverable = deliverable->id,
                                 .referral = deliverable->referral,
                                 .group = deliverable->group,
                                 .title = deliverable->title,
                                 .outcome = "adopted"});
  return contract::AdoptByBoardReply{.group = deliverable->group};
}

Result<contract::WithdrawReply> Opinions::withdraw(const contract::Withdraw& request, Command& command) {
  auto deliverable = find(request.deliverable, command);
  if (!deliverable) return not_found("no_such_deliverable");
  if (deliverable->in({"withdrawn"})) return conflict("already_withdrawn");
  if (!deliverable->in({"draft", "group_review", "bureau_review", "sent_back", "tabled", "rejected"})) return conflict("already_adopted");
  deliverable->explanation = request.explanation;
  set_state(*deliverable, "withdrawn", command);
  command.emit(contract::Withdrawn{.deliverable = deliverable->id});
  return contract::WithdrawReply{.group = deliverable->group};
}

Result<contract::UnderReviewReply> Opinions::under_review(const contract::UnderReview& request, const Query& query) const {
  const auto deliverable = find(request.deliverable, query);
  if (!deliverable) return not_found("no_such_deliverable");
  return contract::UnderReviewReply{.group = deliverable->group, .deliverable = deliverable->id, .kind = deliverable->kind, .title = deliverable->title,
                                    .state = deliverable->state};
}

}  // namespace opinions_plugin
