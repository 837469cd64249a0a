#include "kernel/web/http/page_cache.hpp"

#include <algorithm>
#include <functional>

namespace hemicycle::web::http {
namespace {

std::size_t hash_of(PageCache::Key key) noexcept {
  const std::hash<std::string_view> hash;
  return hash(key.target) * 31 + hash(key.locale);
}

}  // namespace

struct PageCache::Entry {
  std::size_t hash = 0;
  std::string target;
  std::string locale;
  std::shared_ptr<const ReadyPage> page;
  std::vector<Dependency> depends;
  TimePoint expires;
  std::size_t bytes = 0;

  [[nodiscard]] bool is(Key key) const noexcept { return target == key.target && locale == key.locale; }

  // Acquire: whoever saw the change that bumped the generation must not be served what came before it.
  [[nodiscard]] bool fresh(TimePoint now) const noexcept {
    return now < expires && std::all_of(depends.begin(), depends.end(),
                                        [](const auto& d) { return d.generation->load(std::memory_order_acquire) == d.seen; });
  }
};

struct PageCache::Shard {
  using Order = std::list<Entry>;  // most recently asked for first
  mutable std::mutex mutex;
  Order order;
  std::unordered_multimap<std::size_t, Order::iterator> index;
  std::size_t bytes = 0;

  [[nodiscard]] Order::iterator find(std::size_t hash, Key key) {
    const auto [begin, end] = index.equal_range(hash);
    const auto found = std::find_if(begin, end, [&](const auto& slot) { return slot.second->is(key); });
    return found == end ? order.end() : found->second;
  }

  void erase(Order::iterator entry) {
    const auto [begin, end] = index.equal_range(entry->hash);
    index.erase(std::find_if(begin, end, [&](const auto& slot) { return slot.second == entry; }));
    bytes -= entry->bytes;
    order.erase(entry);
  }
};

PageCache::PageCache(Options options) : options_(std::move(options)) {
  for (auto& shard : shards_) shard = std::make_unique<Shard>();
}

PageCache::~PageCache() = default;

PageCache::Shard& PageCache::shard_of(std::size_t hash) const noexcept { return *shards_[(hash >> 7U) % kShards]; }

std::optional<Ready> PageCache::find(Key key, std::string_view accept_encoding, std::string_view if_none_match, bool is_head,
                                     TimePoint now) {
  const auto hash = hash_of(key);
  auto& shard = shard_of(hash);
  const std::lock_guard lock(shard.mutex);
  const auto entry = shard.find(hash, key);
  if (entry == shard.order.end()) return std::nullopt;
  if (!entry->fresh(now)) {
    shard.erase(entry);
    return std::nullopt;
  }
  if (entry != shard.order.begin()) shard.order.splice(shard.order.begin(), shard.order, entry);
  return entry->page->choose(accept_encoding, if_none_match, is_head);
}

std::shared_ptr<const ReadyPage> PageCache::insert(Key key, const Page& page, TimePoint now) {
  auto ready = std::make_shared<const ReadyPage>(page.status, page.headers, page.body, options_.fixed_headers);
  const auto bytes = ready->size() + key.target.size() + key.locale.size() + sizeof(Entry) + page.depends.size() * sizeof(Dependency);
  const auto hash = hash_of(key);
  auto& shard = shard_of(hash);
  const std::lock_guard lock(shard.mutex);
  if (const auto old = shard.find(hash, key); old != shard.order.end()) shard.erase(old);
  const auto share = options_.bytes / kShards;
  if (bytes > share) return ready;
  const auto most = std::max<std::size_t>(1, options_.entries / kShards);
  while (!shard.order.empty() && (shard.bytes + bytes > share || shard.order.size() >= most)) shard.erase(std::prev(shard.order.end()));
  shard.order.push_front({hash, std::string(key.target), std::string(key.locale), ready, page.depends, now + page.max_age, bytes});
  shard.index.emplace(hash, shard.order.begin());
  shard.bytes += bytes;
  return ready;
}

void PageCache::clear() {
  for (const auto& shard : shards_) {
    const std::lock_guard lock(shard->mutex);
    shard->index.clear();
    shard->order.clear();
    shard->bytes = 0;
  }
}

std::size_t PageCache::bytes() const {
  std::size_t total = 0;
  for (const auto& shard : shards_) {
    const std::lock_guard lock(shard->mutex);
    total += shard->bytes;
  }
  return total;
}

std::size_t PageCache::entries() const {
  std::size_t total = 0;
  for (const auto& shard : shards_) {
    const std::lock_guard lock(shard->mutex);
    total += shard->order.size();
  }
  return total;
}

}  // namespace hemicycle::web::http
