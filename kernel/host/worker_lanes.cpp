#include "kernel/host/worker_lanes.hpp"

namespace hemicycle::host {
namespace {

thread_local const Loan* innermost = nullptr;

}  // namespace

void WorkerLanes::add(int descriptor) {
  auto& lane = lanes_.emplace_back(descriptor);
  lane.channel.watch_deadlines();
  free_.push_back(&lane);
}

void WorkerLanes::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  changed_.notify_all();
}

bool WorkerLanes::closed() {
  const std::lock_guard lock(mutex_);
  return closed_;
}

bool WorkerLanes::drain(std::chrono::nanoseconds within) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, within, [&] { return free_.size() == lanes_.size(); });
}

void WorkerLanes::shut() {
  for (auto& lane : lanes_) lane.channel.shut();
}

Lane* WorkerLanes::take(wire::Deadline until) {
  std::unique_lock lock(mutex_);
  const auto ready = [&] { return !free_.empty() || closed_; };
  if (!ready()) {
    if (until == wire::kNever)
      changed_.wait(lock, ready);
    else
      changed_.wait_until(lock, until, ready);
  }
  if (closed_ || free_.empty()) return nullptr;
  // The last one that came back: its pages are the warmest, on both sides.
  auto* lane = free_.back();
  free_.pop_back();
  return lane;
}

void WorkerLanes::give_back(Lane& lane) {
  const std::lock_guard lock(mutex_);
  free_.push_back(&lane);
  if (closed_)
    changed_.notify_all();  // `drain` waits too
  else
    changed_.notify_one();
}

Loan::Loan(WorkerLanes& lanes, wire::Deadline until) : lanes_(lanes), outer_(innermost) {
  for (const auto* each = outer_; each != nullptr && lane_ == nullptr; each = each->outer_)
    if (&each->lanes_ == &lanes_) lane_ = each->lane_;
  if (lane_ == nullptr) {
    lane_ = lanes_.take(until);
    borrowed_ = lane_ != nullptr;
  }
  innermost = this;
}

Loan::~Loan() {
  innermost = outer_;
  if (borrowed_) lanes_.give_back(*lane_);
}

}  // namespace hemicycle::host
