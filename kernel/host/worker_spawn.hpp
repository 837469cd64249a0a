// Starting a worker process from a server with many threads.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "sdk/contract/model.hpp"

namespace hemicycle::host {

struct SpawnRequest {
  std::filesystem::path program;
  std::string plugin;
  std::vector<int> descriptors;  ///< become 3, 4, 5 … in the worker, in this order; it inherits no other, and an empty standard input
  int output = -1;               ///< becomes its standard output and standard error
  contract::Isolation isolation = contract::Isolation::worker;
};

struct Spawned {
  pid_t pid = -1;   ///< as this process sees it
  int pidfd = -1;   ///< the caller's to close; readable when the worker has ended
};

/// Throws std::runtime_error with a sentence. The worker is killed when the calling *thread* ends: call it on one that outlives the worker.
/// Its environment is empty but for the language and the time zone: the server's holds secrets.
[[nodiscard]] Spawned spawn(const SpawnRequest& request);

}  // namespace hemicycle::host
