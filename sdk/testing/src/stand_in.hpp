// A plugin that is not there: answers what a test says.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "kernel/core/call_context.hpp"
#include "kernel/core/instance.hpp"

namespace hemicycle::testing {

/// Filled before the lanes start; its answers run on their threads, one at a time in a test.
class StandIn final : public core::Instance {
 public:
  using Answer = std::function<core::Outcome(const std::string& input)>;
  std::map<std::string, Answer, std::less<>> answers;  ///< by full name

  [[nodiscard]] core::Outcome start() override { return core::Outcome::success({}); }
  [[nodiscard]] core::Outcome handle(core::CallContext&, const core::Message& message) override {
    try {
      return answers.at(message.type)(std::string(message.payload));
    } catch (const std::exception& error) {
      return core::Outcome::failure({.status = core::Status::internal, .code = "internal", .detail = error.what()});
    }
  }
  void stop() override {}
};

}  // namespace hemicycle::testing
