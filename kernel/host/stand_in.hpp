// Answers in the place of a plugin that is down: its contract stays known, its pages say why they are empty.
#pragma once

#include "kernel/core/instance.hpp"

namespace hemicycle::host {

/// `why` is for the log and the operator.
class StandIn final : public core::Instance {
 public:
  enum class For { one_that_is_down, one_set_aside };
  StandIn(For whom, std::string why) : for_(whom), why_(std::move(why)) {}

  [[nodiscard]] core::Outcome start() override { return core::Outcome::success({}); }
  [[nodiscard]] core::Outcome handle(core::CallContext&, const core::Message&) override {
    return core::Outcome::failure({.status = core::Status::unavailable, .code = std::string(core::kPluginDown), .fields = {}, .detail = why_});
  }
  void stop() override {}
  [[nodiscard]] bool serves() const override { return false; }
  [[nodiscard]] bool set_aside() const override { return for_ == For::one_set_aside; }

 private:
  For for_;
  std::string why_;
};

}  // namespace hemicycle::host
