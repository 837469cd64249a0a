// The council's rules of procedure, as its configuration says them.
#pragma once

#include <hemicycle/plugin.hpp>
#include "rules.contract.hpp"

namespace rules_plugin {

using namespace hemicycle;

class Rules final : public rules::Handler {
 public:
  std::optional<WrongSetting> wrong_setting() const override;

  Result<rules::ExplainReply> explain(const rules::Explain& request, const Query& query) const override;
  Result<rules::SimulateReply> simulate(const rules::Simulate& request, const Query& query) const override;

  Result<rules::BodyReply> body(const rules::Body& request, const Query& query) const override;
  Result<rules::ActReply> act(const rules::Act& request, const Query& query) const override;
  Result<rules::QuorumReply> quorum(const rules::Quorum& request, const Query& query) const override;
  Result<rules::OutcomeReply> outcome(const rules::Outcome& request, const Query& query) const override;
  Result<rules::DeliverableKindReply> deliverable_kind(const rules::DeliverableKind& request, const Query& query) const override;
  Result<rules::FilingReply> filing(const rules::Filing& request, const Query& query) const override;
  Result<rules::DelaysReply> delays(const rules::Delays& request, const Query& query) const override;
  Result<rules::GroupReply> group(const rules::Group& request, const Query& query) const override;
};

}  // namespace rules_plugin
