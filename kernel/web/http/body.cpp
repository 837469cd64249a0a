#include "kernel/web/http/body.hpp"

#include <algorithm>
#include <utility>

namespace hemicycle::web::http {

bool BodyBudget::take(std::size_t bytes) noexcept {
  const auto wanted = static_cast<std::int64_t>(bytes);
  if (left_.fetch_sub(wanted, std::memory_order_relaxed) >= wanted) return true;
  left_.fetch_add(wanted, std::memory_order_relaxed);
  return false;
}

BodyBytes::BodyBytes(BodyBytes&& other) noexcept
    : budget_(std::move(other.budget_)), taken_(std::exchange(other.taken_, 0)), text_(std::move(other.text_)) {}

BodyBytes& BodyBytes::operator=(BodyBytes&& other) noexcept {
  if (this == &other) return *this;
  release();
  budget_ = std::move(other.budget_);
  taken_ = std::exchange(other.taken_, 0);
  text_ = std::move(other.text_);
  return *this;
}

BodyBytes::~BodyBytes() { release(); }

void BodyBytes::release() noexcept {
  if (budget_) budget_->give_back(taken_);
  taken_ = 0;
}

bool BodyBytes::append(const char* data, std::size_t size) {
  if (text_.capacity() - text_.size() < size) {
    const auto room = std::max(text_.size() + size, text_.size() * 2);
    const auto more = room > taken_ ? room - taken_ : 0;
    if (budget_ && !budget_->take(more)) return false;
    taken_ += more;
    text_.reserve(room);
  }
  text_.append(data, size);
  return true;
}

}  // namespace hemicycle::web::http
