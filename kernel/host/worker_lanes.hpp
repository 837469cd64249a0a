// The channels to one worker, lent to one call each: K channels are K credits.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <vector>

#include "kernel/wire/channel.hpp"

namespace hemicycle::host {

struct Lane {
  explicit Lane(int descriptor) : channel(descriptor) {}
  wire::Channel channel;
  std::uint64_t last_number = 0;  ///< of the calls on it
};

/// Any thread, but for `add`.
class WorkerLanes final {
 public:
  WorkerLanes() = default;
  WorkerLanes(const WorkerLanes&) = delete;
  WorkerLanes& operator=(const WorkerLanes&) = delete;

  /// Before the first loan.
  void add(int descriptor);
  /// No loan from here on; whoever waits for one goes empty-handed.
  void close();
  [[nodiscard]] bool closed();
  /// Waits until every lane came back; false when `within` passed before.
  bool drain(std::chrono::nanoseconds within);
  /// Both ends of all channels see their end: whoever waits for a frame is told at once.
  void shut();

 private:
  friend class Loan;
  [[nodiscard]] Lane* take(wire::Deadline until);
  void give_back(Lane& lane);

  std::deque<Lane> lanes_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Lane*> free_;
  bool closed_ = false;
};

/// A lane for one call, on the stack of its thread. A call that this thread makes from within another call to the same worker (a plugin that
/// asks a query of its own) gets that call's lane: waiting for a second one could wait for itself.
class Loan final {
 public:
  Loan(WorkerLanes& lanes, wire::Deadline until);
  ~Loan();
  Loan(const Loan&) = delete;
  Loan& operator=(const Loan&) = delete;

  /// Null when none became free in time, or the lanes are closed.
  [[nodiscard]] Lane* lane() const { return lane_; }

 private:
  WorkerLanes& lanes_;
  const Loan* const outer_;
  Lane* lane_ = nullptr;
  bool borrowed_ = false;  ///< from the pool, not from an outer loan
};

}  // namespace hemicycle::host
