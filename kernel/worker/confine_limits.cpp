#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <filesystem>
#include <optional>

#include "kernel/worker/confine_parts.hpp"

namespace hemicycle::worker {
namespace {

void limit(__rlimit_resource which, std::uint64_t most, const std::string& what, Sentences& missing) {
  rlimit now{};
  if (::getrlimit(which, &now) != 0) return missing.push_back(failed("no limit of " + what));
  now.rlim_cur = now.rlim_max = std::min<rlim_t>(most, now.rlim_max);
  if (::setrlimit(which, &now) != 0) missing.push_back(failed("no limit of " + what));
}

/// "/system.slice/hemicycle.service" of the line "0::/…"; absent where there is no cgroup v2.
std::optional<std::string> own_group() {
  std::ifstream file("/proc/self/cgroup");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("0::/")) return line.substr(3);
  }
  return std::nullopt;
}

bool write_line(const std::filesystem::path& file, const std::string& line) {
  if (!std::filesystem::exists(file)) return errno = ENOENT, false;
  std::ofstream out(file);
  out << line << std::flush;
  return out.good();
}

constexpr const char* kGroupPrefix = "hemicycle-plugin.";

/// Groups of workers that are gone stay behind, empty. Removing one in use fails, which is what we want.
void remove_empty_groups(const std::filesystem::path& parent) {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(parent, ignored)) {
    if (entry.path().filename().string().starts_with(kGroupPrefix)) ::rmdir(entry.path().c_str());
  }
}

}  // namespace

void enter_control_group(const Confinement& limits, const std::string& mount, Sentences& missing) {
  const auto own = own_group();
  if (!own || !std::filesystem::exists(mount + "/cgroup.controllers")) return missing.push_back("no control group: cgroup v2 is not mounted here");
  // Beside the server, not below it: a group that holds processes cannot hand controllers down (Documentation/admin-guide/cgroup-v2.rst).
  for (const auto& parent : {std::filesystem::path(mount + *own).parent_path(), std::filesystem::path(mount + *own)}) {
    if (parent.extension() == ".slice") continue;  // systemd's own: one writer (systemd.io/CGROUP_DELEGATION)
    remove_empty_groups(parent);
    const auto group = parent / (kGroupPrefix + limits.plugin + "." + std::to_string(::getpid()));
    std::error_code refused;
    if (!std::filesystem::create_directory(group, refused)) continue;
    std::string without;
    if (limits.memory_bytes != 0 && !write_line(group / "memory.max", std::to_string(limits.memory_bytes))) without += " memory";
    if (limits.threads != 0 && !write_line(group / "pids.max", std::to_string(limits.threads))) without += " threads";
    if (!write_line(group / "cgroup.procs", "0")) {
      ::rmdir(group.c_str());
      continue;
    }
    if (!without.empty()) missing.push_back("its control group has no limit of:" + without + " (the controller is not handed down)");
    return;
  }
  missing.emplace_back("no control group of its own: the hierarchy is not ours to write (systemd: Delegate=yes)");
}

void set_limits(const Confinement& limits, Sentences& missing) {
  // When the machine runs out of memory, a plugin goes before the server does.
  if (!write_line("/proc/self/oom_score_adj", "500")) missing.emplace_back("it is not the first to go when the machine runs out of memory");
  limit(RLIMIT_CORE, 0, "core files", missing);
  if (limits.files != 0) limit(RLIMIT_NOFILE, limits.files, "descriptors", missing);
  if (limits.file_size != 0) limit(RLIMIT_FSIZE, limits.file_size, "file sizes", missing);
  if (limits.memory_bytes != 0) {
    if (kSanitized) {
      missing.emplace_back("no limit of memory: this is a build with sanitizers");
    } else {
      // DATA, not AS: what is reserved but not writable (arenas, guard pages, libraries) is nobody's memory.
      limit(RLIMIT_DATA, limits.memory_bytes, "memory", missing);
    }
  }
  if (limits.threads == 0) return;
  if (limits.sandboxed) {
    // Counted per user namespace since Linux 5.14: its own threads alone.
    limit(RLIMIT_NPROC, limits.threads, "threads", missing);
  } else {
    // The count is the user's, not the process's: it would hold the server's threads and all the workers'.
    missing.emplace_back("threads are limited by memory alone, outside the sandbox");
  }
}

}  // namespace hemicycle::worker
