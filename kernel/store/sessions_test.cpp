#include "kernel/store/sessions.hpp"

#include <catch2/catch.hpp>

#include "kernel/store/temporary_folder_test.hpp"

using namespace hemicycle;
using namespace hemicycle::store;

TEST_CASE("a session lives until it is erased, forgotten for too long, or at its absolute end") {
  House house;
  const SessionTable sessions;
  core::Connection& db = *house.writer;
  sessions.create(db, {.id_hash = "h1", .actor = "a1", .csrf = "c1", .created_ns = 100, .seen_ns = 100, .expires_ns = 1000});
  sessions.create(db, {.id_hash = "h2", .actor = "a1", .csrf = "c2", .created_ns = 100, .seen_ns = 100, .expires_ns = 1000});
  sessions.create(db, {.id_hash = "h3", .actor = "a2", .csrf = "c3", .created_ns = 100, .seen_ns = 100, .expires_ns = 250});
  const auto found = sessions.find(db, "h1");
  REQUIRE(found);
  CHECK((found->actor == "a1" && found->csrf == "c1" && found->created_ns == 100 && found->seen_ns == 100 && found->expires_ns == 1000));
  CHECK_FALSE(sessions.find(db, "unknown"));

  CHECK(sessions.touch(db, "h1", 200));
  CHECK_FALSE(sessions.touch(db, "unknown", 200));
  CHECK(sessions.find(db, "h1")->seen_ns == 200);

  CHECK(sessions.touch(db, "h3", 200));
  CHECK(sessions.purge(db, 249, 149) == 1);  // h2, unused since 100
  CHECK(sessions.find(db, "h3"));
  CHECK(sessions.purge(db, 250, 1000) == 1);  // h3, at its end
  CHECK(sessions.find(db, "h1"));

  sessions.create(db, {.id_hash = "h4", .actor = "a1", .csrf = "", .created_ns = 1, .seen_ns = 1, .expires_ns = 9});
  CHECK(refusal([&] { sessions.create(db, {.id_hash = "h4", .actor = "thief"}); }) == core::Status::conflict);
  CHECK(sessions.erase(db, "h4"));
  CHECK_FALSE(sessions.erase(db, "h4"));
  CHECK(sessions.erase_all(db, "a1") == 1);
  CHECK_FALSE(sessions.find(db, "h1"));
}
