#include "kernel/web/gateway/session_keeper.hpp"

#include "kernel/core/sha256.hpp"
#include "kernel/web/gateway/tokens.hpp"

namespace hemicycle::web::gateway {
namespace {

constexpr std::size_t kMostRemembered = 50'000;
// The store learns that a session is in use at most this often: reading must not write at every page.
constexpr std::chrono::nanoseconds kTouchEvery = std::chrono::minutes(5);

std::int64_t ns(std::chrono::nanoseconds duration) { return duration.count(); }

}  // namespace

SessionKeeper::SessionKeeper(core::Bus& bus, const core::Sessions& sessions, const core::Clock& clock)
    : bus_(bus), sessions_(sessions), clock_(clock), ended_(bus.generation(core::kSessionsEnded)), ended_seen_(ended_) {}

void SessionKeeper::forget_if_ended_elsewhere() {
  const auto ended = ended_.load();
  if (ended == ended_seen_) return;
  ended_seen_ = ended;
  by_hash_.clear();
}

std::pair<SessionKeeper::Memory, std::optional<Session>> SessionKeeper::remembered(std::string_view cookie_id) {
  const auto hash = core::sha256(cookie_id);
  const auto now = clock_.now_ns();
  const std::lock_guard lock(mutex_);
  forget_if_ended_elsewhere();
  const auto found = by_hash_.find(hash);
  if (found == by_hash_.end()) return {Memory::unknown, std::nullopt};
  auto& entry = found->second;
  if (now >= entry.expires_ns || now - entry.seen_ns >= ns(kSessionIdle)) {
    by_hash_.erase(found);
    return {Memory::none, std::nullopt};
  }
  entry.seen_ns = now;
  if (now - entry.written_ns >= ns(kTouchEvery)) {
    entry.written_ns = now;
    bus_.write(
        [this, hash, now](core::Connection& db) {
          sessions_.touch(db, hash, now);
          return core::Outcome::success({});
        },
        [](const core::Outcome&) {});
  }
  return {Memory::live, entry.session};
}

void SessionKeeper::remember(const core::SessionRecord& record) {
  const std::lock_guard lock(mutex_);
  if (by_hash_.size() >= kMostRemembered) by_hash_.clear();
  by_hash_[record.id_hash] = {.session = {record.id_hash, record.actor, record.csrf},
                              .expires_ns = record.expires_ns,
                              .seen_ns = clock_.now_ns(),
                              .written_ns = record.seen_ns};
}

void SessionKeeper::look_up(std::string cookie_id, std::function<void(std::optional<Session>)> found) {
  auto record = std::make_shared<std::optional<core::SessionRecord>>();
  bus_.read(
      [this, record, hash = core::sha256(cookie_id)](core::Connection& db) {
        *record = sessions_.find(db, hash);
        return core::Outcome::success({});
      },
      [this, record, found = std::move(found)](const core::Outcome& outcome) {
        const auto now = clock_.now_ns();
        const bool live = outcome.ok() && *record && now < (*record)->expires_ns && now - (*record)->seen_ns < ns(kSessionIdle);
        if (!live) return found(std::nullopt);
        remember(**record);
        found(Session{(*record)->id_hash, (*record)->actor, (*record)->csrf});
      });
}

void SessionKeeper::begin(const std::string& actor, const std::string& old_hash, std::function<void(std::optional<std::string>)> done) {
  auto id = new_secret();
  const auto now = clock_.now_ns();
  core::SessionRecord record{.id_hash = core::sha256(id), .actor = actor, .csrf = new_secret(), .created_ns = now, .seen_ns = now,
                             .expires_ns = now + ns(kSessionAbsolute)};
  bus_.write(
      [this, record, old_hash](core::Connection& db) {
        if (!old_hash.empty()) sessions_.erase(db, old_hash);
        sessions_.create(db, record);
        return core::Outcome::success({});
      },
      [this, record, old_hash, id = std::move(id), done = std::move(done)](const core::Outcome& outcome) {
        if (!outcome.ok()) return done(std::nullopt);
        remember(record);
        {
          const std::lock_guard lock(mutex_);
          by_hash_.erase(old_hash);
        }
        done(id);
      });
}

void SessionKeeper::end(const std::string& id_hash, std::function<void()> done) {
  bus_.write(
      [this, id_hash](core::Connection& db) {
        sessions_.erase(db, id_hash);
        return core::Outcome::success({});
      },
      [this, id_hash, done = std::move(done)](const core::Outcome&) {
        {
          const std::lock_guard lock(mutex_);
          by_hash_.erase(id_hash);
        }
        done();
      });
}

void SessionKeeper::purge() {
  bus_.write(
      [this](core::Connection& db) {
        sessions_.purge(db, clock_.now_ns(), ns(kSessionIdle));
        return core::Outcome::success({});
      },
      [](const core::Outcome&) {});
}

}  // namespace hemicycle::web::gateway
