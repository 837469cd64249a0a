// Elections to offices (domain.md, SM7): candidacies, lists, rounds, ties, proclamation, appeal. The class of the plugin is one of these:
// class Plenary final : public Electing.
#pragma once

#include <hemicycle/plugin.hpp>
#include "plenary.contract.hpp"

namespace plenary_plugin {

using namespace hemicycle;
namespace contract = plenary;

class Electing : public contract::Handler {
 public:
  // election_calling.cpp, election_candidacies.cpp, election_rounds.cpp, election_tie.cpp, election_proclaiming.cpp
  Result<contract::CallElectionReply> call_election(const contract::CallElection& request, Command& command) override;
  Result<contract::CloseCandidaciesReply> close_candidacies(const contract::CloseCandidacies& request, Command& command) override;
  Result<void> close_candidacies_when_due(const contract::CloseCandidaciesWhenDue& due, Command& command) override;
  Result<contract::GiveUpElectionReply> give_up_election(const contract::GiveUpElection& request, Command& command) override;
  Result<contract::StandReply> stand(const contract::Stand& request, Command& command) override;
  Result<contract::StandListReply> stand_list(const contract::StandList& request, Command& command) override;
  Result<contract::RecordCandidacyReply> record_candidacy(const contract::RecordCandidacy& request, Command& command) override;
  Result<contract::WithdrawCandidacyReply> withdraw_candidacy(const contract::WithdrawCandidacy& request, Command& command) override;
  Result<contract::OpenRoundReply> open_round(const contract::OpenRound& request, Command& command) override;
  Result<contract::RecordRoundReply> record_round(const contract::RecordRound& request, Command& command) override;
  Result<contract::DrawLotsReply> draw_lots(const contract::DrawLots& request, Command& command) override;
  Result<contract::BreakTieReply> break_tie(const contract::BreakTie& request, Command& command) override;
  Result<contract::ProclaimElectionReply> proclaim_election(const contract::ProclaimElection& request, Command& command) override;
  Result<contract::ContestElectionReply> contest_election(const contract::ContestElection& request, Command& command) override;
  Result<contract::SettleElectionReply> settle_election(const contract::SettleElection& request, Command& command) override;

  // election_reading.cpp, election_choices.cpp
  Result<contract::ElectionsReply> elections(const contract::Elections& request, const Query& query) const override;
  Result<contract::ElectionReply> election(const contract::Election& request, const Query& query) const override;
  Result<contract::EligibleReply> eligible(const contract::Eligible& request, const Query& query) const override;
  Result<contract::ScrutineersReply> scrutineers(const contract::Scrutineers& request, const Query& query) const override;
  Result<contract::OpenSessionsReply> open_sessions(const contract::OpenSessions& request, const Query& query) const override;
  Result<contract::OnThePaperReply> on_the_paper(const contract::OnThePaper& request, const Query& query) const override;
  Result<contract::PaperSheetReply> paper_sheet(const contract::PaperSheet& request, const Query& query) const override;
  Result<contract::StandingEqualReply> standing_equal(const contract::StandingEqual& request, const Query& query) const override;
};

}  // namespace plenary_plugin
