#include "kernel/host/probe.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <exception>
#include <fstream>

namespace hemicycle::host {
namespace {

// What the child says at its end, in numbers that no library ends a process with by chance: one that calls exit(0) while it loads has not
// loaded well. When `steps` threw, the parent repeats them and gets the exception itself.
constexpr int kWell = 165;
constexpr int kThrew = 166;

[[noreturn]] void run_child(int seconds, const std::function<void()>& steps) {
  // The operator's handlers are the server's; here a signal must kill.
  for (const int number : {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGALRM, SIGTERM, SIGINT}) std::signal(number, SIG_DFL);
  ::alarm(static_cast<unsigned>(seconds));
  try {
    steps();
  } catch (...) {
    ::_exit(kThrew);
  }
  ::_exit(kWell);
}

}  // namespace

std::string probe(const std::filesystem::path& proof, int seconds, const std::function<void()>& steps) {
  if (std::filesystem::exists(proof)) return {};
  const auto child = ::fork();
  if (child < 0) return "could not be tried first: " + std::string(std::strerror(errno));
  if (child == 0) run_child(seconds, steps);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  if (WIFSIGNALED(status)) {
    const int number = WTERMSIG(status);
    if (number == SIGALRM) return "did not finish loading within " + std::to_string(seconds) + " s";
    return "was killed by signal " + std::to_string(number) + " (" + ::strsignal(number) + ") while loading";
  }
  const int code = WEXITSTATUS(status);
  if (code != kWell && code != kThrew) return "ended the process with exit code " + std::to_string(code) + " while loading";
  if (code == kWell) std::ofstream(proof) << "loaded and started well\n";
  return {};
}

}  // namespace hemicycle::host
