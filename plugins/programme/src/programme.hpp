// The council's year: its work programme, the mandatory consultations, the activity report (domain.md, SM2 and §1.7, 10).
#pragma once

#include <hemicycle/plugin.hpp>
#include "programme.contract.hpp"

namespace programme_plugin {

using namespace hemicycle;
namespace contract = programme;

class Programme final : public contract::Handler {
 public:
  Result<contract::BeginReply> begin(const contract::Begin& request, Command& command) override;
  Result<contract::ReviseReply> revise(const contract::Revise& request, Command& command) override;
  Result<contract::AddItemReply> add_item(const contract::AddItem& request, Command& command) override;
  Result<contract::ChangeItemReply> change_item(const contract::ChangeItem& request, Command& command) override;
  Result<contract::RemoveItemReply> remove_item(const contract::RemoveItem& request, Command& command) override;
  Result<contract::TableReply> table(const contract::Table& request, Command& command) override;
  Result<contract::TakeBackReply> take_back(const contract::TakeBack& request, Command& command) override;
  Result<contract::RecordDecisionReply> record_decision(const contract::RecordDecision& request, Command& command) override;
  Result<contract::AmendReply> amend(const contract::Amend& request, Command& command) override;
  Result<contract::DropAmendmentReply> drop_amendment(const contract::DropAmendment& request, Command& command) override;
  Result<contract::CloseReply> close(const contract::Close& request, Command& command) override;
  Result<contract::RegisterConsultationReply> register_consultation(const contract::RegisterConsultation& request, Command& command) override;
  Result<contract::DeclareCompleteReply> declare_complete(const contract::DeclareComplete& request, Command& command) override;
  Result<contract::RecordOpinionReply> record_opinion(const contract::RecordOpinion& request, Command& command) override;
  Result<contract::WaiveReply> waive(const contract::Waive& request, Command& command) override;
  Result<contract::BeginReportReply> begin_report(const contract::BeginReport& request, Command& command) override;
  Result<contract::WritePassageReply> write_passage(const contract::WritePassage& request, Command& command) override;
  Result<contract::PublishReportReply> publish_report(const contract::PublishReport& request, Command& command) override;
  Result<contract::RecordDebateReply> record_debate(const contract::RecordDebate& request, Command& command) override;

  Result<contract::YearsReply> years(const contract::Years& request, const Query& query) const override;
  Result<contract::GetReply> get(const contract::Get& request, const Query& query) const override;
  Result<contract::VersionReply> version(const contract::Version& request, const Query& query) const override;
  Result<contract::DraftReply> draft(const contract::Draft& request, const Query& query) const override;
  Result<contract::HeadReply> head(const contract::Head& request, const Query& query) const override;
  Result<contract::ItemReply> item(const contract::Item& request, const Query& query) const override;
  Result<contract::CandidatesReply> candidates(const contract::Candidates& request, const Query& query) const override;
  Result<contract::WorkloadReply> workload(const contract::Workload& request, const Query& query) const override;
  Result<contract::CalendarReply> calendar(const contract::Calendar& request, const Query& query) const override;
  Result<contract::OfReferralReply> of_referral(const contract::OfReferral& request, const Query& query) const override;
  Result<contract::ConsultationsReply> consultations(const contract::Consultations& request, const Query& query) const override;
  Result<contract::ConsultationReply> consultation(const contract::Consultation& request, const Query& query) const override;
  Result<contract::ReportsReply> reports(const contract::Reports& request, const Query& query) const override;
  Result<contract::ReportHeadReply> report_head(const contract::ReportHead& request, const Query& query) const override;
  Result<contract::PassageReply> passage(const contract::Passage& request, const Query& query) const override;
  Result<contract::TasksReply> tasks(const contract::Tasks& request, const Query& query) const override;
  Result<contract::ReportReply> report(const contract::Report& request, const Query& query) const override;
  Result<contract::ReportTableReply> report_table(const contract::ReportTable& request, const Query& query) const override;
  Result<contract::ReportDraftReply> report_draft(const contract::ReportDraft& request, const Query& query) const override;

  Result<void> on_saisine_submitted(const saisine::Submitted& event, Command& command) override;
  Result<void> on_saisine_declared_admissible(const saisine::DeclaredAdmissible& event, Command& command) override;
  Result<void> on_saisine_decided(const saisine::Decided& event, Command& command) override;
  Result<void> on_saisine_fast_tracked(const saisine::FastTracked& event, Command& command) override;
  Result<void> on_saisine_withdrawn(const saisine::Withdrawn& event, Command& command) override;
  Result<void> on_saisine_merged(const saisine::Merged& event, Command& command) override;
  Result<void> on_plenary_proclaimed(const plenary::Proclaimed& event, Command& command) override;
  Result<void> on_plenary_annulled(const plenary::Annulled& event, Command& command) override;
  Result<void> on_plenary_item_withdrawn(const plenary::ItemWithdrawn& event, Command& command) override;
  Result<void> on_working_groups_opened(const working_groups::Opened& event, Command& command) override;
  Result<void> on_opinions_transmitted(const opinions::Transmitted& event, Command& command) override;

  Result<void> lapse(const contract::Lapse& job, Command& command) override;
};

}  // namespace programme_plugin
