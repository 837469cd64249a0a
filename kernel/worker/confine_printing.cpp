#include "kernel/worker/confine_printing.hpp"

#include <sched.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <memory>

#include "kernel/worker/confine_parts.hpp"

namespace hemicycle::worker {
namespace {

// A document of 100 pages takes about 300 MiB and 20 s of a small machine.
constexpr std::uint64_t kMemory = std::uint64_t{1} << 30, kLargestPdf = std::uint64_t{64} << 20, kSeconds = 60, kDescriptors = 64;

/// The interpreter of what prints, its libraries, the fonts and where they are described.
Confinement needs(const std::string& program) {
  Confinement out{.memory_bytes = kMemory, .files = kDescriptors, .threads = 0, .file_size = kLargestPdf};
  for (const char* path : {"/etc/fonts", "/etc/ssl/openssl.cnf", "/etc/mime.types", "/var/cache/fontconfig"}) out.readable.emplace_back(path);
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator("/etc", ignored))
    if (entry.path().filename().string().starts_with("python3")) out.readable.push_back(entry.path());
  for (const auto& path : {std::string("/usr"), std::string("/lib"), std::string("/lib64"), program})
    if (::access(path.c_str(), F_OK) == 0) out.executable.emplace_back(path);
  return out;
}

/// Refused, each with EPERM: what could reach the network, another process, or the system. All the rest is the program's own affair.
constexpr const char* kRefused[] = {"socket", "socketpair", "connect", "bind", "listen", "accept", "accept4", "sendto", "sendmsg", "sendmmsg", "io_uring_setup",
                                    "io_uring_enter", "io_uring_register", "ptrace", "process_vm_readv", "process_vm_writev", "pidfd_open", "pidfd_getfd", "kcmp", "kill", "tkill", "tgkill",
                                    "rt_sigqueueinfo", "rt_tgsigqueueinfo", "fork", "vfork", "unshare", "setns", "mount", "umount2", "pivot_root", "chroot", "bpf", "keyctl",
                                    "add_key", "request_key", "perf_event_open", "userfaultfd", "memfd_secret", "open_by_handle_at", "name_to_handle_at", "init_module",
                                    "finit_module", "kexec_load", "reboot", "swapon", "swapoff", "setrlimit"};

void refuse_calls(Sentences& missing) {
  const std::unique_ptr<void, decltype(&seccomp_release)> filter(seccomp_init(SCMP_ACT_ALLOW), &seccomp_release);
  int wrong = filter == nullptr ? -ENOMEM : 0;
  for (const char* call : kRefused) {
    const int number = seccomp_syscall_resolve_name(call);
    if (wrong == 0 && number >= 0) wrong = seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EPERM), number, 0);
  }
  // Threads may be made, processes not; the flags of clone3 lie in memory, where a filter cannot look, and the C library goes on with clone.
  const scmp_arg_cmp no_thread{0, SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0};
  if (wrong == 0) wrong = seccomp_rule_add_array(filter.get(), SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1, &no_thread);
  if (wrong == 0) wrong = seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
  if (wrong == 0) wrong = seccomp_load(filter.get());
  if (wrong != 0) missing.push_back(std::string("no filter of system calls: ") + std::strerror(-wrong));
}

void limit(__rlimit_resource which, std::uint64_t most, const char* what, Sentences& missing) {
  const rlimit to{most, most};
  if (::setrlimit(which, &to) != 0) missing.push_back(failed(std::string("no limit of ") + what));
}

}  // namespace

std::vector<std::string> confine_printing(const std::string& program, const std::string& workshop) {
  Sentences missing;
  auto limits = needs(program);
  limits.workshop = workshop;
  ::setsid();
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) missing.push_back(failed("set-user-id programs can still give it rights"));
  if (::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0) missing.push_back(failed("it is not ended with the server by the system"));
  limit(RLIMIT_CORE, 0, "core files", missing);
  limit(RLIMIT_NOFILE, limits.files, "descriptors", missing);
  limit(RLIMIT_FSIZE, limits.file_size, "file sizes", missing);
  limit(RLIMIT_CPU, kSeconds, "time", missing);
  if (!kSanitized) limit(RLIMIT_DATA, limits.memory_bytes, "memory", missing);
  restrict_files(limits, missing);
  refuse_calls(missing);
  return missing;
}

}  // namespace hemicycle::worker
