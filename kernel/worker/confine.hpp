// What a worker takes away from itself before it opens its plugin.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace hemicycle::worker {

/// How tight. Limits hold for the process, in both modes; 0 = as the parent left it.
struct Confinement {
  bool sandboxed = false;                             ///< namespaces, Landlock and seccomp as well, and never uid 0
  std::string plugin{};                               ///< names the control group; for the sentences
  std::uint64_t memory_bytes = std::uint64_t{512} << 20;  ///< private writable memory (RLIMIT_DATA), thread stacks included
  std::uint64_t files = 256;                          ///< descriptors
  std::uint64_t threads = 128;                        ///< threads of this process; no child process is allowed in the sandbox
  std::uint64_t file_size = std::uint64_t{64} << 20;  ///< bytes of one file, memfds included
  std::uint32_t unprivileged_id = 65534;              ///< the user and group that a sandboxed worker of a root server becomes
  std::vector<std::filesystem::path> readable{};      ///< more folders or files a sandboxed plugin may read, besides the system's libraries
  std::vector<std::filesystem::path> executable{};    ///< folders or files that may be read and run; none for a plugin
  std::filesystem::path workshop{};                   ///< a folder in which files may be made and changed; none for a plugin
};

/// Applies it to the calling process. [single-threaded; once; after the descriptors were inherited, before the library is opened, because
/// constructors are plugin code] Never throws, never fails: returns an English sentence for each limit that could not be applied.
///
/// What the parent does, since it cannot be done from within: a process-id namespace, by clone3 with CLONE_NEWPID when the parent is root,
/// with CLONE_NEWUSER | CLONE_NEWPID otherwise (the child then writes "deny" to /proc/self/setgroups and "<id> <id> 1" to uid_map and gid_map
/// before execve); without either when that is EPERM, ENOSPC or EUSERS. Here it is only told when it is missing (getpid() is not 1).
///
/// What the caller keeps to, when sandboxed: dlopen from /proc/self/fd/N (the only path to it that is left); no thread ever blocks SIGSYS
/// (a refusal is told by its handler, one line a call on standard error: "refused: socket(2)"; blocked, it kills); large payloads come from
/// memfd_create; no socket is made or connected any more, sendmsg and recvmsg on the inherited one go on. It changes its session (setsid) and
/// asks for SIGKILL at the parent's death again, which a change of user forgets. As the first process of its namespace it is not ended by signals
/// that it sends to itself: raise(SIGSEGV) does nothing, abort() says so in a line and ends in its last resort, a fault (SIGSEGV).
[[nodiscard]] std::vector<std::string> confine(const Confinement& limits);

}  // namespace hemicycle::worker
