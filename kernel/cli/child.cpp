#include "kernel/cli/child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <system_error>

namespace hemicycle::cli {
namespace {

constexpr int kGoodbyeMs = 15'000;  ///< longer than the server's own grace (serve.cpp)

[[noreturn]] void fail(const std::string& what, int error) { throw std::system_error(error, std::generic_category(), what); }

/// Runs in the child. What goes wrong before the program runs is told through `report`, which the program itself never sees.
[[noreturn]] void become(char* const* words, int out, int report, pid_t parent) {
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (::getppid() != parent) ::_exit(127);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  if (const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC); nothing >= 0) ::dup2(nothing, STDIN_FILENO);
  if (out >= 0) {
    ::dup2(out, STDOUT_FILENO);
    ::dup2(out, STDERR_FILENO);
  }
  ::execvp(words[0], words);
  const int error = errno;
  static_cast<void>(!::write(report, &error, sizeof error));
  ::_exit(127);
}

}  // namespace

Child::Child(const std::vector<std::string>& words, Output output) : pid_(-1) {
  std::vector<std::string> copies = words;
  std::vector<char*> pointers;
  for (auto& word : copies) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  std::array<int, 2> report{}, text{-1, -1};
  if (::pipe2(report.data(), O_CLOEXEC) != 0 || (output == Output::read && ::pipe2(text.data(), O_CLOEXEC) != 0)) fail("no pipe", errno);
  const auto parent = ::getpid();
  pid_ = ::fork();
  if (pid_ == 0) become(pointers.data(), text[1], report[1], parent);
  const int refused = pid_ < 0 ? errno : 0;
  ::close(report[1]);
  if (text[1] >= 0) ::close(text[1]);
  output_ = text[0];
  int error = refused;
  if (refused == 0 && ::read(report[0], &error, sizeof error) != sizeof error) error = 0;
  ::close(report[0]);
  if (error != 0) {
    if (pid_ > 0) ::waitpid(pid_, nullptr, 0);
    if (output_ >= 0) ::close(output_);
    fail("cannot run " + words.front(), error);
  }
  ended_ = static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0));
  if (ended_ < 0) fail("cannot watch " + words.front(), errno);
}

int Child::wait() {
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  waited_ = true;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

Child::~Child() {
  if (!waited_) {
    ::kill(pid_, SIGTERM);
    pollfd ended{.fd = ended_, .events = POLLIN, .revents = 0};
    if (::poll(&ended, 1, kGoodbyeMs) <= 0) ::kill(pid_, SIGKILL);
    static_cast<void>(wait());
  }
  ::close(ended_);
  if (output_ >= 0) ::close(output_);
}

}  // namespace hemicycle::cli
