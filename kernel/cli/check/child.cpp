#include "kernel/cli/check/child.hpp"

#include <dlfcn.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <stdexcept>

namespace hemicycle::check {
namespace {

// No library ends a process with this number by chance: one that calls exit(0) has not ended well.
constexpr int kWell = 165;

[[noreturn]] void run_child(int pipe, pid_t parent, const std::function<void(const Teller&)>& work) {
  // A validator that is killed takes along what it tried: a plugin that hangs would go on for ever.
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(kWell);
  for (const int number : {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTERM, SIGINT}) std::signal(number, SIG_DFL);
  const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  ::dup2(nowhere, STDOUT_FILENO);  // a plugin that prints must not spoil --json
  const Teller tell(pipe);
  try {
    work(tell);
  } catch (const std::exception& error) {
    tell.finding(error.what());
  }
  ::_exit(kWell);
}

struct Told {
  std::vector<std::string> findings;
  std::string step = "beginning", rest;

  void take(std::string_view bytes) {
    rest.append(bytes);
    for (auto end = rest.find('\n'); end != std::string::npos; end = rest.find('\n')) {
      if (rest.front() == 'S') step = rest.substr(1, end - 1);
      if (rest.front() == 'F') findings.push_back(rest.substr(1, end - 1));
      rest.erase(0, end + 1);
    }
  }
};

/// False when nothing came for `seconds`.
bool listen(int pipe, int seconds, Told& told) {
  std::string buffer(4096, '\0');
  for (;;) {
    pollfd one{pipe, POLLIN, 0};
    const auto ready = ::poll(&one, 1, seconds * 1000);
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) return false;
    const auto got = ::read(pipe, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return true;
    told.take(std::string_view(buffer).substr(0, static_cast<std::size_t>(got)));
  }
}

}  // namespace

void Teller::write(char kind, std::string_view text) const {
  auto line = kind + std::string(text) + "\n";
  std::replace(line.begin(), line.end() - 1, '\n', ' ');
  for (std::string_view left = line; !left.empty();) {
    const auto written = ::write(pipe_, left.data(), left.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    left.remove_prefix(static_cast<std::size_t>(written));
  }
}

std::vector<std::string> in_child(int seconds, const std::function<void(const Teller&)>& work) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return {"could not be tried: " + std::string(std::strerror(errno))};
  const auto parent = ::getpid();
  const auto child = ::fork();
  if (child < 0) return {"could not be tried: " + std::string(std::strerror(errno))};
  if (child == 0) {
    ::close(ends[0]);
    run_child(ends[1], parent, work);
  }
  ::close(ends[1]);
  Told told;
  const bool ended = listen(ends[0], seconds, told);
  ::close(ends[0]);
  if (!ended) ::kill(child, SIGKILL);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  if (!ended) {
    told.findings.push_back("did not come back within " + std::to_string(seconds) + " s while " + told.step +
                            ": a handler begins and returns; what takes long goes into a job, or a query with \"lane\": \"slow\"");
  } else if (WIFSIGNALED(status)) {
    const int number = WTERMSIG(status);
    told.findings.push_back("was killed by signal " + std::to_string(number) + " (" + ::strsignal(number) + ") while " + told.step +
                            ": run the plugin's tests under -fsanitize=address,undefined to see where");
  } else if (WEXITSTATUS(status) != kWell) {
    told.findings.push_back("ended the process with exit code " + std::to_string(WEXITSTATUS(status)) + " while " + told.step +
                            ": a plugin never calls exit; it answers a status");
  }
  return std::move(told.findings);
}

void hold(const std::filesystem::path& library) {
  if (::dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE) == nullptr) throw std::runtime_error(::dlerror());
}

}  // namespace hemicycle::check
