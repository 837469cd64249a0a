// Referrals: what the council is asked to work on, from the filing to what became of the answer (domain.md, SM1).
#pragma once

#include <hemicycle/plugin.hpp>
#include "saisine.contract.hpp"

namespace saisine_plugin {

using namespace hemicycle;

class Saisine final : public saisine::Handler {
 public:
  Result<saisine::SolicitReply> solicit(const saisine::Solicit& request, Command& command) override;
  Result<saisine::SelfReferReply> self_refer(const saisine::SelfRefer& request, Command& command) override;
  Result<saisine::ConsultReply> consult(const saisine::Consult& request, Command& command) override;
  Result<saisine::CallReply> call(const saisine::Call& request, Command& command) override;
  Result<saisine::RequestAsPartnerReply> request_as_partner(const saisine::RequestAsPartner& request, Command& command) override;

  Result<saisine::AcknowledgeReply> acknowledge(const saisine::Acknowledge& request, Command& command) override;
  Result<saisine::ReturnToAuthorReply> return_to_author(const saisine::ReturnToAuthor& request, Command& command) override;
  Result<saisine::DeclareInadmissibleReply> declare_inadmissible(const saisine::DeclareInadmissible& request, Command& command) override;
  Result<saisine::DeclareAdmissibleReply> declare_admissible(const saisine::DeclareAdmissible& request, Command& command) override;
  Result<saisine::GridReply> grid(const saisine::Grid& request, const Query& query) const override;

  Result<saisine::ProposeToPlenaryReply> propose_to_plenary(const saisine::ProposeToPlenary& request, Command& command) override;
  Result<saisine::RecordDecisionReply> record_decision(const saisine::RecordDecision& request, Command& command) override;
  Result<saisine::ExplainReply> explain(const saisine::Explain& request, Command& command) override;
  Result<void> on_plenary_proclaimed(const plenary::Proclaimed& event, Command& command) override;
  Result<void> on_plenary_annulled(const plenary::Annulled& event, Command& command) override;
  Result<void> on_plenary_item_withdrawn(const plenary::ItemWithdrawn& event, Command& command) override;
  Result<void> on_programme_placed(const programme::Placed& event, Command& command) override;
  Result<void> on_programme_unplaced(const programme::Unplaced& event, Command& command) override;
  Result<void> on_opinions_published(const opinions::Published& event, Command& command) override;

  Result<saisine::MergeReply> merge(const saisine::Merge& request, Command& command) override;
  Result<saisine::MergeableReply> mergeable(const saisine::Mergeable& request, const Query& query) const override;
  Result<saisine::FastTrackReply> fast_track(const saisine::FastTrack& request, Command& command) override;

  Result<saisine::ResubmitReply> resubmit(const saisine::Resubmit& request, Command& command) override;
  Result<saisine::WithdrawReply> withdraw(const saisine::Withdraw& request, Command& command) override;
  Result<saisine::RequestReviewReply> request_review(const saisine::RequestReview& request, Command& command) override;
  Result<saisine::DraftReply> draft(const saisine::Draft& request, const Query& query) const override;

  Result<void> on_working_groups_opened(const working_groups::Opened& event, Command& command) override;
  Result<void> on_working_groups_deliverable_submitted(const working_groups::DeliverableSubmitted& event, Command& command) override;

  Result<void> on_opinions_adopted(const opinions::Adopted& event, Command& command) override;
  Result<void> on_opinions_transmitted(const opinions::Transmitted& event, Command& command) override;
  Result<void> on_opinions_answer_complete(const opinions::AnswerComplete& event, Command& command) override;
  Result<void> on_opinions_answer_overdue(const opinions::AnswerOverdue& event, Command& command) override;
  Result<void> on_opinions_closed(const opinions::Closed& event, Command& command) override;
  Result<void> on_programme_consultation_lapsed(const programme::ConsultationLapsed& event, Command& command) override;
  Result<void> on_programme_consultation_waived(const programme::ConsultationWaived& event, Command& command) override;
  Result<saisine::BeginFollowUpReply> begin_follow_up(const saisine::BeginFollowUp& request, Command& command) override;
  Result<saisine::CloseReply> close(const saisine::Close& request, Command& command) override;

  Result<saisine::ListReply> list(const saisine::List& request, const Query& query) const override;
  Result<saisine::GetReply> get(const saisine::Get& request, const Query& query) const override;
  Result<saisine::TasksReply> tasks(const saisine::Tasks& request, const Query& query) const override;
  Result<saisine::MineReply> mine(const saisine::Mine& request, const Query& query) const override;
  Result<saisine::GetBriefReply> get_brief(const saisine::GetBrief& request, const Query& query) const override;
  Result<saisine::YearReply> year(const saisine::Year& request, const Query& query) const override;
  Result<saisine::ChoicesReply> choices(const saisine::Choices& request, const Query& query) const override;
  Result<saisine::ProgrammedReply> programmed(const saisine::Programmed& request, const Query& query) const override;
};

}  // namespace saisine_plugin
