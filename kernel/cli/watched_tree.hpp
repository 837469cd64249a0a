// The folders of a plugin's sources, watched by inotify: `plugin dev` wakes when one of their files was written.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>

namespace hemicycle::cli {

/// Watches `root` and all folders below it but those that `skipped` names; a folder made later is watched from then on.
/// Constructor: std::system_error when this machine watches nothing more. One thread.
class WatchedTree final {
 public:
  WatchedTree(const std::filesystem::path& root, std::function<bool(const std::filesystem::path&)> skipped);
  ~WatchedTree();
  WatchedTree(const WatchedTree&) = delete;
  WatchedTree& operator=(const WatchedTree&) = delete;

  /// Readable when something happened.
  [[nodiscard]] int fd() const { return fd_; }
  /// Takes what happened since; the last file that was written, made, moved or removed, or empty. Never waits.
  [[nodiscard]] std::filesystem::path take();

 private:
  void watch(const std::filesystem::path& folder);

  std::function<bool(const std::filesystem::path&)> skipped_;
  std::map<int, std::filesystem::path> folders_;
  int fd_;
};

}  // namespace hemicycle::cli
