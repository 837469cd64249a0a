// Working groups: who works on a referral of the programme, how, and what they hand in (domain.md, SM3).
#pragma once

#include <hemicycle/plugin.hpp>
#include "working_groups.contract.hpp"

namespace working_groups_plugin {

using namespace hemicycle;
namespace contract = working_groups;

class WorkingGroups final : public contract::Handler {
 public:
  Result<contract::OpenReply> open(const contract::Open& request, Command& command) override;
  Result<contract::CloseReply> close(const contract::Close& request, Command& command) override;
  Result<contract::ExtendReply> extend(const contract::Extend& request, Command& command) override;
  Result<contract::WatchReply> watch(const contract::Watch& request, Command& command) override;
  Result<contract::ArchiveReply> archive(const contract::Archive& request, Command& command) override;
  Result<void> end_watches(const contract::EndWatches& job, Command& command) override;
  Result<contract::YearReply> year(const contract::Year& request, const Query& query) const override;
  Result<contract::OpenableReply> openable(const contract::Openable& request, const Query& query) const override;

  Result<contract::AddMemberReply> add_member(const contract::AddMember& request, Command& command) override;
  Result<contract::RemoveMemberReply> remove_member(const contract::RemoveMember& request, Command& command) override;
  Result<contract::ParticipantReply> participant(const contract::Participant& request, const Query& query) const override;
  Result<contract::AddPartnerReply> add_partner(const contract::AddPartner& request, Command& command) override;

  Result<contract::BeginPhaseReply> begin_phase(const contract::BeginPhase& request, Command& command) override;
  Result<contract::PauseReply> pause(const contract::Pause& request, Command& command) override;
  Result<contract::ResumeReply> resume(const contract::Resume& request, Command& command) override;

  Result<contract::PlanMeetingReply> plan_meeting(const contract::PlanMeeting& request, Command& command) override;
  Result<contract::RecordMeetingNotesReply> record_meeting_notes(const contract::RecordMeetingNotes& request, Command& command) override;
  Result<contract::NotesReply> notes(const contract::Notes& request, const Query& query) const override;

  Result<contract::SubmitDeliverableReply> submit_deliverable(const contract::SubmitDeliverable& request, Command& command) override;
  Result<contract::HandedInReply> handed_in(const contract::HandedIn& request, const Query& query) const override;
  Result<contract::PieceReply> piece(const contract::Piece& request, const Query& query) const override;
  Result<contract::DeliverableReply> deliverable(const contract::Deliverable& request, const Query& query) const override;

  Result<contract::ListReply> list(const contract::List& request, const Query& query) const override;
  Result<contract::GetReply> get(const contract::Get& request, const Query& query) const override;
  Result<contract::GetBriefReply> get_brief(const contract::GetBrief& request, const Query& query) const override;
  Result<contract::TasksReply> tasks(const contract::Tasks& request, const Query& query) const override;
  Result<contract::ChoicesReply> choices(const contract::Choices& request, const Query& query) const override;
  Result<contract::OfReferralReply> of_referral(const contract::OfReferral& request, const Query& query) const override;
};

}  // namespace working_groups_plugin
