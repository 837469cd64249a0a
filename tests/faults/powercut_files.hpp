// What the forgetful disk holds. All of it is guarded by the disk's mutex.
#pragma once

#include <sqlite3.h>

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <vector>

#include "tests/faults/powercut_vfs.hpp"

namespace hemicycle::faults {

/// A write or, with `truncates`, a new length; not yet synced.
struct Change {
  std::size_t offset = 0;
  std::string bytes{};
  bool truncates = false;

  void apply(std::string& content) const;
};

/// A file as the running system sees it (`now`) and as it lies on the disk (`durable`).
struct Inode {
  std::string now, durable;
  std::vector<Change> unsynced;
  bool named_on_disk = false;  // a file that was never synced has no name after a cut

  // Locks, for connections of this process. The WAL index is memory: it does not survive.
  int shared = 0;
  const void *reserved = nullptr, *pending = nullptr, *exclusive = nullptr;
  std::vector<std::unique_ptr<char[]>> index;
  std::array<int, SQLITE_SHM_NLOCK> index_locks{};  // readers; -1 = one writer

  void change(Change change);
  void sync();
};

struct PowercutDisk::State {
  mutable std::mutex mutex;
  sqlite3_vfs vfs{};
  std::map<std::string, std::shared_ptr<Inode>, std::less<>> files;
  std::uint64_t boots = 0;  // a handle of an earlier boot is dead
  int countdown = -1;
  Unsynced planned = Unsynced::lost;
  std::uint32_t seed = 0;
  bool syncs_fail = false;
  int syncs = 0;

  void cut(Unsynced unsynced, std::uint32_t with_seed);
  /// Counts one change down; false when the power just went.
  [[nodiscard]] bool powered();
};

/// An open file, in the memory that SQLite gives for it.
struct Handle {
  sqlite3_file base{};
  PowercutDisk::State* disk = nullptr;
  std::shared_ptr<Inode> inode;
  std::uint64_t boot = 0;
  int lock = SQLITE_LOCK_NONE;

  [[nodiscard]] bool dead() const { return boot != disk->boots; }
};

[[nodiscard]] const sqlite3_io_methods& powercut_io();

}  // namespace hemicycle::faults
