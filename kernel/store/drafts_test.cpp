#include "kernel/store/drafts.hpp"

#include <catch2/catch.hpp>

#include "kernel/store/temporary_folder_test.hpp"

using namespace hemicycle;
using namespace hemicycle::store;

namespace {

constexpr std::string_view kVisitors = "visitor:";

std::string visitor(int n) { return std::string(kVisitors) + std::to_string(n); }

}  // namespace

TEST_CASE("what visitors have put aside is bounded in all: the oldest goes first, and nothing of those who have an account") {
  House house;
  const DraftTable drafts;
  core::Connection& db = *house.writer;
  drafts.save(db, {.owner = "a1", .path = "/first", .fields = "[]", .saved_ns = 1}, 0, 50);
  drafts.save(db, {.owner = "visitors", .path = "/first", .fields = "[]", .saved_ns = 1}, 0, 50);
  for (int n = 1; n <= 6; ++n) {
    drafts.save(db, {.owner = visitor(n), .path = "/first", .fields = "[]", .saved_ns = 10 + n}, 0, 3);
    drafts.bound(db, kVisitors, 0, 4);
  }
  for (int n = 1; n <= 6; ++n) CHECK(drafts.find(db, visitor(n), "/first").has_value() == (n > 2));
  CHECK(drafts.find(db, "a1", "/first"));
  CHECK(drafts.find(db, "visitors", "/first"));
}

TEST_CASE("what visitors have put aside is forgotten sooner than what people with an account have") {
  House house;
  const DraftTable drafts;
  core::Connection& db = *house.writer;
  for (const std::string owner : {"a1", "visitor:1"}) drafts.save(db, {.owner = owner, .path = "/first", .fields = "[]", .saved_ns = 100}, 0, 50);
  drafts.bound(db, kVisitors, 100, 500);
  CHECK(drafts.find(db, "visitor:1", "/first"));
  drafts.bound(db, kVisitors, 101, 500);
  CHECK_FALSE(drafts.find(db, "visitor:1", "/first"));
  CHECK(drafts.find(db, "a1", "/first"));
}

TEST_CASE("who signs in keeps the newer of two drafts of one form") {
  House house;
  const DraftTable drafts;
  core::Connection& db = *house.writer;
  const auto save = [&](const std::string& owner, const std::string& path, const std::string& fields, std::int64_t at) {
    drafts.save(db, {.owner = owner, .path = path, .fields = fields, .saved_ns = at}, 0, 50);
  };
  save("a1", "/kept", "newer", 20);
  save("a1", "/replaced", "older", 10);
  save("visitor:1", "/kept", "older", 10);
  save("visitor:1", "/replaced", "newer", 20);
  save("visitor:1", "/new", "only", 10);
  drafts.hand_over(db, "visitor:1", "a1");
  CHECK(drafts.find(db, "a1", "/kept")->fields == "newer");
  CHECK(drafts.find(db, "a1", "/replaced")->fields == "newer");
  CHECK(drafts.find(db, "a1", "/new")->fields == "only");
  for (const auto* path : {"/kept", "/replaced", "/new"}) CHECK_FALSE(drafts.find(db, "visitor:1", path));
}

TEST_CASE("an owner's drafts are listed, the newest first, those too old and those of others left out") {
  House house;
  const DraftTable drafts;
  core::Connection& db = *house.writer;
  for (const auto& [owner, path, saved] : {std::tuple{"a1", "/old", 1}, {"a1", "/first", 10}, {"a1", "/last", 20}, {"a2", "/other", 30}})
    drafts.save(db, {.owner = owner, .path = path, .fields = "[]", .saved_ns = saved}, 0, 50);
  const auto found = drafts.of(db, "a1", 10);
  REQUIRE(found.size() == 2);
  CHECK(found[0].path == "/last");
  CHECK(found[1].path == "/first");
}
