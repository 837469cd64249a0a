// Referrals: what the council is asked to work on, from the filing to the opening of a working group (domain.md, SM1).
#pragma once

#include <hemicycle/plugin.hpp>
#include "saisine.contract.hpp"

namespace saisine_plugin {

using namespace hemicycle;

class Saisine final : public saisine::Handler {
 public:
  Result<saisine::SolicitReply> solicit(const saisine::Solicit& request, Command& command) override;
  Result<saisine::SelfReferReply> self_refer(const saisine::SelfRefer& request, Command& command) override;

  Result<saisine::AcknowledgeReply> acknowledge(const saisine::Acknowledge& request, Command& command) override;
  Result<saisine::ReturnToAuthorReply> return_to_author(const saisine::ReturnToAuthor& request, Command& command) override;
  Result<saisine::DeclareInadmissibleReply> declare_inadmissible(const saisine::DeclareInadmissible& request, Command& command) override;
  Result<saisine::DeclareAdmissibleReply> declare_admissible(const saisine::DeclareAdmissible& request, Command& command) override;
  Result<saisine::GridReply> grid(const saisine::Grid& request, const Query& query) const override;

  Result<saisine::ProposeToPlenaryReply> propose_to_plenary(const saisine::ProposeToPlenary& request, Command& command) override;
  Result<saisine::RecordDecisionReply> record_decision(const saisine::RecordDecision& request, Command& command) override;

  Result<saisine::ResubmitReply> resubmit(const saisine::Resubmit& request, Command& command) override;
  Result<saisine::WithdrawReply> withdraw(const saisine::Withdraw& request, Command& command) override;
  Result<saisine::RequestReviewReply> request_review(const saisine::RequestReview& request, Command& command) override;
  Result<saisine::DraftReply> draft(const saisine::Draft& request, const Query& query) const override;

  Result<void> on_working_groups_opened(const working_groups::Opened& event, Command& command) override;
  Result<void> on_working_groups_deliverable_submitted(const working_groups::DeliverableSubmitted& event, Command& command) override;

  Result<saisine::ListReply> list(const saisine::List& request, const Query& query) const override;
  Result<saisine::GetReply> get(const saisine::Get& request, const Query& query) const override;
  Result<saisine::TasksReply> tasks(const saisine::Tasks& request, const Query& query) const override;
  Result<saisine::MineReply> mine(const saisine::Mine& request, const Query& query) const override;
  Result<saisine::GetBriefReply> get_brief(const saisine::GetBrief& request, const Query& query) const override;
  Result<saisine::ProgrammedReply> programmed(const saisine::Programmed& request, const Query& query) const override;
};

}  // namespace saisine_plugin
