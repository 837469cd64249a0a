// The file functions of the forgetful disk: reading and writing, locks, and the WAL index in shared memory.
#include <algorithm>
#include <atomic>
#include <cstring>

#include "tests/faults/powercut_files.hpp"

namespace hemicycle::faults {

namespace {

Handle& handle_of(sqlite3_file* file) { return *reinterpret_cast<Handle*>(file); }

/// Locks the disk, finds the open file, and refuses what belongs to the time before the cut.
template <class Work>
int with(sqlite3_file* file, int dead, Work work) {
  Handle& handle = handle_of(file);
  const std::lock_guard lock(handle.disk->mutex);
  return handle.dead() ? dead : work(handle);
}

template <class Work>
int changing(sqlite3_file* file, int dead, Work work) {
  return with(file, dead, [&](Handle& handle) { return handle.disk->powered() ? work(handle) : dead; });
}

int unlock_to(Handle& handle, int level) {
  Inode& inode = *handle.inode;
  if (level < SQLITE_LOCK_EXCLUSIVE && inode.exclusive == &handle) inode.exclusive = nullptr;
  if (level < SQLITE_LOCK_PENDING && inode.pending == &handle) inode.pending = nullptr;
  if (level < SQLITE_LOCK_RESERVED && inode.reserved == &handle) inode.reserved = nullptr;
  if (level < SQLITE_LOCK_SHARED && handle.lock >= SQLITE_LOCK_SHARED) --inode.shared;
  handle.lock = std::min(handle.lock, level);
  return SQLITE_OK;
}

int lock_to(Handle& handle, int level) {
  Inode& inode = *handle.inode;
  const auto other = [&](const void* holder) { return holder != nullptr && holder != &handle; };
  if (level <= handle.lock) return SQLITE_OK;
  if (level >= SQLITE_LOCK_SHARED && handle.lock < SQLITE_LOCK_SHARED) {
    if (other(inode.pending) || other(inode.exclusive)) return SQLITE_BUSY;
    ++inode.shared;
    handle.lock = SQLITE_LOCK_SHARED;
  }
  if (level >= SQLITE_LOCK_RESERVED && handle.lock < SQLITE_LOCK_RESERVED) {
    if (other(inode.reserved) || other(inode.pending)) return SQLITE_BUSY;
    inode.reserved = &handle;
    handle.lock = SQLITE_LOCK_RESERVED;
  }
  if (level == SQLITE_LOCK_EXCLUSIVE) {
    inode.pending = &handle;
    handle.lock = SQLITE_LOCK_PENDING;
    if (inode.shared > 1) return SQLITE_BUSY;
    inode.exclusive = &handle;
    handle.lock = SQLITE_LOCK_EXCLUSIVE;
  }
  return SQLITE_OK;
}

int close_file(sqlite3_file* file) {
  Handle& handle = handle_of(file);
  {
    const std::lock_guard lock(handle.disk->mutex);
    unlock_to(handle, SQLITE_LOCK_NONE);
  }
  handle.~Handle();
  return SQLITE_OK;
}

int read_file(sqlite3_file* file, void* out, int size, sqlite3_int64 offset) {
  return with(file, SQLITE_IOERR_READ, [&](Handle& handle) {
    const std::string& content = handle.inode->now;
    const auto wanted = static_cast<std::size_t>(size), at = static_cast<std::size_t>(offset);
    const std::size_t there = at < content.size() ? std::min(wanted, content.size() - at) : 0;
    if (there > 0) std::memcpy(out, content.data() + at, there);
    std::memset(static_cast<char*>(out) + there, 0, wanted - there);
    return there == wanted ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
  });
}

int write_file(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  return changing(file, SQLITE_IOERR_WRITE, [&](Handle& handle) {
    handle.inode->change({.offset = static_cast<std::size_t>(offset),
                          .bytes = std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(size))});
    return SQLITE_OK;
  });
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  return changing(file, SQLITE_IOERR_TRUNCATE, [&](Handle& handle) {
    handle.inode->change({.offset = static_cast<std::size_t>(size), .truncates = true});
    return SQLITE_OK;
  });
}

int sync_file(sqlite3_file* file, int) {
  return changing(file, SQLITE_IOERR_FSYNC, [&](Handle& handle) {
    ++handle.disk->syncs;
    if (handle.disk->syncs_fail) return SQLITE_IOERR_FSYNC;
    handle.inode->sync();
    return SQLITE_OK;
  });
}

int file_size(sqlite3_file* file, sqlite3_int64* out) {
  return with(file, SQLITE_IOERR_FSTAT, [&](Handle& handle) {
    *out = static_cast<sqlite3_int64>(handle.inode->now.size());
    return SQLITE_OK;
  });
}

int lock_file(sqlite3_file* file, int level) {
  return with(file, SQLITE_IOERR_LOCK, [&](Handle& handle) { return lock_to(handle, level); });
}

int unlock_file(sqlite3_file* file, int level) {
  return with(file, SQLITE_OK, [&](Handle& handle) { return unlock_to(handle, level); });
}

int reserved_file(sqlite3_file* file, int* out) {
  return with(file, SQLITE_IOERR_CHECKRESERVEDLOCK, [&](Handle& handle) {
    *out = handle.inode->reserved != nullptr ? 1 : 0;
    return SQLITE_OK;
  });
}

int control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int sector_size(sqlite3_file*) { return 4096; }
int characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }  // as SQLite assumes on Unix

int index_map(sqlite3_file* file, int region, int size, int extend, void volatile** out) {
  return with(file, SQLITE_IOERR_SHMMAP, [&](Handle& handle) {
    auto& index = handle.inode->index;
    *out = nullptr;
    const auto at = static_cast<std::size_t>(region);
    if (at >= index.size() && extend == 0) return SQLITE_OK;
    while (at >= index.size()) index.push_back(std::make_unique<char[]>(static_cast<std::size_t>(size)));
    *out = index[at].get();
    return SQLITE_OK;
  });
}

int index_lock(sqlite3_file* file, int first, int count, int flags) {
  return with(file, SQLITE_IOERR_SHMLOCK, [&](Handle& handle) {
    const auto begin = handle.inode->index_locks.begin() + first, end = begin + count;
    const bool shared = (flags & SQLITE_SHM_SHARED) != 0;
    if ((flags & SQLITE_SHM_UNLOCK) != 0) {
      std::for_each(begin, end, [&](int& lock) { lock = shared ? std::max(0, lock - 1) : 0; });
    } else if (shared) {
      if (std::any_of(begin, end, [](int lock) { return lock < 0; })) return SQLITE_BUSY;
      std::for_each(begin, end, [](int& lock) { ++lock; });
    } else {
      if (std::any_of(begin, end, [](int lock) { return lock != 0; })) return SQLITE_BUSY;
      std::fill(begin, end, -1);
    }
    return SQLITE_OK;
  });
}

void index_barrier(sqlite3_file*) { std::atomic_thread_fence(std::memory_order_seq_cst); }

// The index stays: another connection may still use it, and nobody may find it after a cut because that makes new files.
int index_unmap(sqlite3_file*, int) { return SQLITE_OK; }

}  // namespace

const sqlite3_io_methods& powercut_io() {
  static constexpr sqlite3_io_methods kMethods{
      2,       close_file,  read_file,       write_file, truncate_file, sync_file,     file_size,   lock_file, unlock_file, reserved_file,
      control, sector_size, characteristics, index_map,  index_lock,    index_barrier, index_unmap, nullptr,   nullptr};
  return kMethods;
}

}  // namespace hemicycle::faults
