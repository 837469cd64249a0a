// What waits in the journal, made into units of work for the command lane: events for those who react, jobs whose time has come.
// A reaction's effects and its inbox row commit together, so an event takes effect once however often it is delivered.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <vector>

#include "kernel/core/command_lane.hpp"
#include "kernel/core/runner.hpp"

namespace hemicycle::core {

/// Tries before an event or a job becomes a dead letter: from 0.2 s, doubling, at most 30 s apart: about two minutes in all.
inline constexpr int kMostAttempts = 10;

[[nodiscard]] std::chrono::nanoseconds backoff(int attempts);

class Deliveries final {
 public:
  Deliveries(Bus::Parts& parts, Routes& routes, Runner& runner) : parts_(parts), routes_(routes), runner_(runner) {}

  /// At start: every recurring job waits in the journal. In a write transaction.
  void plant_recurring_jobs(Connection& db);
  /// On the command lane, in its transaction.
  [[nodiscard]] std::vector<CommandLane::Unit> due(Connection& db);
  [[nodiscard]] std::chrono::milliseconds patience(Connection& db);

  [[nodiscard]] std::uint64_t delivered() const { return delivered_; }
  [[nodiscard]] std::uint64_t jobs_done() const { return jobs_; }
  [[nodiscard]] std::uint64_t buried() const { return buried_; }

 private:
  [[nodiscard]] Outcome deliver(const Delivery& delivery, Connection& db, Effects& effects);
  [[nodiscard]] Outcome run_job(const DueJob& job, Connection& db, Effects& effects);
  template <typename Waiting>
  [[nodiscard]] CommandLane::Unit make_unit(Waiting waiting, Outcome (Deliveries::*run)(const Waiting&, Connection&, Effects&));
  /// A recurring job waits for its next turn, done or buried: one bad hour does not end it.
  void plant_again(Connection& db, const DueJob& job);
  void plant_again(Connection&, const Delivery&) {}
  template <typename Waiting>
  [[nodiscard]] Outcome put_off(const Waiting& waiting, const Problem& problem, Connection& db);

  Bus::Parts& parts_;
  Routes& routes_;
  Runner& runner_;
  std::atomic<std::uint64_t> delivered_ = 0, jobs_ = 0, buried_ = 0;
  std::vector<CommandLane::Unit> second_thoughts_;  // the lane's thread only: what failed in the last batch, to be written down in the next
};

}  // namespace hemicycle::core
