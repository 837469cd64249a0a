// One plugin's share of a lane's threads.
#pragma once

#include <deque>
#include <memory>
#include <mutex>

#include "kernel/core/query_lane.hpp"

namespace hemicycle::core {

/// Lets so many of one plugin's works into a lane at a time; the others wait here and not on the lane's threads. A plugin whose queries hang
/// until their deadlines would otherwise hold them all, and every other plugin with it. Any thread.
class Turnstile final : public std::enable_shared_from_this<Turnstile> {
 public:
  /// How many, of a lane's threads: all but one. With fewer than four there is none to spare.
  [[nodiscard]] static int share_of(int threads) { return threads < 4 ? threads : threads - 1; }

  void enter(QueryLane& lane, int most, QueryLane::Work work) {
    {
      const std::lock_guard lock(mutex_);
      if (inside_ >= most) return waiting_.push_back(std::move(work));
      ++inside_;
    }
    pass(lane, std::move(work));
  }

 private:
  void pass(QueryLane& lane, QueryLane::Work work) {
    lane.post([self = shared_from_this(), &lane, work = std::move(work)](Connection& db) {
      work(db);
      self->leave(lane);
    });
  }
  void leave(QueryLane& lane) {
    QueryLane::Work next;
    {
      const std::lock_guard lock(mutex_);
      if (waiting_.empty()) {
        --inside_;
        return;
      }
      next = std::move(waiting_.front());
      waiting_.pop_front();
    }
    pass(lane, std::move(next));
  }

  std::mutex mutex_;
  std::deque<QueryLane::Work> waiting_;
  int inside_ = 0;
};

}  // namespace hemicycle::core
