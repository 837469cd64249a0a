#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "kernel/web/http/ready.hpp"

namespace hemicycle::web::http {

/// Something that a page was made from. `seen` must be read *before* the page is rendered: a change during the rendering then
/// makes the page stale at once instead of for ever fresh. The counter outlives the cache.
struct Dependency {
  const std::atomic<std::uint64_t>* generation = nullptr;
  std::uint64_t seen = 0;
};

struct Page {
  unsigned status = 200;
  Headers headers;
  std::string body;
  std::vector<Dependency> depends;
  std::chrono::steady_clock::duration max_age = std::chrono::seconds(60);
};

/// Pages kept as ready-to-send bytes, bounded by bytes and entries; the least recently asked for goes first. A hit costs one lock on one of
/// 16 shards, no allocation. Thread-safe.
class PageCache final {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  struct Options {
    std::size_t bytes = std::size_t{64} * 1024 * 1024;
    std::size_t entries = 20'000;
    std::string fixed_headers;  // whole lines ended by CRLF
  };
  /// Two requests with equal keys may get the same bytes. Nothing of a session may ever be in a cached page.
  struct Key {
    std::string_view target;
    std::string_view locale;
  };

  explicit PageCache(Options options);
  ~PageCache();
  PageCache(const PageCache&) = delete;
  PageCache& operator=(const PageCache&) = delete;

  /// Nothing when the page is unknown, older than its max_age, or something it depends on has changed (it is then dropped).
  [[nodiscard]] std::optional<Ready> find(Key key, std::string_view accept_encoding, std::string_view if_none_match, bool is_head,
                                          TimePoint now);

  /// Keeps the page, replacing what was under the key, and returns its forms so that the first asker gets the same bytes.
  /// Compresses, so call it outside locks. A page larger than a shard's share is returned but not kept.
  std::shared_ptr<const ReadyPage> insert(Key key, const Page& page, TimePoint now);

  void clear();
  [[nodiscard]] std::size_t bytes() const;
  [[nodiscard]] std::size_t entries() const;

 private:
  struct Entry;
  struct Shard;
  static constexpr std::size_t kShards = 16;
  [[nodiscard]] Shard& shard_of(std::size_t hash) const noexcept;

  Options options_;
  std::array<std::unique_ptr<Shard>, kShards> shards_;
};

}  // namespace hemicycle::web::http
