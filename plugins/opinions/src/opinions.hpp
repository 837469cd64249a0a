// Opinions and the other deliverables that are reviewed: from the first draft to what became of each recommendation (domain.md, SM4, SM9).
#pragma once

#include <hemicycle/plugin.hpp>
#include "opinions.contract.hpp"

namespace opinions_plugin {

using namespace hemicycle;
namespace contract = opinions;

class Opinions final : public contract::Handler {
 public:
  // drafting.cpp
  Result<contract::OpenReply> open(const contract::Open&, Command&) override;
  Result<contract::ReviseReply> revise(const contract::Revise&, Command&) override;
  Result<contract::AnnexStatementReply> annex_statement(const contract::AnnexStatement&, Command&) override;
  Result<contract::ReviseFormReply> revise_form(const contract::ReviseForm&, const Query&) const override;
  Result<void> on_working_groups_deliverable_submitted(const working_groups::DeliverableSubmitted&, Command&) override;

  // authors.cpp
  Result<contract::AddAuthorReply> add_author(const contract::AddAuthor&, Command&) override;
  Result<contract::RemoveAuthorReply> remove_author(const contract::RemoveAuthor&, Command&) override;
  Result<contract::CoAuthorReply> co_author(const contract::CoAuthor&, const Query&) const override;

  // remarks.cpp
  Result<contract::RemarkReply> remark(const contract::Remark&, Command&) override;
  Result<contract::ResolveRemarkReply> resolve_remark(const contract::ResolveRemark&, Command&) override;
  Result<contract::OpenRemarkReply> open_remark(const contract::OpenRemark&, const Query&) const override;

  // amending.cpp, voting_order.cpp
  Result<contract::ProposeAmendmentReply> propose_amendment(const contract::ProposeAmendment&, Command&) override;
  Result<contract::ExamineAmendmentReply> examine_amendment(const contract::ExamineAmendment&, Command&) override;
  Result<contract::ApplyAmendmentsReply> apply_amendments(const contract::ApplyAmendments&, Command&) override;
  Result<contract::ArrangeAmendmentsReply> arrange_amendments(const contract::ArrangeAmendments&, Command&) override;
  Result<contract::ArrangeFormReply> arrange_form(const contract::ArrangeForm&, const Query&) const override;
  Result<contract::AmendmentsReply> amendments(const contract::Amendments&, const Query&) const override;
  Result<contract::AmendmentReply> amendment(const contract::Amendment&, const Query&) const override;

  // review.cpp
  Result<contract::BeginGroupReviewReply> begin_group_review(const contract::BeginGroupReview&, Command&) override;
  Result<contract::SubmitReply> submit(const contract::Submit&, Command&) override;
  Result<contract::SendBackReply> send_back(const contract::SendBack&, Command&) override;
  Result<contract::TableReply> table(const contract::Table&, Command&) override;
  Result<contract::AdoptByBoardReply> adopt_by_board(const contract::AdoptByBoard&, Command&) override;
  Result<contract::WithdrawReply> withdraw(const contract::Withdraw&, Command&) override;
  Result<contract::UnderReviewReply> under_review(const contract::UnderReview&, const Query&) const override;

  // plenary.cpp
  Result<void> on_plenary_proclaimed(const plenary::Proclaimed&, Command&) override;
  Result<void> on_plenary_annulled(const plenary::Annulled&, Command&) override;
  Result<void> on_plenary_item_withdrawn(const plenary::ItemWithdrawn&, Command&) override;

  // freezing.cpp
  Result<contract::FinaliseReply> finalise(const contract::Finalise&, Command&) override;
  Result<contract::CorrectReply> correct(const contract::Correct&, Command&) override;
  Result<contract::CorrectFormReply> correct_form(const contract::CorrectForm&, const Query&) const override;
  Result<contract::FinalVersionReply> final_version(const contract::FinalVersion&, const Query&) const override;

  // transmission.cpp
  Result<contract::TransmitReply> transmit(const contract::Transmit&, Command&) override;
  Result<contract::AcknowledgeReply> acknowledge(const contract::Acknowledge&, Command&) override;
  Result<contract::TransmittalReply> transmittal(const contract::Transmittal&, const Query&) const override;
  Result<contract::ReceiptReply> receipt(const contract::Receipt&, const Query&) const override;

  // clock.cpp
  Result<void> lift_embargo(const contract::LiftEmbargo&, Command&) override;
  Result<void> mark_overdue(const contract::MarkOverdue&, Command&) override;
  Result<void> remind(const contract::Remind&, Command&) override;

  // answers.cpp, following.cpp
  Result<contract::AnswerReply> answer(const contract::Answer&, Command&) override;
  Result<contract::AnswerAllReply> answer_all(const contract::AnswerAll&, Command&) override;
  Result<contract::AnswerableReply> answerable(const contract::Answerable&, const Query&) const override;
  Result<contract::AnswerFormReply> answer_form(const contract::AnswerForm&, const Query&) const override;
  Result<contract::FollowReply> follow(const contract::Follow&, Command&) override;
  Result<contract::CloseReply> close(const contract::Close&, Command&) override;

  // uptakes.cpp
  Result<contract::DeclareUptakeReply> declare_uptake(const contract::DeclareUptake&, Command&) override;
  Result<contract::ModerateUptakeReply> moderate_uptake(const contract::ModerateUptake&, Command&) override;
  Result<contract::ReportUptakeReply> report_uptake(const contract::ReportUptake&, Command&) override;
  Result<contract::UptakeReply> uptake(const contract::Uptake&, const Query&) const override;
  Result<contract::UptakesToModerateReply> uptakes_to_moderate(const contract::UptakesToModerate&, const Query&) const override;
  Result<contract::DeclaredUptakeReply> declared_uptake(const contract::DeclaredUptake&, const Query&) const override;

  // reading_drafts.cpp
  Result<contract::DraftsReply> drafts(const contract::Drafts&, const Query&) const override;
  Result<contract::DraftReply> draft(const contract::Draft&, const Query&) const override;
  Result<contract::CompareReply> compare(const contract::Compare&, const Query&) const override;

  // reading.cpp, listing.cpp, board.cpp, year.cpp, desk.cpp
  Result<contract::GetReply> get(const contract::Get&, const Query&) const override;
  Result<contract::RecommendedReply> recommended(const contract::Recommended&, const Query&) const override;
  Result<contract::FollowUpReply> follow_up(const contract::FollowUp&, const Query&) const override;
  Result<contract::ListReply> list(const contract::List&, const Query&) const override;
  Result<contract::OfGroupReply> of_group(const contract::OfGroup&, const Query&) const override;
  Result<contract::OfReferralReply> of_referral(const contract::OfReferral&, const Query&) const override;
  Result<contract::BoardReply> board(const contract::Board&, const Query&) const override;
  Result<contract::TableOfAnswersReply> table_of_answers(const contract::TableOfAnswers&, const Query&) const override;
  Result<contract::DocumentReply> document(const contract::Document&, const Query&) const override;
  Result<contract::YearReply> year(const contract::Year&, const Query&) const override;
  Result<contract::TasksReply> tasks(const contract::Tasks&, const Query&) const override;
};

}  // namespace opinions_plugin
