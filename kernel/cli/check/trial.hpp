// A plugin in a small house of its own, whose neighbours are stood in for.
#pragma once

#include <hemicycle/testing/kernel.hpp>
#include <memory>
#include <string>

#include "kernel/cli/check/subject.hpp"

namespace hemicycle::check {

/// In this process, a child (hold()). What it requires answers an example of what the neighbour's contract says, or `{}` where that is not known.
[[nodiscard]] std::unique_ptr<testing::TestKernel> open_trial(const Subject& subject);

/// Who may call `operation`: "member" with all permissions of the plugin; the operator where it is internal.
[[nodiscard]] testing::Caller caller_for(testing::TestKernel& kernel, const Subject& subject, const contract::Operation& operation);

inline constexpr std::string_view kMember = "example-1";  ///< the actor, named as the examples name things

}  // namespace hemicycle::check
