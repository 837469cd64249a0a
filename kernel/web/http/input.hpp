#pragma once

#include <boost/asio/buffer.hpp>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>

namespace hemicycle::web::http {

/// A connection's received bytes: one flat buffer that starts small, since most connections of an attack never send more, and grows
/// up to a bound. Allocates nothing once warm.
class Input final {
 public:
  explicit Input(std::size_t most) : most_(most) {}

  [[nodiscard]] std::string_view bytes() const noexcept { return {data_.get() + begin_, end_ - begin_}; }
  [[nodiscard]] bool empty() const noexcept { return begin_ == end_; }
  [[nodiscard]] bool full() const noexcept { return end_ - begin_ >= most_; }

  /// Room to receive into; empty only when full().
  [[nodiscard]] boost::asio::mutable_buffer room() {
    if (begin_ == end_) begin_ = end_ = 0;
    if (end_ == capacity_) make_room();
    return {data_.get() + end_, capacity_ - end_};
  }
  void received(std::size_t bytes) noexcept { end_ += bytes; }
  void consume(std::size_t bytes) noexcept { begin_ += bytes; }
  void clear() noexcept { begin_ = end_ = 0; }
  /// Gives the memory back: nothing more is to come.
  void release() noexcept {
    clear();
    data_.reset();
    capacity_ = 0;
  }

 private:
  static constexpr std::size_t kFirst = 2048;

  void make_room() {
    const auto held = end_ - begin_;
    if (begin_ > 0 && held * 2 <= capacity_) {
      std::memmove(data_.get(), data_.get() + begin_, held);
    } else {
      const auto larger = capacity_ == 0 ? kFirst : (capacity_ * 2 < most_ ? capacity_ * 2 : most_);
      auto grown = std::make_unique_for_overwrite<char[]>(larger);
      if (held > 0) std::memcpy(grown.get(), data_.get() + begin_, held);
      data_ = std::move(grown);
      capacity_ = larger;
    }
    begin_ = 0;
    end_ = held;
  }

  std::unique_ptr<char[]> data_;
  std::size_t most_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace hemicycle::web::http
