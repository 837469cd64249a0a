// Acceptance S4 (OWASP ASVS 5 V7): no id survives a sign-in, a session ends when unused and in any case, and ends everywhere at once.
#include "kernel/web/gateway/session_keeper.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <future>

#include "kernel/core/sha256.hpp"
#include "kernel/core/small_house_test.hpp"
#include "kernel/store/sessions.hpp"

using namespace hemicycle;
using namespace hemicycle::web::gateway;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view kGate = R"({"hemicycle": 1, "name": "gate", "version": "1.0.0", "permissions": [],
  "commands": {"close": {"permission": "public", "session": "ends"}}})";

struct Kept : core::SmallHouse {
  store::SessionTable table;
  SessionKeeper keeper{*bus, table, clock};

  Kept() {
    const auto gate = std::make_shared<core::Pretended>();
    gate->handlers["gate.close"] = [](core::CallContext& call, const core::Message&) {
      static_cast<void>(call.services().end_all_sessions(call, "alice"));
      return core::Outcome::success("{}");
    };
    bus->attach(std::make_shared<const contract::Plugin>(contract::read(kGate, "test")), gate);
    open();
  }
  ~Kept() { bus->stop(); }  // before the keeper goes: a lane may still be writing for it

  std::string begin(const std::string& actor, const std::string& old_cookie = {}) {
    std::promise<std::optional<std::string>> begun;
    keeper.begin(actor, old_cookie.empty() ? std::string() : core::sha256(old_cookie), [&](std::optional<std::string> id) { begun.set_value(std::move(id)); });
    return begun.get_future().get().value();
  }

  /// Who the store knows by this cookie; nobody is "".
  std::string stored(const std::string& cookie) {
    SessionKeeper fresh(*bus, table, clock);  // one that remembers nothing, as after a restart
    std::promise<std::optional<Session>> found;
    fresh.look_up(cookie, [&](std::optional<Session> session) { found.set_value(std::move(session)); });
    const auto session = found.get_future().get();
    return session ? session->actor : std::string();
  }

  /// The same as the gateway asks: the memory first.
  std::string actor(const std::string& cookie) {
    const auto [memory, session] = keeper.remembered(cookie);
    bus->settle();  // what is written about its use
    if (memory == SessionKeeper::Memory::unknown) return stored(cookie);
    return session ? session->actor : std::string();
  }
};

}  // namespace

TEST_CASE_METHOD(Kept, "a session that is used ends twelve hours after the sign-in, in memory and in the store") {
  const auto cookie = begin("alice");
  for (int hour = 1; hour < 12; ++hour) {
    turn(1h);
    REQUIRE(actor(cookie) == "alice");
    REQUIRE(stored(cookie) == "alice");
  }
  turn(1h - 1ns);
  CHECK(actor(cookie) == "alice");
  turn(1ns);
  CHECK(actor(cookie).empty());
  CHECK(stored(cookie).empty());
}

TEST_CASE_METHOD(Kept, "a session that nobody uses ends after two hours, in memory and in the store") {
  const auto cookie = begin("alice");
  turn(2h - 1ns);
  CHECK(actor(cookie) == "alice");  // and is in use again
  turn(2h - 1ns);
  CHECK(stored(cookie) == "alice");
  turn(1ns);
  CHECK(actor(cookie).empty());
  CHECK(stored(cookie).empty());
}

TEST_CASE_METHOD(Kept, "use within five minutes is not written, and shortens no session by more than that") {
  const auto cookie = begin("alice");
  turn(4min);
  REQUIRE(actor(cookie) == "alice");
  CHECK(seen("SELECT seen_ns FROM hmc_session") == core::ManualClock::kStart);
  turn(2min);
  REQUIRE(actor(cookie) == "alice");
  CHECK(seen("SELECT seen_ns FROM hmc_session") == clock.now_ns());
}

TEST_CASE_METHOD(Kept, "a sign-in gives a new id and ends the session from before, so that a planted one is worth nothing") {
  const auto planted = begin("mallory");
  const auto own = begin("alice", planted);
  CHECK(own != planted);
  CHECK(actor(own) == "alice");
  CHECK(actor(planted).empty());
  CHECK(stored(planted).empty());
}

TEST_CASE_METHOD(Kept, "a sign-out ends one session and leaves the others of that person") {
  const auto here = begin("alice"), there = begin("alice");
  std::promise<void> ended;
  keeper.end(core::sha256(here), [&] { ended.set_value(); });
  ended.get_future().get();
  CHECK(actor(here).empty());
  CHECK(stored(here).empty());
  CHECK(actor(there) == "alice");
}

TEST_CASE_METHOD(Kept, "ending all of a person's sessions reaches those that are remembered, and nobody else's") {
  const auto first = begin("alice"), second = begin("alice"), other = begin("bob");
  REQUIRE(call("gate.close").ok());
  for (const auto& cookie : {first, second}) {
    CHECK(actor(cookie).empty());
    CHECK(stored(cookie).empty());
  }
  CHECK(actor(other) == "bob");
}

TEST_CASE_METHOD(Kept, "the store keeps the hash of an id and never the id, and the purge leaves no session that is over") {
  const auto cookie = begin("alice");
  CHECK(cookie.size() == 64);
  CHECK(seen("SELECT COUNT(*) FROM hmc_session WHERE id_hash = '" + cookie + "'") == 0);
  CHECK(seen("SELECT COUNT(*) FROM hmc_session WHERE id_hash = '" + core::sha256(cookie) + "'") == 1);
  turn(1h);
  const auto later = begin("bob");
  turn(1h);
  keeper.purge();
  bus->settle();
  CHECK(seen("SELECT COUNT(*) FROM hmc_session") == 1);
  CHECK(stored(later) == "bob");
}
