// A library's first steps, taken in a child process: a plugin that crashes while loading takes only the child with it.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

namespace hemicycle::host {

/// Runs `steps` in a forked child and waits at most `seconds`. Empty when they ended well, else what happened: "was killed by signal 11
/// (Segmentation fault) while loading". Call before any thread is started. The verdict "well" is kept under `proof`, a file, so that a
/// library that was proven starts without a fork from then on.
[[nodiscard]] std::string probe(const std::filesystem::path& proof, int seconds, const std::function<void()>& steps);

}  // namespace hemicycle::host
