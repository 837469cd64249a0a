// What an SQLite result code means for whoever asked, and whether the database may still be believed.
#pragma once

#include <atomic>
#include <string>

#include "kernel/core/store.hpp"

namespace hemicycle::store {

/// Shared by all connections of one store. Once lost it stays lost until the process ends: after a failed fsync the kernel may have
/// dropped the dirty pages, so asking again would answer "done" for what is not on the disk (architecture.md §9).
class Trust final {
 public:
  [[nodiscard]] bool lost() const { return lost_.load(std::memory_order_acquire); }
  void lose() { lost_.store(true, std::memory_order_release); }

 private:
  std::atomic<bool> lost_{false};
};

/// `code` is an extended result code of sqlite3.
[[nodiscard]] core::Status status_of(int code);
/// True for I/O errors and damage; false for what passes by itself (disk full, no memory, a lock).
[[nodiscard]] bool loses_trust(int code);

}  // namespace hemicycle::store
