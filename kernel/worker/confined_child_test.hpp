// A child process that confines itself and then does something: a test cannot take that back from itself.
#pragma once

#include <poll.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <functional>
#include <string>
#include <utility>

namespace hemicycle::worker {

struct Ended {
  int code = -1;      ///< what `deed` returned, when it ended so
  int signal = 0;     ///< what killed it
  std::string said;   ///< its standard error
};

/// Runs `deed` in a grandchild, alone in a process namespace where that is allowed, as the server would start a worker. 30 s at most.
inline Ended in_child(const std::function<int()>& deed) {
  int ends[2];
  if (::pipe(ends) != 0) return {};
  const auto child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    ::dup2(ends[1], STDERR_FILENO);
    ::close(ends[1]);
    if (::geteuid() == 0 && ::unshare(CLONE_NEWPID) != 0) ::_exit(254);
    const auto worker = ::fork();
    if (worker == 0) {
      for (const int number : {SIGSEGV, SIGABRT, SIGTERM, SIGALRM}) std::signal(number, SIG_DFL);
      ::alarm(30);
      ::_exit(deed());
    }
    int status = 0;
    ::waitpid(worker, &status, 0);
    if (WIFSIGNALED(status)) {
      std::signal(WTERMSIG(status), SIG_DFL);
      ::kill(::getpid(), WTERMSIG(status));
    }
    ::_exit(WEXITSTATUS(status));
  }
  ::close(ends[1]);
  Ended ended;
  char part[4096];
  for (ssize_t got = 0; (got = ::read(ends[0], part, sizeof part)) > 0;) ended.said.append(part, static_cast<std::size_t>(got));
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  if (WIFSIGNALED(status)) ended.signal = WTERMSIG(status);
  if (WIFEXITED(status)) ended.code = WEXITSTATUS(status);
  return ended;
}

/// errno of a call that gave -1, otherwise 0: what a deed returns.
template <typename Value>
int refusal(Value value) {
  return value == static_cast<Value>(-1) ? errno : 0;
}

}  // namespace hemicycle::worker
