#include "tests/faults/powercut_vfs.hpp"

#include <algorithm>
#include <cstring>
#include <new>
#include <stdexcept>

#include "tests/faults/powercut_files.hpp"

namespace hemicycle::faults {

namespace {

PowercutDisk::State& disk_of(sqlite3_vfs* vfs) { return *static_cast<PowercutDisk::State*>(vfs->pAppData); }

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  auto& disk = disk_of(vfs);
  const std::lock_guard lock(disk.mutex);
  file->pMethods = nullptr;
  std::shared_ptr<Inode> inode;
  if (name == nullptr) {
    inode = std::make_shared<Inode>();
  } else if (const auto found = disk.files.find(std::string_view(name)); found != disk.files.end()) {
    inode = found->second;
  } else if ((flags & SQLITE_OPEN_CREATE) != 0) {
    inode = disk.files[name] = std::make_shared<Inode>();
  } else {
    return SQLITE_CANTOPEN;
  }
  auto* handle = new (file) Handle;  // SQLite owns the memory, `close` ends the object
  handle->disk = &disk;
  handle->inode = std::move(inode);
  handle->boot = disk.boots;
  handle->base.pMethods = &powercut_io();
  if (out_flags != nullptr) *out_flags = flags;
  return SQLITE_OK;
}

int remove_file(sqlite3_vfs* vfs, const char* name, int) {
  auto& disk = disk_of(vfs);
  const std::lock_guard lock(disk.mutex);
  const auto boot = disk.boots;
  if (!disk.powered() || boot != disk.boots) return SQLITE_IOERR_DELETE;
  return disk.files.erase(name) == 1 ? SQLITE_OK : SQLITE_IOERR_DELETE_NOENT;
}

int access_file(sqlite3_vfs* vfs, const char* name, int, int* out) {
  auto& disk = disk_of(vfs);
  const std::lock_guard lock(disk.mutex);
  *out = disk.files.find(std::string_view(name)) != disk.files.end() ? 1 : 0;
  return SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* name, int size, char* out) {
  if (std::strlen(name) + 1 > static_cast<std::size_t>(size)) return SQLITE_CANTOPEN;
  std::strcpy(out, name);
  return SQLITE_OK;
}

}  // namespace

void Change::apply(std::string& content) const {
  if (truncates) {
    content.resize(offset);
    return;
  }
  if (content.size() < offset + bytes.size()) content.resize(offset + bytes.size());
  std::copy(bytes.begin(), bytes.end(), content.begin() + static_cast<std::ptrdiff_t>(offset));
}

void Inode::change(Change change) {
  change.apply(now);
  unsynced.push_back(std::move(change));
}

void Inode::sync() {
  for (const Change& change : unsynced) change.apply(durable);
  unsynced.clear();
  named_on_disk = true;
}

void PowercutDisk::State::cut(Unsynced unsynced, std::uint32_t with_seed) {
  std::mt19937 chance(with_seed);
  std::map<std::string, std::shared_ptr<Inode>, std::less<>> after;
  for (const auto& [name, inode] : files) {
    if (!inode->named_on_disk) continue;
    auto left = std::make_shared<Inode>();
    left->durable = inode->durable;
    for (const Change& change : inode->unsynced) {
      if (unsynced == Unsynced::chance && chance() % 2 == 0) change.apply(left->durable);
    }
    left->now = left->durable;
    left->named_on_disk = true;
    after[name] = std::move(left);
  }
  files = std::move(after);
  countdown = -1;
  ++boots;
}

bool PowercutDisk::State::powered() {
  if (countdown < 0 || --countdown > 0) return true;
  cut(planned, seed);
  return false;
}

PowercutDisk::PowercutDisk() : state_(std::make_unique<State>()) {
  const sqlite3_vfs* real = sqlite3_vfs_find(nullptr);
  state_->vfs = *real;  // randomness, sleep and time are the real ones
  state_->vfs.iVersion = 1;
  state_->vfs.szOsFile = static_cast<int>(sizeof(Handle));
  state_->vfs.pNext = nullptr;
  state_->vfs.zName = "powercut";
  state_->vfs.pAppData = state_.get();
  state_->vfs.xOpen = open_file;
  state_->vfs.xDelete = remove_file;
  state_->vfs.xAccess = access_file;
  state_->vfs.xFullPathname = full_path;
  if (sqlite3_vfs_register(&state_->vfs, 0) != SQLITE_OK) throw std::runtime_error("SQLite takes no VFS");
}

PowercutDisk::~PowercutDisk() { sqlite3_vfs_unregister(&state_->vfs); }

void PowercutDisk::cut(Unsynced unsynced, std::uint32_t seed) {
  const std::lock_guard lock(state_->mutex);
  state_->cut(unsynced, seed);
}

void PowercutDisk::cut_after(int changes, Unsynced unsynced, std::uint32_t seed) {
  const std::lock_guard lock(state_->mutex);
  state_->countdown = changes;
  state_->planned = unsynced;
  state_->seed = seed;
}

bool PowercutDisk::was_cut() const {
  const std::lock_guard lock(state_->mutex);
  return state_->boots > 0;
}

void PowercutDisk::fail_syncs(bool fail) {
  const std::lock_guard lock(state_->mutex);
  state_->syncs_fail = fail;
}

int PowercutDisk::syncs() const {
  const std::lock_guard lock(state_->mutex);
  return state_->syncs;
}

}  // namespace hemicycle::faults
