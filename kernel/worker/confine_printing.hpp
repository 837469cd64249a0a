// What the program that prints loses before it is run: no network, no files but those of the system, no child process, little time and memory.
#pragma once

#include <string>
#include <vector>

namespace hemicycle::worker {

/// Applies it to the calling process, for what it will be after execve of `program`, which may write in the folder `workshop` alone. [single-threaded; once] Never throws: an English sentence for each
/// part that is not in force; empty when all is.
[[nodiscard]] std::vector<std::string> confine_printing(const std::string& program, const std::string& workshop);

}  // namespace hemicycle::worker
