#include "kernel/host/worker_spawn.hpp"

#include <fcntl.h>
#include <linux/sched.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <string_view>

namespace hemicycle::host {
namespace {

// Everything the child needs, made before it is: between clone and exec it may only make system calls, because another thread of the server
// may hold the allocator's lock at that moment. They are made bare: a sanitizer's wrappers take locks too.
struct Plan {
  std::vector<std::string> words, surroundings;
  std::vector<char*> arguments, environment;
  std::vector<int> descriptors;
  int output = -1;
  int* failure = nullptr;  ///< shared with the child: its errno when it could not become the program
  bool own_user = false;   ///< it is alone in a user namespace, and has to say who it is there
  std::string id_map_user, id_map_group;
};

// Inherited descriptors are moved above this first, so that none is overwritten before it is placed.
constexpr int kAside = 256;

template <typename... Arguments>
long bare(long number, Arguments... arguments) {
  return ::syscall(number, arguments...);
}

void write_file(const char* path, std::string_view text) {
  const auto file = bare(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CLOEXEC, 0);
  if (file < 0) return;
  bare(SYS_write, file, text.data(), text.size());
  bare(SYS_close, file);
}

[[noreturn]] void become_worker(Plan& plan) {
  const std::uint64_t no_signals = 0;
  bare(SYS_rt_sigprocmask, SIG_SETMASK, &no_signals, nullptr, sizeof no_signals);
  bare(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  bare(SYS_setsid);
  if (plan.own_user) {
    write_file("/proc/self/setgroups", "deny");
    write_file("/proc/self/uid_map", plan.id_map_user);
    write_file("/proc/self/gid_map", plan.id_map_group);
  }
  // Two passes: aside, then into place.
  for (auto& descriptor : plan.descriptors) descriptor = static_cast<int>(bare(SYS_fcntl, descriptor, F_DUPFD_CLOEXEC, kAside));
  plan.output = static_cast<int>(bare(SYS_fcntl, plan.output, F_DUPFD_CLOEXEC, kAside));
  const auto nothing = bare(SYS_openat, AT_FDCWD, "/dev/null", O_RDWR | O_CLOEXEC, 0);
  bare(SYS_dup3, nothing, 0, 0);
  bare(SYS_dup3, plan.output, 1, 0);
  bare(SYS_dup3, plan.output, 2, 0);
  int next = 3;
  for (const int descriptor : plan.descriptors) bare(SYS_dup3, descriptor, next++, 0);
  bare(SYS_close_range, next, ~0U, 0);
  bare(SYS_execve, plan.arguments[0], plan.arguments.data(), plan.environment.data());
  *plan.failure = errno;
  bare(SYS_exit_group, EXIT_FAILURE);
  __builtin_unreachable();
}

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> out;
  for (auto& word : words) out.push_back(word.data());
  out.push_back(nullptr);
  return out;
}

std::vector<std::string> surroundings() {
  std::vector<std::string> out;
  for (const char* name : {"LANG", "LC_ALL", "TZ", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LSAN_OPTIONS"})
    if (const char* value = std::getenv(name); value != nullptr) out.push_back(std::string(name) + "=" + value);
  // Two threads that allocate at once are rare in a worker, and each arena keeps what it took.
  out.emplace_back("MALLOC_ARENA_MAX=2");
  return out;
}

/// A number that a child and its parent both see.
class SharedNumber final {
 public:
  SharedNumber() : page_(::mmap(nullptr, sizeof(int), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)) {
    if (page_ == MAP_FAILED) throw std::runtime_error("no memory to start a worker: " + std::string(std::strerror(errno)));
  }
  ~SharedNumber() { ::munmap(page_, sizeof(int)); }
  SharedNumber(const SharedNumber&) = delete;
  SharedNumber& operator=(const SharedNumber&) = delete;
  [[nodiscard]] int* get() const { return static_cast<int*>(page_); }

 private:
  void* page_;
};

/// 0 in the child. -1 and errno as clone3 says. CLONE_VFORK: returns in the parent when the child runs the program, or has failed to; the two
/// share no memory meanwhile.
pid_t clone_process(std::uint64_t flags, int& pidfd) {
  clone_args arguments{};
  arguments.flags = CLONE_PIDFD | CLONE_VFORK | flags;
  arguments.pidfd = reinterpret_cast<std::uintptr_t>(&pidfd);
  arguments.exit_signal = SIGCHLD;
  return static_cast<pid_t>(bare(SYS_clone3, &arguments, sizeof arguments));
}

/// What the child asks for itself comes from within (kernel/worker/confine.cpp); a namespace of process ids cannot be.
std::uint64_t namespaces(contract::Isolation isolation) {
  if (isolation != contract::Isolation::sandboxed) return 0;
  return ::geteuid() == 0 ? CLONE_NEWPID : CLONE_NEWPID | CLONE_NEWUSER;
}

[[noreturn]] void fail(const SpawnRequest& request, const char* step, int error) {
  throw std::runtime_error("its worker process " + request.program.string() + " " + step + ": " + std::strerror(error));
}

}  // namespace

Spawned spawn(const SpawnRequest& request) {
  const SharedNumber failure;
  Plan plan{.words = {request.program.string(), request.plugin, std::to_string(request.descriptors.size() - 2)},
            .surroundings = surroundings(),
            .arguments = {},
            .environment = {},
            .descriptors = request.descriptors,
            .output = request.output,
            .failure = failure.get(),
            .id_map_user = std::to_string(::geteuid()) + " " + std::to_string(::geteuid()) + " 1",
            .id_map_group = std::to_string(::getegid()) + " " + std::to_string(::getegid()) + " 1"};
  plan.arguments = pointers(plan.words);
  plan.environment = pointers(plan.surroundings);

  Spawned out;
  for (auto flags = namespaces(request.isolation);; flags = 0) {
    plan.own_user = (flags & CLONE_NEWUSER) != 0;
    out.pid = clone_process(flags, out.pidfd);
    if (out.pid == 0) become_worker(plan);
    // Where namespaces are not allowed the worker says so itself: what could not be applied is told at start.
    if (out.pid > 0 || flags == 0) break;
  }
  if (out.pid < 0) fail(request, "could not be started", errno);
  if (*failure.get() == 0) return out;
  siginfo_t ended{};
  ::waitid(P_PIDFD, static_cast<id_t>(out.pidfd), &ended, WEXITED);
  ::close(out.pidfd);
  fail(request, "could not be run", *failure.get());
}

}  // namespace hemicycle::host
