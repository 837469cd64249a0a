// How much of a plugin's talk reaches the log: one that prints in a loop must not fill the disk.
#pragma once

#include <chrono>
#include <cstddef>
#include <utility>

namespace hemicycle::host {

/// Lines of one second, then silence until the next. One thread.
class LineBudget final {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr std::size_t kLinesPerSecond = 200;

  /// Whether the line may be written; when a new second begins, `left_out` takes how many of the last one were not.
  [[nodiscard]] bool spend(Clock::time_point now, std::size_t& left_out) {
    left_out = 0;
    if (now - begun_ >= std::chrono::seconds(1)) {
      begun_ = now;
      spent_ = 0;
      left_out = std::exchange(left_out_, 0);
    }
    if (++spent_ <= kLinesPerSecond) return true;
    ++left_out_;
    return false;
  }
  /// At the end.
  [[nodiscard]] std::size_t left_out() const { return left_out_; }

 private:
  Clock::time_point begun_{};
  std::size_t spent_ = 0, left_out_ = 0;
};

}  // namespace hemicycle::host
