#include <random>

#include "kernel/cli/check/child.hpp"
#include "kernel/cli/check/example.hpp"
#include "kernel/cli/check/promises.hpp"
#include "kernel/cli/check/trial.hpp"

namespace hemicycle::check {
namespace {

constexpr int kDrainSeconds = 60 * kPatience;
constexpr int kCalls = 400;
constexpr int kSlowCalls = 8;  // hashing a password takes a tenth of a second, on purpose
constexpr unsigned kSeed = 20260408;  // the same calls at each check

}  // namespace

Findings drain(const Subject& subject) {
  if (subject.contract.operations.empty()) return {};
  return in_child(kDrainSeconds, [&](const Teller& tell) {
    const auto kernel = open_trial(subject);
    for (const auto& operation : subject.contract.operations) static_cast<void>(caller_for(*kernel, subject, operation));  // gives the permissions
    std::mt19937 random(kSeed);
    std::vector<testing::TestKernel::Call> calls;
    int slow = 0;
    for (int i = 0; i < kCalls; ++i) {
      const auto& operation = subject.contract.operations[random() % subject.contract.operations.size()];
      if ((operation.slow_lane || !operation.prepare.empty()) && ++slow > kSlowCalls) continue;
      const bool internal = operation.permission.access == contract::Access::internal;
      calls.push_back({.actor = internal ? "operator" : std::string(kMember),
                       .operation = operation.name,
                       .json = example_of(operation.input, subject.vocabularies).dump()});
      // One in three is given up before or while it runs.
      if (random() % 3 == 0) calls.back().budget = std::chrono::microseconds(random() % 2000);
    }
    tell.step("answering " + std::to_string(calls.size()) + " calls at once while it is stopped");
    const auto replies = kernel->stop_amid(calls);
    std::string failed;
    for (std::size_t i = 0; i < replies.size(); ++i) {
      if (replies[i].status().empty()) return tell.finding("a call of " + calls[i].operation + " was never answered while it stopped");
      if (replies[i].status() == "internal" && failed.empty()) failed = calls[i].operation;
    }
    if (!failed.empty()) {
      std::string why;
      for (const auto& line : kernel->log())
        if (line.level >= 4 && line.text.find(failed) != std::string::npos) why = line.text;
      tell.finding(failed + " fails when many call at once: queries of one plugin run on several threads, and share no state without a lock (" + why + ")");
    }
    tell.step("being destroyed after many calls");
  });
}

}  // namespace hemicycle::check
