// The small root folder of a sandboxed worker.
#pragma once

#include <string>
#include <vector>

namespace hemicycle::worker {

/// Makes a root of `paths` alone, read-only, with its own part of /proc, and goes there. In a mount namespace of its own, with its capabilities.
/// When a step fails the old root stays: Landlock still guards it.
void enter_small_root(const std::vector<std::string>& paths, std::vector<std::string>& missing);

}  // namespace hemicycle::worker
