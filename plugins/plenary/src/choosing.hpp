// Votes between several options: prepared, cast by ticks, ranks or grades, counted by src/count.
#pragma once

#include "minuting.hpp"

namespace plenary_plugin {

class Choosing : public Minuting {
 public:
  // choice_voting.cpp, choice_reading.cpp
  Result<contract::PrepareChoiceReply> prepare_choice(const contract::PrepareChoice& request, Command& command) override;
  Result<contract::TickReply> tick(const contract::Tick& request, Command& command) override;
  Result<contract::RankReply> rank(const contract::Rank& request, Command& command) override;
  Result<contract::GradeReply> grade(const contract::Grade& request, Command& command) override;
  Result<contract::DrawChoiceReply> draw_choice(const contract::DrawChoice& request, Command& command) override;
  Result<contract::BallotOptionsReply> ballot_options(const contract::BallotOptions& request, const Query& query) const override;
  Result<contract::BlankBallotReply> blank_ballot(const contract::BlankBallot& request, const Query& query) const override;
  Result<contract::ChoiceReply> choice(const contract::Choice& request, const Query& query) const override;

  // duties.cpp
  Result<contract::AfterSessionReply> after_session(const contract::AfterSession& request, const Query& query) const override;
  Result<contract::DutiesReply> duties(const contract::Duties& request, const Query& query) const override;
};

}  // namespace plenary_plugin
