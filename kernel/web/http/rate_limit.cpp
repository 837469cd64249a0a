#include "kernel/web/http/rate_limit.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>

namespace hemicycle::web::http {
namespace {

std::chrono::seconds ceil_seconds(std::chrono::steady_clock::duration duration) {
  return std::max(std::chrono::seconds(0), std::chrono::ceil<std::chrono::seconds>(duration));
}

}  // namespace

std::string rate_key(std::string_view address) {
  boost::system::error_code error;
  const auto parsed = boost::asio::ip::make_address(address, error);
  if (error || !parsed.is_v6()) return std::string(address);
  if (parsed.to_v6().is_v4_mapped()) return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, parsed.to_v6()).to_string();
  auto bytes = parsed.to_v6().to_bytes();
  std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
  return boost::asio::ip::address_v6(bytes).to_string() + "/64";
}

Headers rate_headers(const Verdict& verdict, const Rule& rule) {
  Headers headers{{"RateLimit-Policy", "\"default\";q=" + std::to_string(rule.count) + ";w=" + std::to_string(rule.period.count())},
                  {"RateLimit", "\"default\";r=" + std::to_string(verdict.remaining) + ";t=" + std::to_string(verdict.reset.count())}};
  if (!verdict.allowed) headers.emplace_back("Retry-After", std::to_string(verdict.retry_after.count()));
  return headers;
}

RateLimiter::RateLimiter(std::size_t entries) : most_(std::max<std::size_t>(1, entries)) {}

Verdict RateLimiter::check(std::string_view key, const Rule& rule, TimePoint now) {
  const auto step = std::chrono::steady_clock::duration(rule.period) / std::max<std::uint32_t>(1, rule.count);
  const auto whole = step * std::max<std::uint32_t>(1, rule.count);
  const std::lock_guard lock(mutex_);
  auto slot = index_.find(key);
  if (slot == index_.end()) {
    if (order_.size() >= most_) {
      index_.erase(order_.back().key);
      order_.pop_back();
    }
    order_.push_front({std::string(key), now});
    slot = index_.emplace(order_.front().key, order_.begin()).first;
  } else {
    order_.splice(order_.begin(), order_, slot->second);
  }
  auto& bucket = *slot->second;
  const auto full = std::max(bucket.full, now) + step;
  Verdict verdict;
  if (full - now > whole) {
    verdict.allowed = false;
    verdict.retry_after = std::max(std::chrono::seconds(1), ceil_seconds(full - now - whole));
    verdict.reset = ceil_seconds(bucket.full - now);
    return verdict;
  }
  bucket.full = full;
  verdict.remaining = static_cast<std::uint32_t>((whole - (full - now)) / step);
  verdict.reset = ceil_seconds(full - now);
  return verdict;
}

std::size_t RateLimiter::entries() const {
  const std::lock_guard lock(mutex_);
  return order_.size();
}

FailureDelay::FailureDelay() : FailureDelay(Options{}) {}

FailureDelay::FailureDelay(Options options) : options_(options) {}

std::chrono::seconds FailureDelay::delay_after(std::uint32_t failures) const noexcept {
  if (failures < options_.free || failures == 0) return std::chrono::seconds(0);
  const auto doublings = std::min<std::uint32_t>(failures - options_.free, 30);
  return std::min(options_.most, std::chrono::seconds(std::int64_t{1} << doublings));
}

std::chrono::seconds FailureDelay::wait(std::string_view key, TimePoint now) const {
  const std::lock_guard lock(mutex_);
  const auto slot = index_.find(key);
  if (slot == index_.end() || now - slot->second->last > options_.forget) return std::chrono::seconds(0);
  return ceil_seconds(slot->second->last + delay_after(slot->second->failures) - now);
}

void FailureDelay::failed(std::string_view key, TimePoint now) {
  const std::lock_guard lock(mutex_);
  auto slot = index_.find(key);
  if (slot == index_.end()) {
    if (order_.size() >= std::max<std::size_t>(1, options_.entries)) {
      index_.erase(order_.back().key);
      order_.pop_back();
    }
    order_.push_front({std::string(key), 0, now});
    slot = index_.emplace(order_.front().key, order_.begin()).first;
  } else {
    order_.splice(order_.begin(), order_, slot->second);
  }
  auto& record = *slot->second;
  record.failures = now - record.last > options_.forget ? 1 : record.failures + 1;
  record.last = now;
}

void FailureDelay::succeeded(std::string_view key) {
  const std::lock_guard lock(mutex_);
  const auto slot = index_.find(key);
  if (slot == index_.end()) return;
  const auto record = slot->second;
  index_.erase(slot);
  order_.erase(record);
}

}  // namespace hemicycle::web::http
