#include <asm/ioctls.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <initializer_list>
#include <memory>

#include "kernel/worker/confine_parts.hpp"

namespace hemicycle::worker {
namespace {

/// What computing, threads, reading libraries and the one inherited socket need. No file is made, moved or removed, no process, no socket.
constexpr std::array kAllowed{
    // memory and threads
    "brk", "mmap", "munmap", "mprotect", "mremap", "madvise", "mincore", "msync", "membarrier", "memfd_create", "futex", "futex_waitv", "rseq",
    "set_robust_list", "get_robust_list", "set_tid_address", "arch_prctl", "sched_yield", "sched_getaffinity", "sched_getparam",
    "sched_getscheduler", "sched_get_priority_max", "sched_get_priority_min", "getcpu", "exit", "exit_group", "restart_syscall",
    // time and waiting
    "clock_gettime", "clock_getres", "clock_nanosleep", "nanosleep", "gettimeofday", "time", "times", "alarm", "setitimer", "getitimer",
    "timer_create", "timer_settime", "timer_gettime", "timer_getoverrun", "timer_delete", "timerfd_create", "timerfd_settime", "timerfd_gettime",
    "poll", "ppoll", "select", "pselect6", "epoll_create1", "epoll_ctl", "epoll_wait", "epoll_pwait", "epoll_pwait2", "eventfd2",
    // signals within
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "rt_sigpending", "rt_sigtimedwait", "rt_sigsuspend", "sigaltstack", "pause",
    // descriptors that it has, and files that Landlock lets it read (open and openat go through the handler)
    "read", "write", "readv", "writev", "pread64", "pwrite64", "preadv", "pwritev", "preadv2", "pwritev2", "lseek", "close", "close_range", "dup",
    "dup2", "dup3", "fstat", "newfstatat", "stat", "lstat", "statx", "fstatfs", "statfs", "access", "faccessat", "faccessat2", "readlink",
    "readlinkat", "getdents64", "getcwd", "ftruncate", "fallocate", "fadvise64", "fsync", "fdatasync", "pipe", "pipe2",
    // the inherited socket
    "sendmsg", "recvmsg", "sendmmsg", "recvmmsg", "sendto", "recvfrom", "shutdown", "getsockopt", "getsockname", "getpeername",
    // about itself
    "getpid", "gettid", "getppid", "getpgrp", "getpgid", "getsid", "getuid", "geteuid", "getgid", "getegid", "getgroups", "getresuid", "getresgid",
    "getrlimit", "getrusage", "getpriority", "sysinfo", "uname", "getrandom", "capget"};

using Filter = std::unique_ptr<void, decltype(&seccomp_release)>;

class Rules final {
 public:
  Rules() : filter_(seccomp_init(SCMP_ACT_TRAP), &seccomp_release) { made_ = filter_ != nullptr; }

  /// A name that this machine does not know is nothing to allow.
  void add(std::uint32_t action, const char* call, std::initializer_list<scmp_arg_cmp> when = {}) {
    const int number = seccomp_syscall_resolve_name(call);
    if (!made_ || number < 0) return;
    made_ = seccomp_rule_add_array(filter_.get(), action, number, static_cast<unsigned>(when.size()), when.begin()) == 0;
  }

  [[nodiscard]] int load() {
    if (!made_) return -EINVAL;
    seccomp_attr_set(filter_.get(), SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    seccomp_attr_set(filter_.get(), SCMP_FLTATR_CTL_OPTIMIZE, 2);  // a binary tree: 150 comparisons a call would be felt
    return seccomp_load(filter_.get());
  }

 private:
  Filter filter_;
  bool made_ = false;
};

scmp_arg_cmp equals(unsigned argument, std::uint64_t value) { return {argument, SCMP_CMP_EQ, value, 0}; }
scmp_arg_cmp masked(unsigned argument, std::uint64_t mask, std::uint64_t value) { return {argument, SCMP_CMP_MASKED_EQ, mask, value}; }

void add_threads(Rules& rules) {
  rules.add(SCMP_ACT_ALLOW, "clone", {masked(0, CLONE_THREAD, CLONE_THREAD)});
  // posix_spawn blocks every signal around this one, and a blocked SIGSYS kills: it is answered and not told.
  rules.add(SCMP_ACT_ERRNO(EPERM), "clone", {masked(0, CLONE_THREAD | CLONE_VFORK, CLONE_VFORK)});
  // Its flags lie in memory, where a filter cannot look; glibc goes on with clone.
  rules.add(SCMP_ACT_ERRNO(ENOSYS), "clone3");
}

void add_self_only(Rules& rules) {
  const auto self = static_cast<std::uint64_t>(::getpid());
  for (const char* call : {"kill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo"}) rules.add(SCMP_ACT_ALLOW, call, {equals(0, self)});
  rules.add(SCMP_ACT_ALLOW, "prlimit64", {equals(2, 0)});  // reading its limits
  for (const int option : {PR_SET_NAME, PR_GET_NAME, PR_SET_VMA, PR_GET_DUMPABLE}) {
    rules.add(SCMP_ACT_ALLOW, "prctl", {equals(0, static_cast<std::uint64_t>(option))});
  }
  // Not F_SETOWN and F_SETSIG: they make the kernel send a signal of one's choice to a process of one's choice.
  for (const int command : {F_DUPFD, F_DUPFD_CLOEXEC, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_ADD_SEALS, F_GET_SEALS, F_GETPIPE_SZ}) {
    rules.add(SCMP_ACT_ALLOW, "fcntl", {equals(1, static_cast<std::uint64_t>(command))});
  }
  // What confine() has settled may be asked for again: refused as the rest is, but nothing to tell.
  for (const int option : {PR_SET_PDEATHSIG, PR_SET_DUMPABLE}) rules.add(SCMP_ACT_ERRNO(EPERM), "prctl", {equals(0, static_cast<std::uint64_t>(option))});
  for (const int request : {FIONREAD, FIONBIO, FIOCLEX, TCGETS}) rules.add(SCMP_ACT_ALLOW, "ioctl", {equals(1, static_cast<std::uint64_t>(request))});
}

}  // namespace

void restrict_calls(const Confinement& limits, Sentences& missing) {
  if (kSanitized) return missing.push_back("no filter of system calls: this is a build with sanitizers");
  std::uint64_t token = 0;
  if (::getrandom(&token, sizeof token, 0) != sizeof token || !tell_refusals(token, readable_paths(limits))) {
    return missing.push_back(failed("no filter of system calls: refusals could not be told"));
  }
  Rules rules;
  for (const char* call : kAllowed) rules.add(SCMP_ACT_ALLOW, call);
  rules.add(SCMP_ACT_ALLOW, "openat", {equals(5, token)});
  add_threads(rules);
  add_self_only(rules);
  if (const int refused = rules.load(); refused != 0) missing.push_back(std::string("no filter of system calls: ") + std::strerror(-refused));
}

}  // namespace hemicycle::worker
