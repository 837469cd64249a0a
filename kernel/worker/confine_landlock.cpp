#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "kernel/worker/confine_parts.hpp"

namespace hemicycle::worker {
namespace {

// Of linux/landlock.h, written out: the header of the building machine may be older than the kernel of the running one.
struct RulesetAttributes {
  std::uint64_t files = 0, network = 0, scopes = 0;
};
struct __attribute__((packed)) PathBeneath {
  std::uint64_t allowed = 0;
  std::int32_t parent = -1;
};
constexpr std::uint64_t kExecute = 1u << 0, kWriteFile = 1u << 1, kReadFile = 1u << 2, kReadFolder = 1u << 3, kRemove = 3u << 4, kMakeFolder = 1u << 7, kMakeFile = 1u << 8, kTruncate = 1u << 14;
constexpr unsigned kVersion = 1;      // LANDLOCK_CREATE_RULESET_VERSION
constexpr int kRulePathBeneath = 1;   // LANDLOCK_RULE_PATH_BENEATH

/// All file rights of an ABI: 13 at first, then REFER (2), TRUNCATE (3) and IOCTL_DEV (5).
std::uint64_t file_rights(long abi) {
  const int count = abi >= 5 ? 16 : abi >= 3 ? 15 : abi == 2 ? 14 : 13;
  return (std::uint64_t{1} << count) - 1;
}

bool allow(int ruleset, const std::string& path, std::uint64_t rights) {
  const int fd = ::open(path.c_str(), O_PATH | O_CLOEXEC);
  if (fd < 0) return errno == ENOENT;
  struct stat kind {};
  if (::fstat(fd, &kind) == 0 && !S_ISDIR(kind.st_mode)) rights &= ~kReadFolder;
  const PathBeneath rule{rights, fd};
  const bool done = ::syscall(SYS_landlock_add_rule, ruleset, kRulePathBeneath, &rule, 0) == 0;
  ::close(fd);
  return done;
}

}  // namespace

std::vector<std::string> readable_paths(const Confinement& limits) {
  std::vector<std::string> paths{"/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/local/lib", "/usr/share/zoneinfo", "/lib", "/lib32", "/lib64",
                                 "/etc/ld.so.cache", "/etc/localtime", "/dev/null", "/dev/urandom"};
  for (const auto& more : limits.readable) paths.push_back(more.string());
  std::erase_if(paths, [](const std::string& path) { return ::access(path.c_str(), F_OK) != 0; });
  return paths;
}

void restrict_files(const Confinement& limits, Sentences& missing) {
  const long abi = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, kVersion);
  if (abi < 1) return missing.push_back(failed("no Landlock: files are guarded by the user's rights and the mount namespace alone"));
  RulesetAttributes handled{file_rights(abi), abi >= 4 ? 3u : 0u, abi >= 6 ? 3u : 0u};
  if (abi < 4 && limits.sandboxed) missing.push_back("Landlock of this system (ABI " + std::to_string(abi) + ") knows no network");
  const std::size_t size = abi >= 6 ? sizeof handled : abi >= 4 ? 16 : 8;
  const auto ruleset = static_cast<int>(::syscall(SYS_landlock_create_ruleset, &handled, size, 0));
  if (ruleset < 0) return missing.push_back(failed("no Landlock ruleset"));
  // Reading is what dlopen needs; executing is execve's alone, and stays refused but for what is named. Its own /proc is for dlopen of /proc/self/fd/N.
  for (const auto& path : readable_paths(limits)) {
    const auto rights = path == "/dev/null" ? kReadFile | kWriteFile : kReadFile | kReadFolder;
    if (!allow(ruleset, path, rights)) missing.push_back(failed("Landlock cannot allow " + path + ", which its libraries may need"));
  }
  for (const auto& path : limits.executable)
    if (!allow(ruleset, path.string(), kExecute | kReadFile | kReadFolder)) missing.push_back(failed("Landlock cannot allow " + path.string()));
  const auto changes = (kWriteFile | kReadFile | kReadFolder | kRemove | kMakeFolder | kMakeFile | kTruncate) & handled.files;
  if (!limits.workshop.empty() && !allow(ruleset, limits.workshop.string(), changes)) missing.push_back(failed("Landlock cannot allow " + limits.workshop.string()));
  if (!allow(ruleset, "/proc/self", kReadFile | kReadFolder)) missing.push_back(failed("Landlock cannot allow /proc/self"));
  if (::syscall(SYS_landlock_restrict_self, ruleset, 0) != 0) missing.push_back(failed("Landlock could not be put in force"));
  ::close(ruleset);
}

}  // namespace hemicycle::worker
