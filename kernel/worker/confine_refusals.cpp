#include <fcntl.h>
#include <seccomp.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "kernel/worker/confine_parts.hpp"

namespace hemicycle::worker {
namespace {

constexpr std::size_t kCalls = 512;
constexpr int kToldOfEach = 16;

/// All that the handler reads, made before the filter. A signal handler is given no other way to what it knows than a name of static storage.
struct Told {
  std::uint64_t token = 0;
  std::array<std::array<char, 24>, kCalls> names{};
  std::array<std::atomic<int>, kCalls> times{};
  std::array<std::array<char, 128>, 24> readable{};
};
Told told;  // NOLINT

/// A line put together without memory of its own: malloc may be what was interrupted.
class Line final {
 public:
  Line& operator<<(std::string_view text) {
    for (const char letter : text.substr(0, sizeof text_ - 2 - size_)) text_[size_++] = static_cast<unsigned char>(letter) < 32 || letter == 127 ? '?' : letter;
    return *this;
  }
  void send() {
    text_[size_++] = '\n';
    if (::write(STDERR_FILENO, text_, size_) < 0) return;  // nobody listens: nothing better to do
  }

 private:
  char text_[320] = {};
  std::size_t size_ = 0;
};

void tell(long number, const char* path) {
  const auto index = static_cast<std::size_t>(number) < kCalls ? static_cast<std::size_t>(number) : kCalls - 1;
  const int times = told.times[index].fetch_add(1);
  if (times >= kToldOfEach) return;
  Line line;
  line << "refused: ";
  if (path != nullptr) {
    line << "open " << path;
  } else {
    line << (told.names[index][0] != 0 ? told.names[index].data() : "an unknown call") << "(2)";
  }
  if (times + 1 == kToldOfEach) line << "; further ones are not told";
  line.send();
}

bool readable(std::string_view path) {
  if (path.starts_with("/proc/self/")) return true;
  return std::any_of(told.readable.begin(), told.readable.end(), [&](const auto& one) {
    const std::string_view top = one.data();
    return !top.empty() && path.starts_with(top) && (path.size() == top.size() || path[top.size()] == '/');
  });
}

long open_and_tell(long folder, const char* path, long flags, long mode) {
  const long fd = ::syscall(SYS_openat, folder, path, flags, mode, 0, told.token);
  if (fd >= 0) return fd;
  const int why = errno;
  // What the small root does not hold is ENOENT: it was refused all the same, unless it could have been there.
  const bool refused = why == EACCES || why == EPERM || why == EROFS || (why == ENOENT && path[0] == '/' && !readable(path));
  if (refused) tell(SYS_openat, path);
  return -why;
}

#if defined(__x86_64__)
long argument(const ucontext_t& at, int number) {
  constexpr std::array kRegisters{REG_RDI, REG_RSI, REG_RDX, REG_R10};
  return at.uc_mcontext.gregs[kRegisters[static_cast<std::size_t>(number)]];
}
void answer(ucontext_t& at, long value) { at.uc_mcontext.gregs[REG_RAX] = value; }
#elif defined(__aarch64__)
long argument(const ucontext_t& at, int number) { return static_cast<long>(at.uc_mcontext.regs[number]); }
void answer(ucontext_t& at, long value) { at.uc_mcontext.regs[0] = static_cast<unsigned long long>(value); }
#else
#error "the registers of a system call on this machine have to be named here"
#endif

const char* as_path(long value) { return reinterpret_cast<const char*>(value); }

void on_refusal(int, siginfo_t* info, void* context) {
  const int kept = errno;
  auto& at = *static_cast<ucontext_t*>(context);
  const long number = info->si_syscall;
  if (number == SYS_openat) {
    answer(at, open_and_tell(argument(at, 0), as_path(argument(at, 1)), argument(at, 2), argument(at, 3)));
#if defined(SYS_open)
  } else if (number == SYS_open) {
    answer(at, open_and_tell(AT_FDCWD, as_path(argument(at, 0)), argument(at, 1), argument(at, 2)));
#endif
  } else {
    tell(number, nullptr);
    // A call newer than this program may have an older one to fall back on.
    const bool known = static_cast<std::size_t>(number) < kCalls && told.names[static_cast<std::size_t>(number)][0] != 0;
    answer(at, known ? -EPERM : -ENOSYS);
  }
  errno = kept;
}

/// Not the end yet: as the first process of its namespace it is spared by the signal, and abort() goes on to a fault.
void on_abort(int) {
  Line line;
  line << "it called abort(): the fault that ends it now is abort's own";
  line.send();
}

void keep_names() {
  for (std::size_t number = 0; number < kCalls; ++number) {
    char* name = seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, static_cast<int>(number));
    if (name == nullptr) continue;
    std::strncpy(told.names[number].data(), name, told.names[number].size() - 1);
    std::free(name);
  }
}

}  // namespace

bool tell_refusals(std::uint64_t token, const std::vector<std::string>& readable_now) {
  told.token = token;
  keep_names();
  for (std::size_t i = 0; i < std::min(readable_now.size(), told.readable.size()); ++i) {
    std::strncpy(told.readable[i].data(), readable_now[i].c_str(), told.readable[i].size() - 1);
  }
  struct sigaction action {};
  action.sa_sigaction = on_refusal;
  action.sa_flags = SA_SIGINFO | SA_NODEFER | SA_RESTART;
  if (::sigaction(SIGSYS, &action, nullptr) != 0) return false;
  if (::getpid() == 1) std::signal(SIGABRT, on_abort);
  sigset_t only{};
  ::sigemptyset(&only);
  ::sigaddset(&only, SIGSYS);
  return ::sigprocmask(SIG_UNBLOCK, &only, nullptr) == 0;
}

}  // namespace hemicycle::worker
