// Acceptance R2 and R6: what was acknowledged is there after a power cut, and a disk that cannot sync is never believed again.
// HEMICYCLE_POWER_CUTS = how many cuts (10 by default, 500 in the full trial).
#include <array>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <random>

#include "kernel/store/sqlite_store.hpp"
#include "tests/faults/powercut_vfs.hpp"

using namespace hemicycle;
using faults::PowercutDisk;

namespace {

constexpr std::string_view kOwner = "trial";

int cuts() {
  const char* asked = std::getenv("HEMICYCLE_POWER_CUTS");
  return asked == nullptr ? 10 : std::max(1, std::atoi(asked));
}

store::SqliteOptions options(store::Synchronous synchronous) {
  return {.path = "/trial.db", .synchronous = synchronous, .vfs = "powercut"};
}

void make_table(store::Database& store) {
  const auto schema = store.open_schema();
  schema->begin_write();
  schema->define(kOwner, "CREATE TABLE trial_row (id BIGINT PRIMARY KEY, text TEXT NOT NULL)");
  schema->commit();
}

/// Commits batches of one to five rows, ids 1, 2, …, until the power goes. The last id that was acknowledged.
std::int64_t work_until_cut(store::Database& store, std::mt19937& chance) {
  std::int64_t acknowledged = 0, next = 1;
  const auto writer = store.open_writer();
  try {
    for (;;) {
      writer->begin_write();
      for (auto rows = chance() % 5 + 1; rows > 0; --rows) {
        const std::string text(chance() % 6000, 'x');
        writer->exec(kOwner, "INSERT INTO trial_row (id, text) VALUES (:id, :text)",
                     std::array{core::bind("id", next++), core::bind("text", text)});
      }
      writer->commit();
      acknowledged = next - 1;
    }
  } catch (const core::StoreError&) {
    return acknowledged;
  }
}

struct Found {
  std::string integrity;
  std::int64_t last = 0;  ///< the ids are 1 … last; -1 when they have holes
};

Found look_again(store::Synchronous synchronous) {
  const auto store = store::open_sqlite(options(synchronous));
  Found found{.integrity = store->check_integrity()};
  try {
    const auto reader = store->open_reader();
    const auto cursor = reader->query(kOwner, "SELECT COUNT(*), MAX(id) FROM trial_row", {});
    const hmc_value* row = cursor->next();
    const std::int64_t count = row[0].as.integer;
    if (count > 0) found.last = row[1].as.integer == count ? count : -1;
  } catch (const core::StoreError&) {
    found.last = 0;  // even the table is gone
  }
  return found;
}

struct Trial {
  std::int64_t acknowledged = 0;
  Found found;
};

Trial trial(store::Synchronous synchronous, PowercutDisk::Unsynced unsynced, std::uint32_t seed) {
  std::mt19937 chance(seed);
  PowercutDisk disk;
  Trial result;
  {
    const auto store = store::open_sqlite(options(synchronous));
    make_table(*store);
    disk.cut_after(static_cast<int>(chance() % 6000) + 20, unsynced, seed);
    result.acknowledged = work_until_cut(*store, chance);
  }
  REQUIRE(disk.was_cut());
  result.found = look_again(synchronous);
  return result;
}

}  // namespace

TEST_CASE("after a power cut at any moment, every acknowledged commit is there and the file is sound") {
  std::int64_t acknowledged = 0;
  for (int i = 0; i < cuts(); ++i) {
    for (const auto unsynced : {PowercutDisk::Unsynced::lost, PowercutDisk::Unsynced::chance}) {
      const auto seed = static_cast<std::uint32_t>(i);
      CAPTURE(seed);
      const Trial result = trial(store::Synchronous::full, unsynced, seed);
      CHECK(result.found.integrity == "ok");
      CHECK(result.found.last >= result.acknowledged);
      acknowledged += result.acknowledged;
    }
  }
  CHECK(acknowledged > 0);
  std::cout << "FULL: " << 2 * cuts() << " cuts, " << acknowledged << " rows acknowledged, 0 lost\n";
}

TEST_CASE("the trial is not blind: with synchronous=NORMAL acknowledged commits are lost") {
  int lost = 0;
  for (int i = 0; i < cuts(); ++i) {
    const Trial result = trial(store::Synchronous::normal, PowercutDisk::Unsynced::lost, static_cast<std::uint32_t>(i));
    CHECK(result.found.integrity == "ok");
    if (result.found.last < result.acknowledged) ++lost;
  }
  CHECK(lost > 0);
  std::cout << "NORMAL: " << cuts() << " cuts, " << lost << " of them lost acknowledged commits\n";
}

TEST_CASE("a sync that failed is not tried again: nothing more is acknowledged, reading goes on") {
  PowercutDisk disk;
  const auto store = store::open_sqlite(options(store::Synchronous::full));
  make_table(*store);
  const auto writer = store->open_writer();
  const auto reader = store->open_reader();
  const auto insert = [&] { writer->exec(kOwner, "INSERT INTO trial_row (id, text) VALUES (1, 'x')", {}); };
  const auto status = [](const auto& work) -> std::optional<core::Status> {
    try {
      work();
    } catch (const core::StoreError& error) {
      return error.status();
    }
    return std::nullopt;
  };

  disk.fail_syncs(true);
  writer->begin_write();
  insert();
  CHECK(status([&] { writer->commit(); }) == core::Status::unavailable);
  writer->rollback();

  disk.fail_syncs(false);
  const int syncs = disk.syncs();
  CHECK(status([&] { writer->begin_write(); }) == core::Status::unavailable);
  CHECK(status([&] { store->open_writer()->begin_write(); }) == core::Status::unavailable);
  CHECK(disk.syncs() == syncs);

  reader->begin_read();
  const auto cursor = reader->query(kOwner, "SELECT COUNT(*) FROM trial_row", {});
  CHECK(cursor->next()[0].as.integer == 0);
}
