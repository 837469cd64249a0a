// A disk that forgets: an SQLite VFS in memory where a write survives a power cut only once it was synced.
//
//   PowercutDisk disk;                                    // registers the VFS "powercut"
//   auto store = open_sqlite({.path = "/a.db", .vfs = "powercut"});
//   disk.cut_after(500);                                  // the 500th change from now finds no power
//   …                                                     // everything opened before answers with I/O errors from then on
//   auto again = open_sqlite({.path = "/a.db", .vfs = "powercut"});
#pragma once

#include <cstdint>
#include <memory>

namespace hemicycle::faults {

/// One at a time. Its files live as long as it does; connections to it must end first. Any thread.
class PowercutDisk final {
 public:
  PowercutDisk();
  ~PowercutDisk();
  PowercutDisk(const PowercutDisk&) = delete;
  PowercutDisk& operator=(const PowercutDisk&) = delete;

  enum class Unsynced {
    lost,    ///< nothing of what was not synced
    chance,  ///< any part of it, in any order, as a disk's own cache may leave it
  };
  /// Now. `seed` decides for Unsynced::chance.
  void cut(Unsynced unsynced = Unsynced::lost, std::uint32_t seed = 0);
  /// Before the `changes`-th write, truncation, sync or removal from now.
  void cut_after(int changes, Unsynced unsynced = Unsynced::lost, std::uint32_t seed = 0);
  [[nodiscard]] bool was_cut() const;

  /// From now on every sync fails, or succeeds again.
  void fail_syncs(bool fail);
  /// Syncs asked for since the beginning, also those that failed.
  [[nodiscard]] int syncs() const;

  struct State;  // for the VFS's C functions

 private:
  std::unique_ptr<State> state_;
};

}  // namespace hemicycle::faults
