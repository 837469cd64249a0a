// Sessions: found by cookie, remembered in memory, begun and ended in the store.
#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "kernel/core/bus.hpp"
#include "kernel/core/sessions.hpp"
#include "kernel/web/gateway/visit.hpp"

namespace hemicycle::web::gateway {

/// OWASP ASVS 5 V7.3: an absolute and an idle end.
inline constexpr std::chrono::hours kSessionAbsolute{12};
inline constexpr std::chrono::hours kSessionIdle{2};

/// Any thread.
class SessionKeeper final {
 public:
  SessionKeeper(core::Bus& bus, const core::Sessions& sessions, const core::Clock& clock);

  /// The live session of a cookie's id, when it is remembered; `unknown` = ask the store with `look_up`.
  enum class Memory { live, none, unknown };
  [[nodiscard]] std::pair<Memory, std::optional<Session>> remembered(std::string_view cookie_id);
  /// Calls `found` on a lane's thread, with nothing when there is no live session of that id.
  void look_up(std::string cookie_id, std::function<void(std::optional<Session>)> found);
  /// A new session for `actor`; `old_hash` (may be empty) ends with it, so that no id from before survives the sign-in.
  void begin(const std::string& actor, const std::string& old_hash, std::function<void(std::optional<std::string> cookie_id)> done);
  void end(const std::string& id_hash, std::function<void()> done);
  /// Removes what is over from the store. Call now and then.
  void purge();

 private:
  struct Entry {
    Session session;
    std::int64_t expires_ns = 0, seen_ns = 0, written_ns = 0;
  };
  void remember(const core::SessionRecord& record);
  void forget_if_ended_elsewhere();

  core::Bus& bus_;
  const core::Sessions& sessions_;
  const core::Clock& clock_;
  const core::Generation& ended_;
  std::mutex mutex_;  // guards the two below
  std::unordered_map<std::string, Entry> by_hash_;
  std::uint64_t ended_seen_ = 0;
};

}  // namespace hemicycle::web::gateway
