#include "kernel/worker/confine.hpp"

#include <pthread.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>

#include "kernel/worker/confine_parts.hpp"

namespace hemicycle::worker {
namespace {

/// Eight MiB for each thread would use the memory limit up before the limit of threads.
void small_stacks() {
  pthread_attr_t attributes;
  if (::pthread_attr_init(&attributes) != 0) return;
  if (::pthread_attr_setstacksize(&attributes, std::size_t{1} << 20) == 0) ::pthread_setattr_default_np(&attributes);
  ::pthread_attr_destroy(&attributes);
}

}  // namespace

std::string failed(const std::string& what) { return what + ": " + std::strerror(errno); }

std::vector<std::string> confine(const Confinement& limits) {
  Sentences missing;
  // kill(0, …) and kill(-pgid, …) reach a process group, through every namespace: the server's must not be ours.
  if (::setsid() < 0 && ::getpgrp() != ::getpid()) missing.push_back(failed("it stays in the process group of the server"));
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) missing.push_back(failed("set-user-id programs can still give it rights"));
  enter_control_group(limits, "/sys/fs/cgroup", missing);
  small_stacks();
  if (limits.sandboxed) enter_namespaces(limits, missing);
  set_limits(limits, missing);
  if (limits.sandboxed) {
    drop_capabilities(missing);
    restrict_files(limits, missing);
  }
  // No fellow worker of the same user reads its memory; and nothing of people's data is left in a core file. (The leak check reads its own.)
  if (!kSanitized && ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) missing.push_back(failed("its memory can be read by processes of the same user"));
  if (::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0) missing.push_back(failed("it is not ended with the server by the system"));
  if (limits.sandboxed) restrict_calls(limits, missing);
  return missing;
}

}  // namespace hemicycle::worker
