// Sessions that decide: agenda, notice, attendance, proxies, quorum, votes, speech (domain.md, SM5 and SM6).
// Everything follows the rules of procedure, which the plugin `rules` answers; who sits where, the plugin `members`.
#pragma once

#include <hemicycle/plugin.hpp>
#include "choosing.hpp"

namespace plenary_plugin {

using namespace hemicycle;
namespace contract = plenary;

class Plenary final : public Choosing {
 public:
  // planning.cpp
  Result<contract::PlanReply> plan(const contract::Plan& request, Command& command) override;
  Result<contract::EditReply> edit(const contract::Edit& request, Command& command) override;
  Result<contract::PostponeReply> postpone(const contract::Postpone& request, Command& command) override;
  Result<contract::CancelReply> cancel(const contract::Cancel& request, Command& command) override;
  Result<contract::DraftSessionReply> draft_session(const contract::DraftSession& request, const Query& query) const override;

  // agenda.cpp, matters.cpp, withdrawal.cpp
  Result<contract::AddItemReply> add_item(const contract::AddItem& request, Command& command) override;
  Result<contract::MoveItemReply> move_item(const contract::MoveItem& request, Command& command) override;
  Result<contract::AddPaperReply> add_paper(const contract::AddPaper& request, Command& command) override;
  Result<contract::PaperReply> paper(const contract::Paper& request, const Query& query) const override;
  Result<contract::WithdrawItemReply> withdraw_item(const contract::WithdrawItem& request, Command& command) override;
  Result<contract::MattersReply> matters(const contract::Matters& request, const Query& query) const override;
  Result<contract::ParentsReply> parents(const contract::Parents& request, const Query& query) const override;
  Result<void> on_saisine_proposed(const saisine::Proposed& told, Command& command) override;
  Result<void> on_saisine_withdrawn(const saisine::Withdrawn& told, Command& command) override;
  Result<void> on_saisine_decided(const saisine::Decided& told, Command& command) override;
  Result<void> on_saisine_fast_tracked(const saisine::FastTracked& told, Command& command) override;
  Result<void> on_programme_adopted(const programme::Adopted& told, Command& command) override;
  Result<void> on_programme_tabled(const programme::Tabled& told, Command& command) override;
  Result<void> on_programme_taken_back(const programme::TakenBack& told, Command& command) override;
  Result<void> on_opinions_tabled(const opinions::Tabled& told, Command& command) override;
  Result<void> on_opinions_withdrawn(const opinions::Withdrawn& told, Command& command) override;

  // notice.cpp, sitting.cpp
  Result<contract::ConveneReply> convene(const contract::Convene& request, Command& command) override;
  Result<contract::NoticeReply> notice(const contract::Notice& request, const Query& query) const override;
  Result<contract::ReconveneReply> reconvene(const contract::Reconvene& request, Command& command) override;
  Result<contract::OpenSessionReply> open_session(const contract::OpenSession& request, Command& command) override;
  Result<contract::CallItemReply> call_item(const contract::CallItem& request, Command& command) override;
  Result<contract::CloseSessionReply> close_session(const contract::CloseSession& request, Command& command) override;

  // attendance.cpp, attendance_reading.cpp, absences.cpp, proxies.cpp, proxy_reading.cpp
  Result<contract::CheckInReply> check_in(const contract::CheckIn& request, Command& command) override;
  Result<contract::CheckOutReply> check_out(const contract::CheckOut& request, Command& command) override;
  Result<contract::JoinReply> join(const contract::Join& request, Command& command) override;
  Result<contract::LeaveReply> leave(const contract::Leave& request, Command& command) override;
  Result<contract::AbsencesReply> absences(const contract::Absences& request, const Query& query) const override;
  Result<contract::WarnReply> warn(const contract::Warn& request, Command& command) override;
  Result<void> on_members_seat_ended(const members::SeatEnded& told, Command& command) override;
  Result<contract::ArrivingSeatsReply> arriving_seats(const contract::ArrivingSeats& request, const Query& query) const override;
  Result<contract::SeatsReply> seats(const contract::Seats& request, const Query& query) const override;
  Result<contract::PresentSeatsReply> present_seats(const contract::PresentSeats& request, const Query& query) const override;
  Result<contract::AttendanceReply> attendance(const contract::Attendance& request, const Query& query) const override;
  Result<contract::HoldersReply> holders(const contract::Holders& request, const Query& query) const override;
  Result<contract::GivenProxyReply> given_proxy(const contract::GivenProxy& request, const Query& query) const override;
  Result<contract::GiveProxyReply> give_proxy(const contract::GiveProxy& request, Command& command) override;
  Result<contract::RecordProxyReply> record_proxy(const contract::RecordProxy& request, Command& command) override;
  Result<contract::WithdrawProxyReply> withdraw_proxy(const contract::WithdrawProxy& request, Command& command) override;

  // speech.cpp, speech_reading.cpp
  Result<contract::AskToSpeakReply> ask_to_speak(const contract::AskToSpeak& request, Command& command) override;
  Result<contract::GiveFloorReply> give_floor(const contract::GiveFloor& request, Command& command) override;
  Result<contract::EndSpeechReply> end_speech(const contract::EndSpeech& request, Command& command) override;
  Result<contract::RenounceReply> renounce(const contract::Renounce& request, Command& command) override;
  Result<contract::SpeakersReply> speakers(const contract::Speakers& request, const Query& query) const override;

  // vote_opening.cpp, voting.cpp, vote_closing.cpp, contest.cpp, vote_reading.cpp
  Result<contract::PrepareVoteReply> prepare_vote(const contract::PrepareVote& request, Command& command) override;
  Result<contract::OpenVoteReply> open_vote(const contract::OpenVote& request, Command& command) override;
  Result<contract::CastReply> cast(const contract::Cast& request, Command& command) override;
  Result<contract::MyVoicesReply> my_voices(const contract::MyVoices& request, const Query& query) const override;
  Result<contract::RecordVoicesReply> record_voices(const contract::RecordVoices& request, Command& command) override;
  Result<contract::VoicesReply> voices(const contract::Voices& request, const Query& query) const override;
  Result<contract::RollReply> roll(const contract::Roll& request, const Query& query) const override;
  Result<contract::RecordCountsReply> record_counts(const contract::RecordCounts& request, Command& command) override;
  Result<contract::CountingSheetReply> counting_sheet(const contract::CountingSheet& request, const Query& query) const override;
  Result<contract::CloseVoteReply> close_vote(const contract::CloseVote& request, Command& command) override;
  Result<void> close_when_due(const contract::CloseWhenDue& due, Command& command) override;
  Result<contract::ProclaimReply> proclaim(const contract::Proclaim& request, Command& command) override;
  Result<contract::RecordDecisionReply> record_decision(const contract::RecordDecision& request, Command& command) override;
  Result<contract::VoidVoteReply> void_vote(const contract::VoidVote& request, Command& command) override;
  Result<contract::ContestReply> contest(const contract::Contest& request, Command& command) override;
  Result<contract::SettleContestReply> settle_contest(const contract::SettleContest& request, Command& command) override;
  Result<void> settle(const contract::Settle& due, Command& command) override;
  Result<contract::VoteReply> vote(const contract::Vote& request, const Query& query) const override;

  // listing.cpp, session_reading.cpp, item_reading.cpp, room.cpp, screen.cpp, tasks.cpp
  Result<contract::ListReply> list(const contract::List& request, const Query& query) const override;
  Result<contract::SessionReply> session(const contract::Session& request, const Query& query) const override;
  Result<contract::ItemReply> item(const contract::Item& request, const Query& query) const override;
  Result<contract::PermittedMethodsReply> permitted_methods(const contract::PermittedMethods& request, const Query& query) const override;
  Result<contract::RoomReply> room(const contract::Room& request, const Query& query) const override;
  Result<contract::ScreenReply> screen(const contract::Screen& request, const Query& query) const override;
  Result<contract::TasksReply> tasks(const contract::Tasks& request, const Query& query) const override;
  Result<contract::CalendarReply> calendar(const contract::Calendar& request, const Query& query) const override;
  Result<contract::CalendarOfReply> calendar_of(const contract::CalendarOf& request, const Query& query) const override;
  Result<contract::SessionBriefReply> session_brief(const contract::SessionBrief& request, const Query& query) const override;
  Result<contract::YearReply> year(const contract::Year& request, const Query& query) const override;
};

}  // namespace plenary_plugin
