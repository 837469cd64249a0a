// Minutes of sessions: drawn from what happened, completed by the secretary, approved by the body, sealed, published.
#pragma once

#include "electing.hpp"

namespace plenary_plugin {

class Minuting : public Electing {
 public:
  // minutes_writing.cpp, minutes_approval.cpp, minutes_reading.cpp
  Result<contract::WritePassageReply> write_passage(const contract::WritePassage& request, Command& command) override;
  Result<contract::SubmitMinutesReply> submit_minutes(const contract::SubmitMinutes& request, Command& command) override;
  Result<contract::TakeBackMinutesReply> take_back_minutes(const contract::TakeBackMinutes& request, Command& command) override;
  Result<contract::PublishMinutesReply> publish_minutes(const contract::PublishMinutes& request, Command& command) override;
  Result<contract::CorrectMinutesReply> correct_minutes(const contract::CorrectMinutes& request, Command& command) override;
  Result<void> on_plenary_proclaimed(const contract::Proclaimed& told, Command& command) override;
  Result<void> on_plenary_annulled(const contract::Annulled& told, Command& command) override;
  Result<contract::MinutesReply> minutes(const contract::Minutes& request, const Query& query) const override;
  Result<contract::SealedMinutesReply> sealed_minutes(const contract::SealedMinutes& request, const Query& query) const override;
  Result<contract::PassageReply> passage(const contract::Passage& request, const Query& query) const override;
};

}  // namespace plenary_plugin
