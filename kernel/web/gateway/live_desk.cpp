#include "kernel/web/gateway/live_desk.hpp"

#include <algorithm>

namespace hemicycle::web::gateway {
namespace {

std::uint64_t sum(const LiveDesk::Depends& depends) {
  std::uint64_t out = 0;
  for (const auto* generation : depends) out += generation->load(std::memory_order_acquire);
  return out;
}

http::SharedBytes event(const char* name, const std::string& version) {
  return std::make_shared<const std::string>("id: " + version + "\nevent: " + name + "\ndata:\n\n");
}

}  // namespace

std::string live_version(const std::string& room, std::uint64_t generations) { return room + "-" + std::to_string(generations); }

LiveDesk::LiveDesk(core::Bus& bus, LiveLimits limits) : bus_(bus), limits_(limits), thread_([this] { work(); }) {
  bus_.when_changed([this] {
    const std::lock_guard lock(mutex_);
    dirty_ = true;
    changed_.notify_one();
  });
}

LiveDesk::~LiveDesk() {
  bus_.when_changed({});
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
  }
  changed_.notify_one();
  thread_.join();
  end_all();
}

std::shared_ptr<void> LiveDesk::seat(const std::string& address, bool& address_is_full) const {
  {
    const std::lock_guard lock(census_->mutex);
    if (census_->all >= limits_.in_all) return nullptr;
    auto& here = census_->by_address[address];
    address_is_full = here >= limits_.per_address;
    if (address_is_full) return nullptr;
    ++here;
    ++census_->all;
  }
  return {nullptr, [census = census_, address](void*) {
            const std::lock_guard lock(census->mutex);
            --census->all;
            const auto here = census->by_address.find(address);
            if (--here->second == 0) census->by_address.erase(here);
          }};
}

LiveDesk::Entry LiveDesk::open(const Watch& watch) {
  bool address_is_full = false;
  auto place = seat(watch.address, address_is_full);
  // The pointer is null either way; what counts is that there is something to give back.
  if (place.use_count() == 0) return {.streaming = {}, .address_is_full = address_is_full};
  auto stream = std::make_shared<http::EventStream>(std::move(place));
  {
    const std::lock_guard lock(mutex_);
    const auto now = sum(watch.depends);
    auto [topic, fresh] = topics_.try_emplace({watch.room, watch.depends});
    if (fresh) topic->second.told = now;
    const auto version = live_version(watch.room, now);
    stream->tell(event(watch.last_seen.empty() || watch.last_seen == version ? "state" : "changed", version));
    auto& readers = topic->second.readers;
    // On a quiet page nobody is told anything, and those who left are counted out here.
    if (readers.size() >= topic->second.prune_at) {
      std::erase_if(readers, [](const auto& reader) { return reader.expired(); });
      topic->second.prune_at = std::max(kFewReaders, 2 * readers.size());
    }
    readers.push_back(stream);
  }
  http::Response head;
  // nginx would hold events back until its buffer is full.
  head.headers = {{"Content-Type", "text/event-stream; charset=utf-8"}, {"Cache-Control", "no-store"}, {"X-Accel-Buffering", "no"}};
  return {.streaming = http::Streaming{.head = std::move(head), .stream = std::move(stream)}, .address_is_full = false};
}

std::optional<LiveDesk::TimePoint> LiveDesk::tell_all(TimePoint now) {
  std::optional<TimePoint> next;
  for (auto topic = topics_.begin(); topic != topics_.end();) {
    auto& [key, one] = *topic;
    std::erase_if(one.readers, [](const auto& reader) { return reader.expired(); });
    if (one.readers.empty()) {
      topic = topics_.erase(topic);
      continue;
    }
    ++topic;
    const auto current = sum(key.second);
    if (current == one.told) continue;
    if (const auto due = one.at + limits_.least; now < due) {
      next = next ? std::min(*next, due) : due;
      continue;
    }
    one.told = current;
    one.at = now;
    const auto message = event("changed", live_version(key.first, current));
    for (const auto& reader : one.readers)
      if (const auto stream = reader.lock()) stream->tell(message);
  }
  return next;
}

void LiveDesk::work() {
  std::unique_lock lock(mutex_);
  std::optional<TimePoint> next;
  const auto woken = [this] { return dirty_ || over_; };
  while (!over_) {
    if (next)
      changed_.wait_until(lock, *next, woken);
    else
      changed_.wait(lock, woken);
    dirty_ = false;
    next = tell_all(std::chrono::steady_clock::now());
  }
}

void LiveDesk::end_all() {
  const std::lock_guard lock(mutex_);
  for (const auto& [key, topic] : topics_)
    for (const auto& reader : topic.readers)
      if (const auto stream = reader.lock()) stream->end();
  topics_.clear();
}

std::size_t LiveDesk::readers() const {
  const std::lock_guard lock(census_->mutex);
  return census_->all;
}

std::size_t LiveDesk::places() const {
  const std::lock_guard lock(mutex_);
  std::size_t out = 0;
  for (const auto& [page, topic] : topics_) out += topic.readers.size();
  return out;
}

}  // namespace hemicycle::web::gateway
