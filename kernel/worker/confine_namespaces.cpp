#include <grp.h>
#include <linux/capability.h>
#include <linux/securebits.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <string>

#include "kernel/worker/confine_parts.hpp"
#include "kernel/worker/confine_root.hpp"

namespace hemicycle::worker {
namespace {

bool put(const char* file, const std::string& text) {
  const int fd = ::open(file, O_WRONLY | O_CLOEXEC);
  if (fd < 0) return false;
  const bool done = ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  ::close(fd);
  return done;
}

/// Files of root are readable to uid 0 without any capability, and RLIMIT_NPROC does not count it: it has to go.
void leave_root(std::uint32_t id, Sentences& missing) {
  if (::geteuid() != 0) return;
  if (::setgroups(0, nullptr) != 0) missing.push_back(failed("it keeps the groups of the server"));
  if (::setresgid(id, id, id) != 0) missing.push_back(failed("it keeps the group root"));
  if (::setresuid(id, id, id) != 0) missing.push_back(failed("it stays root"));
  // /proc/self belongs to root while a process that changed its user is not dumpable, and uid_map must be written.
  ::prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
}

/// Inside, it has the same id as outside, and every capability over its own namespaces until drop_capabilities.
bool enter_user_namespace(Sentences& missing) {
  const auto uid = std::to_string(::geteuid()), gid = std::to_string(::getegid());
  if (::unshare(CLONE_NEWUSER) != 0) {
    missing.push_back(failed("no user namespace, and so none of mounts, network and IPC"));
    return false;
  }
  const bool mapped = put("/proc/self/setgroups", "deny") && put("/proc/self/uid_map", uid + " " + uid + " 1") && put("/proc/self/gid_map", gid + " " + gid + " 1");
  if (!mapped) missing.push_back(failed("its user namespace has no ids, and so no mounts of its own"));
  return mapped;
}

}  // namespace

void enter_namespaces(const Confinement& limits, Sentences& missing) {
  if (::getpid() != 1) missing.emplace_back("no process namespace: the server could not give it one");
  leave_root(limits.unprivileged_id, missing);
  if (!enter_user_namespace(missing)) return;
  const std::array<std::pair<int, const char*>, 4> kinds{
      {{CLONE_NEWNET, "no network namespace"}, {CLONE_NEWIPC, "no IPC namespace"}, {CLONE_NEWUTS, "no host-name namespace"}, {CLONE_NEWNS, "no mount namespace"}}};
  for (const auto& [flag, sentence] : kinds) {
    if (::unshare(flag) != 0) {
      missing.push_back(failed(sentence));
    } else if (flag == CLONE_NEWNS) {
      enter_small_root(readable_paths(limits), missing);
    }
  }
}

void drop_capabilities(Sentences& missing) {
  constexpr int kLocked = SECBIT_NOROOT | SECBIT_NOROOT_LOCKED | SECBIT_NO_SETUID_FIXUP | SECBIT_NO_SETUID_FIXUP_LOCKED | SECBIT_KEEP_CAPS_LOCKED |
                          SECBIT_NO_CAP_AMBIENT_RAISE | SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED;
  ::prctl(PR_SET_SECUREBITS, kLocked, 0, 0, 0);  // without a user namespace there is nothing to lock, nor the right to
  for (int capability = 0; ::prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; ++capability) ::prctl(PR_CAPBSET_DROP, capability, 0, 0, 0);
  ::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, 2> none{};
  if (::syscall(SYS_capset, &header, none.data()) != 0) missing.push_back(failed("it keeps the capabilities of the server"));
}

}  // namespace hemicycle::worker
