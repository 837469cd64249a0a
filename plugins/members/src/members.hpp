// Who is the council: organisations and persons, seats and who holds them, offices, and the roles that follow (domain.md, SM8).
#pragma once

#include <hemicycle/plugin.hpp>
#include "members.contract.hpp"

namespace members_plugin {

using namespace hemicycle;
namespace contract = members;

class Members final : public contract::Handler {
 public:
  std::optional<WrongSetting> wrong_setting() const override;

  Result<contract::AddOrganisationReply> add_organisation(const contract::AddOrganisation& request, Command& command) override;
  Result<contract::AddPersonReply> add_person(const contract::AddPerson& request, Command& command) override;
  Result<contract::LinkAccountReply> link_account(const contract::LinkAccount& request, Command& command) override;
  Result<contract::ChangePersonReply> change_person(const contract::ChangePerson& request, Command& command) override;
  Result<contract::ErasePersonReply> erase_person(const contract::ErasePerson& request, Command& command) override;
  Result<contract::EraseMeReply> erase_me(const contract::EraseMe& request, Command& command) override;
  Result<contract::ClaimPersonReply> claim_person(const contract::ClaimPerson& request, Command& command) override;
  Result<contract::AddSeatReply> add_seat(const contract::AddSeat& request, Command& command) override;
  Result<contract::CloseSeatReply> close_seat(const contract::CloseSeat& request, Command& command) override;

  Result<contract::AppointReply> appoint(const contract::Appoint& request, Command& command) override;
  Result<contract::EndMandateReply> end_mandate(const contract::EndMandate& request, Command& command) override;
  Result<void> turn_mandate(const contract::TurnMandate& job, Command& command) override;
  Result<contract::TakeLeaveReply> take_leave(const contract::TakeLeave& request, Command& command) override;
  Result<contract::ReturnFromLeaveReply> return_from_leave(const contract::ReturnFromLeave& request, Command& command) override;
  Result<void> on_plenary_warned(const plenary::Warned& told, Command& command) override;
  Result<contract::RecordWarningReply> record_warning(const contract::RecordWarning& request, Command& command) override;
  Result<contract::LiftWarningReply> lift_warning(const contract::LiftWarning& request, Command& command) override;
  Result<contract::ResignReply> resign(const contract::Resign& request, Command& command) override;
  Result<contract::ReplaceReply> replace(const contract::Replace& request, Command& command) override;
  Result<contract::OpenTermReply> open_term(const contract::OpenTerm& request, Command& command) override;

  Result<contract::AdoptCharterReply> adopt_charter(const contract::AdoptCharter& request, Command& command) override;
  Result<contract::SignCharterReply> sign_charter(const contract::SignCharter& request, Command& command) override;
  Result<contract::RecordSignatureReply> record_signature(const contract::RecordSignature& request, Command& command) override;
  Result<contract::CharterReply> charter(const contract::Charter& request, const Query& query) const override;

  Result<contract::RecordCouncillorReply> record_councillor(const contract::RecordCouncillor& request, Command& command) override;
  Result<contract::EndCouncillorReply> end_councillor(const contract::EndCouncillor& request, Command& command) override;
  Result<void> turn_councillor(const contract::TurnCouncillor& job, Command& command) override;
  Result<contract::CouncillorsReply> councillors(const contract::Councillors& request, const Query& query) const override;

  Result<contract::GrantOfficeReply> grant_office(const contract::GrantOffice& request, Command& command) override;
  Result<contract::EndOfficeReply> end_office(const contract::EndOffice& request, Command& command) override;
  Result<void> on_plenary_elected(const plenary::Elected& told, Command& command) override;
  Result<void> on_plenary_election_annulled(const plenary::ElectionAnnulled& told, Command& command) override;
  Result<void> turn_office(const contract::TurnOffice& job, Command& command) override;

  Result<contract::ImportMemberReply> import_member(const contract::ImportMember& request, Command& command) override;
  Result<contract::PrepareImportReply> prepare_import(const contract::PrepareImport& request, Command& command) override;
  Result<contract::ConfirmImportReply> confirm_import(const contract::ConfirmImport& request, Command& command) override;
  Result<contract::ImportPreviewReply> import_preview(const contract::ImportPreview& request, const Query& query) const override;
  Result<contract::ExportMembersReply> export_members(const contract::ExportMembers& request, const Query& query) const override;

  Result<contract::OpenCallReply> open_call(const contract::OpenCall& request, Command& command) override;
  Result<contract::CloseCallReply> close_call(const contract::CloseCall& request, Command& command) override;
  Result<contract::FinishCallReply> finish_call(const contract::FinishCall& request, Command& command) override;
  Result<void> turn_call(const contract::TurnCall& job, Command& command) override;
  Result<contract::CallsReply> calls(const contract::Calls& request, const Query& query) const override;
  Result<contract::CallReply> call(const contract::Call& request, const Query& query) const override;
  Result<contract::ApplyReply> apply(const contract::Apply& request, Command& command) override;
  Result<contract::WithdrawApplicationReply> withdraw_application(const contract::WithdrawApplication& request, Command& command) override;
  Result<contract::ReceiptReply> receipt(const contract::Receipt& request, const Query& query) const override;
  Result<contract::ApplicationsReply> applications(const contract::Applications& request, const Query& query) const override;
  Result<contract::ApplicationReply> application(const contract::Application& request, const Query& query) const override;
  Result<contract::SelectApplicantReply> select_applicant(const contract::SelectApplicant& request, Command& command) override;
  Result<contract::RefuseApplicantReply> refuse_applicant(const contract::RefuseApplicant& request, Command& command) override;
  Result<contract::RecordDeclineReply> record_decline(const contract::RecordDecline& request, Command& command) override;
  Result<void> forget(const contract::Forget& job, Command& command) override;
  Result<contract::DrawReply> draw(const contract::Draw& request, Command& command) override;
  Result<contract::LotReply> lot(const contract::Lot& request, const Query& query) const override;
  Result<contract::ReplayReply> replay(const contract::Replay& request, const Query& query) const override;

  Result<contract::ElectorateReply> electorate(const contract::Electorate& request, const Query& query) const override;
  Result<contract::PersonReply> person(const contract::Person& request, const Query& query) const override;
  Result<contract::NamesReply> names(const contract::Names& request, const Query& query) const override;
  Result<contract::PeopleReply> people(const contract::People& request, const Query& query) const override;
  Result<contract::OrganisationsReply> organisations(const contract::Organisations& request, const Query& query) const override;
  Result<contract::SeatsReply> seats(const contract::Seats& request, const Query& query) const override;
  Result<contract::MandateReply> mandate(const contract::Mandate& request, const Query& query) const override;
  Result<contract::TenureReply> tenure(const contract::Tenure& request, const Query& query) const override;
  Result<contract::CouncillorReply> councillor(const contract::Councillor& request, const Query& query) const override;
  Result<contract::SeatReply> seat(const contract::Seat& request, const Query& query) const override;
  Result<contract::DirectoryReply> directory(const contract::Directory& request, const Query& query) const override;
  Result<contract::PeopleListReply> people_list(const contract::PeopleList& request, const Query& query) const override;
  Result<contract::FileReply> file(const contract::File& request, const Query& query) const override;
  Result<contract::MineReply> mine(const contract::Mine& request, const Query& query) const override;
  Result<contract::TasksReply> tasks(const contract::Tasks& request, const Query& query) const override;
  Result<contract::BoardReply> board(const contract::Board& request, const Query& query) const override;
  Result<contract::CompositionReply> composition(const contract::Composition& request, const Query& query) const override;
 private:
  /// Takes one line of a former register over; what it cannot take is among the refused fields.
  contract::ImportMemberReply take_over(const contract::ImportMember& line, Command& command);
};

}  // namespace members_plugin
