// What may wait for one plugin in one lane.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>

namespace hemicycle::core {

/// A place in a plugin's mailbox, given back when the last copy goes: when the work is over. Any thread.
class Place {
 public:
  Place(std::atomic<std::size_t>& waiting, std::size_t limit) {
    if (waiting.fetch_add(1) < limit)
      held_ = std::shared_ptr<void>(nullptr, [&waiting](void*) { --waiting; });
    else
      --waiting;
  }
  [[nodiscard]] bool taken() const { return held_.use_count() > 0; }

 private:
  std::shared_ptr<void> held_;
};

}  // namespace hemicycle::core
