#pragma once

#include <chrono>
#include <cstdint>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "kernel/web/http/ready.hpp"

namespace hemicycle::web::http {

using TimePoint = std::chrono::steady_clock::time_point;

struct Rule {
  std::uint32_t count = 60;  // also the burst; at least 1
  std::chrono::seconds period{60};
};

struct Verdict {
  bool allowed = true;
  std::uint32_t remaining = 0;
  std::chrono::seconds reset{0};        // until the whole quota is there again
  std::chrono::seconds retry_after{0};  // 0 when allowed, else at least 1
};

/// Who an address is counted as: itself for IPv4, its /64 for IPv6, since one subscriber owns at least that much. Any thread.
[[nodiscard]] std::string rate_key(std::string_view address);

/// RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers), and Retry-After when refused. Any thread.
[[nodiscard]] Headers rate_headers(const Verdict& verdict, const Rule& rule);

/// Token buckets by key ("page:203.0.113.4", "sign_in:account:7"): the caller puts the rule's name into the key. At most `entries` keys are
/// remembered; the one unused longest is forgotten first. Thread-safe.
class RateLimiter final {
 public:
  explicit RateLimiter(std::size_t entries = 100'000);
  RateLimiter(const RateLimiter&) = delete;
  RateLimiter& operator=(const RateLimiter&) = delete;

  /// Takes one from the bucket when there is one.
  [[nodiscard]] Verdict check(std::string_view key, const Rule& rule, TimePoint now);
  [[nodiscard]] std::size_t entries() const;

 private:
  struct Bucket {
    std::string key;
    TimePoint full;  // when the bucket is full again (GCRA: the theoretical arrival time)
  };
  mutable std::mutex mutex_;
  std::size_t most_;
  std::list<Bucket> order_;  // most recently used first
  std::unordered_map<std::string_view, std::list<Bucket>::iterator> index_;
};

/// Waiting that doubles with each failure of a key (sign-in): none for the first `free`, then 1 s, 2 s, 4 s … up to `most`. Thread-safe.
class FailureDelay final {
 public:
  struct Options {
    std::uint32_t free = 3;
    std::chrono::seconds most{900};
    std::chrono::seconds forget{86'400};  // after this long without failure
    std::size_t entries = 100'000;
  };
  FailureDelay();
  explicit FailureDelay(Options options);
  FailureDelay(const FailureDelay&) = delete;
  FailureDelay& operator=(const FailureDelay&) = delete;

  /// How long the key must still wait before trying again; 0 when it may.
  [[nodiscard]] std::chrono::seconds wait(std::string_view key, TimePoint now) const;
  void failed(std::string_view key, TimePoint now);
  void succeeded(std::string_view key);

 private:
  struct Record {
    std::string key;
    std::uint32_t failures = 0;
    TimePoint last;
  };
  [[nodiscard]] std::chrono::seconds delay_after(std::uint32_t failures) const noexcept;

  mutable std::mutex mutex_;
  Options options_;
  std::list<Record> order_;
  std::unordered_map<std::string_view, std::list<Record>::iterator> index_;
};

}  // namespace hemicycle::web::http
