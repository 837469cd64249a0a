// The steps of confine(), each of which says what it could not do.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kernel/worker/confine.hpp"

namespace hemicycle::worker {

using Sentences = std::vector<std::string>;

/// True in builds with a sanitizer, whose runtimes reserve terabytes and call what the filter refuses.
#if defined(HEMICYCLE_SANITIZED)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif

/// "no user namespace: Operation not permitted"; reads errno.
[[nodiscard]] std::string failed(const std::string& what);

/// Its own control group below that of the server, where cgroup v2 is mounted and ours to write. `mount` is /sys/fs/cgroup but in tests.
void enter_control_group(const Confinement& limits, const std::string& mount, Sentences& missing);
void set_limits(const Confinement& limits, Sentences& missing);

/// Leaves uid 0, then: user, mount, network, IPC and host-name namespaces, and a root folder with the system's libraries and no more.
void enter_namespaces(const Confinement& limits, Sentences& missing);
void drop_capabilities(Sentences& missing);

/// Landlock: reads what dlopen needs; nothing else of the file system, no TCP, no signals or abstract sockets outwards.
void restrict_files(const Confinement& limits, Sentences& missing);

/// The handler that tells refusals (confine_refusals.cpp), then the filter of system calls. Last of all steps.
void restrict_calls(const Confinement& limits, Sentences& missing);

/// Takes SIGSYS: what the filter traps is told in one line on standard error and answered EPERM. Opening a file is tried first, with `token` as
/// its sixth argument, which the filter lets pass to Landlock; it is told when it is refused. False when SIGSYS cannot be taken.
[[nodiscard]] bool tell_refusals(std::uint64_t token, const std::vector<std::string>& readable);

/// What is readable in the sandbox, those of them that exist.
[[nodiscard]] std::vector<std::string> readable_paths(const Confinement& limits);

}  // namespace hemicycle::worker
