// Who watches a page is told when what it was made from has changed: server-sent events for pages with `"live": true`.
//
//   const auto entry = live.open({.room = "a1b2", .depends = plan.depends, .last_seen = "a1b2-17", .address = visit.client});
//   if (entry.streaming) visit->exchange.respond(std::move(*entry.streaming));
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "kernel/core/bus.hpp"
#include "kernel/web/http/event_stream.hpp"

namespace hemicycle::web::gateway {

struct LiveLimits {
  std::size_t in_all = 2'000, per_address = 500;  ///< a hall full of people shares one address
  std::chrono::milliseconds least{250};           ///< between two tellings of one page: a ballot is many changes and few pictures
};

/// Of a page whose dependencies had these generations: the same everywhere, different after any of them has grown or the room was exchanged.
[[nodiscard]] std::string live_version(const std::string& room, std::uint64_t generations);

class LiveDesk final {
 public:
  using Depends = std::vector<const core::Generation*>;
  struct Watch {
    const std::string& room;  ///< a name that no other room, and no other start of the server, has
    const Depends& depends;
    std::string last_seen;    ///< the version that the reader had when it lost us, or empty
    std::string address;
  };
  struct Entry {
    std::optional<http::Streaming> streaming;
    bool address_is_full = false;  ///< when there is none: else the house is
  };

  /// The bus outlives it.
  LiveDesk(core::Bus& bus, LiveLimits limits);
  ~LiveDesk();
  LiveDesk(const LiveDesk&) = delete;
  LiveDesk& operator=(const LiveDesk&) = delete;

  /// Tells at once what is there (event `state`, or `changed` when something was missed), then `changed` with the new version. Any thread.
  [[nodiscard]] Entry open(const Watch& watch);
  /// Ends all streams: the room was exchanged, and readers come again to the new one. Any thread.
  void end_all();
  /// Readers connected now.
  [[nodiscard]] std::size_t readers() const;
  /// Places in the lists of pages: of readers, and of those who have left and were not counted out yet.
  [[nodiscard]] std::size_t places() const;

 private:
  /// Readers in all and by address, counted down when their connections end, which may be after the desk.
  struct Census {
    std::mutex mutex;
    std::size_t all = 0;
    std::map<std::string, std::size_t> by_address;
  };
  static constexpr std::size_t kFewReaders = 16;
  struct Topic {
    std::uint64_t told = 0;
    std::chrono::steady_clock::time_point at;
    std::size_t prune_at = kFewReaders;  ///< twice those who were there at the last pruning
    std::vector<std::weak_ptr<http::EventStream>> readers;
  };
  using Key = std::pair<std::string, Depends>;
  using TimePoint = std::chrono::steady_clock::time_point;
  void work();
  /// When there is something left to tell later. With the lock held.
  [[nodiscard]] std::optional<TimePoint> tell_all(TimePoint now);
  [[nodiscard]] std::shared_ptr<void> seat(const std::string& address, bool& address_is_full) const;

  core::Bus& bus_;
  LiveLimits limits_;
  std::shared_ptr<Census> census_ = std::make_shared<Census>();
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool dirty_ = false, over_ = false;
  std::map<Key, Topic> topics_;
  std::thread thread_;
};

}  // namespace hemicycle::web::gateway
