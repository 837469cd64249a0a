#include "kernel/worker/confine_root.hpp"

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace hemicycle::worker {
namespace {

namespace fs = std::filesystem;

// Any folder that every system has will do to hold the new root while it is made.
constexpr const char* kPlace = "/tmp";

/// A link of the old root (/lib -> usr/lib) is made again as a link; false when it is none.
bool copied_link(const fs::path& from, const fs::path& to) {
  std::error_code none;
  if (!fs::is_symlink(from, none)) return false;
  fs::create_directories(to.parent_path());
  fs::create_symlink(fs::read_symlink(from), to, none);
  return true;
}

void make_target(const fs::path& from, const fs::path& to) {
  fs::create_directories(to.parent_path());
  if (fs::is_directory(from)) {
    fs::create_directories(to);
  } else {
    std::ofstream(to).flush();
  }
}

bool read_only(const fs::path& path) {
  mount_attr wanted{};
  wanted.attr_set = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID;
  return ::syscall(SYS_mount_setattr, AT_FDCWD, path.c_str(), AT_RECURSIVE, &wanted, sizeof wanted) == 0;
}

bool bind(const fs::path& from, const fs::path& to, bool writable) {
  make_target(from, to);
  if (::mount(from.c_str(), to.c_str(), nullptr, MS_BIND | MS_REC, nullptr) != 0) return false;
  return writable || read_only(to);
}

/// Whether one of `done` holds `path` already.
bool beneath(const std::vector<std::string>& done, const std::string& path) {
  return std::any_of(done.begin(), done.end(), [&](const std::string& above) { return path == above || path.starts_with(above + "/"); });
}

/// The name of the first step that failed, or null; errno is its.
const char* build(std::vector<std::string> paths) {
  if (::mount("", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return "the mounts stay shared";
  if (::mount("tmpfs", kPlace, "tmpfs", MS_NOSUID | MS_NODEV, "size=64k,mode=0755") != 0) return "no tmpfs for it";
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> done;
  for (const auto& path : paths) {
    if (beneath(done, path)) continue;
    const fs::path to = kPlace + path;
    if (!copied_link(path, to) && !bind(path, to, path.starts_with("/dev/"))) return "a folder of the system cannot be mounted there";
    done.push_back(path);
  }
  // Its own part of /proc and nobody else's: dlopen opens /proc/self/fd/N.
  const fs::path self = std::string(kPlace) + "/proc/self";
  fs::create_directories(self);
  if (::mount("/proc/self", self.c_str(), nullptr, MS_BIND, nullptr) != 0) return "its part of /proc cannot be mounted there";
  return nullptr;
}

/// pivot_root(2), "pivot_root(".", ".")": the old root lies over the new one for a moment, and is let go.
const char* pivot() {
  if (::chdir(kPlace) != 0) return "it cannot be entered";
  if (::syscall(SYS_pivot_root, ".", ".") != 0) return "it cannot become the root";
  if (::umount2(".", MNT_DETACH) != 0) return "the old root cannot be let go";
  if (::chdir("/") != 0) return "it cannot be entered";
  mount_attr wanted{};
  wanted.attr_set = MOUNT_ATTR_RDONLY;
  if (::syscall(SYS_mount_setattr, AT_FDCWD, "/", 0, &wanted, sizeof wanted) != 0) return "it stays writable";
  return nullptr;
}

}  // namespace

void enter_small_root(const std::vector<std::string>& paths, std::vector<std::string>& missing) {
  try {
    const char* wrong = build(paths);
    if (wrong == nullptr) wrong = pivot();
    if (wrong != nullptr) missing.push_back(std::string("no root folder of its own: ") + wrong + ": " + std::strerror(errno));
  } catch (const std::exception& error) {
    missing.push_back(std::string("no root folder of its own: ") + error.what());
  }
}

}  // namespace hemicycle::worker
