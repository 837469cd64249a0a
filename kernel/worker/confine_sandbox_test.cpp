#include <arpa/inet.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>

#include <catch2/catch.hpp>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "kernel/worker/confine_parts.hpp"
#include "kernel/worker/confined_child_test.hpp"

namespace hemicycle::worker {
namespace {

Ended sandboxed(const std::function<int()>& deed) {
  return in_child([&] {
    Confinement limits;
    limits.sandboxed = true;
    limits.plugin = "villain";
    for (const auto& sentence : confine(limits)) std::fprintf(stderr, "missing: %s\n", sentence.c_str());
    return deed();
  });
}

bool has(const Ended& ended, const std::string& text) { return ended.said.find(text) != std::string::npos; }

long raw(long number, long first = 0, long second = 0, long third = 0) { return ::syscall(number, first, second, third, 0, 0); }

struct Deed {
  const char* told;  ///< the line that the operator reads
  std::function<int()> does;
};

const Deed kDeeds[] = {
    {"refused: socket(2)", [] { return refusal(::socket(AF_INET, SOCK_STREAM, 0)); }},
    {"refused: socket(2)", [] { return refusal(::socket(AF_UNIX, SOCK_STREAM, 0)); }},
    {"refused: socketpair(2)", [] { int pair[2]; return refusal(::socketpair(AF_UNIX, SOCK_STREAM, 0, pair)); }},
    {"refused: ptrace(2)", [] { return refusal(::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr)); }},
    {"refused: execve(2)", [] { return refusal(::execl("/usr/bin/true", "true", nullptr)); }},
    {"refused: execveat(2)", [] { return refusal(raw(SYS_execveat, 2)); }},
    {"refused: clone(2)", [] { return refusal(::fork()); }},
    {"refused: process_vm_readv(2)", [] { return refusal(::process_vm_readv(::getppid(), nullptr, 0, nullptr, 0, 0)); }},
    {"refused: process_vm_writev(2)", [] { return refusal(::process_vm_writev(::getppid(), nullptr, 0, nullptr, 0, 0)); }},
    {"refused: mount(2)", [] { return refusal(::mount("tmpfs", "/", "tmpfs", 0, nullptr)); }},
    {"refused: bpf(2)", [] { return refusal(raw(SYS_bpf, BPF_MAP_CREATE)); }},
    {"refused: keyctl(2)", [] { return refusal(raw(SYS_keyctl, 0, -1)); }},
    {"refused: unshare(2)", [] { return refusal(::unshare(CLONE_NEWUSER)); }},
    {"refused: setns(2)", [] { return refusal(::setns(2, 0)); }},
    {"refused: kexec_load(2)", [] { return refusal(raw(SYS_kexec_load)); }},
    {"refused: io_uring_setup(2)", [] { return refusal(raw(SYS_io_uring_setup, 8)); }},
    {"refused: perf_event_open(2)", [] { return refusal(raw(SYS_perf_event_open)); }},
    {"refused: userfaultfd(2)", [] { return refusal(raw(SYS_userfaultfd)); }},
    {"refused: mkdir", [] { return refusal(::mkdir("/dev/shm/villain", 0700)); }},
    {"refused: unlink", [] { return refusal(::unlink("/etc/hostname")); }},
    {"refused: setuid(2)", [] { return refusal(raw(SYS_setuid, 0)); }},
    {"refused: kill(2)", [] { return refusal(::kill(::getppid(), SIGTERM)); }},
    {"refused: kill(2)", [] { return refusal(::kill(-1, SIGKILL)); }},
    {"refused: fcntl(2)", [] { return refusal(::fcntl(STDERR_FILENO, F_SETOWN, 1)); }},
    {"refused: prlimit64(2)", [] { return refusal(raw(SYS_prlimit64, 0, 7, 1)); }},
};

}  // namespace

TEST_CASE("what a sandboxed plugin has no right to is refused, told in one line, and the plugin lives on") {
  if (kSanitized) return;
  for (const auto& [told, does] : kDeeds) {
    const auto& deed = does;
    const auto ended = sandboxed([&] { return deed(); });
    INFO(told << "\n" << ended.said);
    CHECK(ended.signal == 0);
    CHECK(ended.code == EPERM);
    CHECK(has(ended, told));
  }
}

TEST_CASE("a sandboxed plugin reads no file of the house and writes none, and the path is told") {
  if (kSanitized) return;
  const auto folder = std::filesystem::temp_directory_path() / ("hemicycle-confine-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  ::chmod(folder.c_str(), 0777);
  const auto target = (folder / "written").string();
  for (const auto& [path, flags] : {std::pair<std::string, int>{"/etc/shadow", O_RDONLY}, {"/etc/passwd", O_RDONLY}, {target, O_WRONLY | O_CREAT},
                                    {"/usr/lib/villain", O_WRONLY | O_CREAT}, {"/proc/1/environ", O_RDONLY}}) {
    const auto name = path;
    const auto how = flags;
    const auto ended = sandboxed([&] { return refusal(::open(name.c_str(), how, 0600)); });
    INFO(path << "\n" << ended.said);
    CHECK((ended.code == EACCES || ended.code == EPERM || ended.code == ENOENT || ended.code == EROFS));
    CHECK(has(ended, "refused: open " + path));
  }
  CHECK_FALSE(std::filesystem::exists(target));
  std::filesystem::remove_all(folder);
}

TEST_CASE("a sandboxed plugin still computes, has threads, and loads libraries by path and from sealed memory") {
  const auto ended = sandboxed([] {
    if (::dlopen("libm.so.6", RTLD_NOW) == nullptr) return 1;
    int sum = 0;
    std::thread adder([&] { sum = 42; });
    adder.join();
    if (sum != 42) return 2;
    const int fd = ::memfd_create("memory", MFD_CLOEXEC);
    if (fd < 0 || ::ftruncate(fd, 4096) != 0) return 3;
    const int again = ::open(("/proc/self/fd/" + std::to_string(fd)).c_str(), O_RDONLY);
    return again >= 0 ? 0 : 4;
  });
  INFO(ended.said);
  CHECK(ended.code == 0);
  CHECK_FALSE(has(ended, "refused"));
}

TEST_CASE("a sandboxed plugin is not root, or the operator is told, and has no capability") {
  const auto ended = sandboxed([] {
    if (::geteuid() == 0 || ::getegid() == 0) return 77;
    struct { unsigned version; int pid; } header{0x20080522, 0};
    unsigned sets[6]{};
    if (raw(SYS_capget, reinterpret_cast<long>(&header), reinterpret_cast<long>(sets)) != 0) return 2;
    for (const unsigned set : sets) {
      if (set != 0) return 3;
    }
    return 0;
  });
  INFO(ended.said);
  // A container whose root is the only user that exists in it.
  CHECK((ended.code == 0 || (ended.code == 77 && has(ended, "it stays root"))));
}

TEST_CASE("system() cannot start a program, and does not end the plugin that tries") {
  if (kSanitized) return;
  const auto ended = sandboxed([] { return std::system("true") == 0 ? 1 : 0; });
  INFO(ended.said);
  CHECK(ended.signal == 0);
  CHECK(ended.code == 0);
}

TEST_CASE("a sandboxed plugin that aborts is ended, and the operator reads that it was abort()") {
  if (kSanitized) return;
  const auto ended = sandboxed([]() -> int { std::abort(); });
  INFO(ended.said);
  CHECK(ended.signal != 0);
  CHECK((ended.signal == SIGABRT || has(ended, "abort()")));
}

TEST_CASE("Landlock alone keeps files from a plugin, without namespaces and without the filter") {
  const auto ended = in_child([] {
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    Sentences missing;
    restrict_files({}, missing);
    if (::open("/etc/hostname", O_RDONLY) >= 0 || errno != EACCES) return missing.empty() ? 1 : 77;
    if (::open("/dev/shm", O_RDONLY | O_DIRECTORY) >= 0) return 2;
    const int net = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in any{};
    any.sin_family = AF_INET;
    any.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::bind(net, reinterpret_cast<sockaddr*>(&any), sizeof any) == 0 || errno != EACCES) return missing.empty() ? 3 : 0;
    return 0;
  });
  if (ended.code == 77) return;  // this system has no Landlock
  INFO(ended.said);
  CHECK(ended.code == 0);
}

TEST_CASE("what could not be applied is said, and on a system that has it all nothing is") {
  const auto ended = sandboxed([] { return 0; });
  INFO(ended.said);
  CHECK(ended.code == 0);
  CHECK(has(ended, "no filter of system calls") == kSanitized);
  CHECK(has(ended, "no limit of memory") == kSanitized);
}

}  // namespace hemicycle::worker
