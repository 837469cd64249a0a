#include "kernel/cli/watched_tree.hpp"

#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <system_error>

namespace hemicycle::cli {

namespace fs = std::filesystem;

namespace {

/// What editors leave beside a file while they write it.
bool is_scratch(const std::string& name) {
  return name.empty() || name.front() == '.' || name.back() == '~' || name.ends_with(".swp") || name.ends_with(".tmp") || name == "4913";
}

}  // namespace

WatchedTree::WatchedTree(const fs::path& root, std::function<bool(const fs::path&)> skipped)
    : skipped_(std::move(skipped)), fd_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
  if (fd_ < 0) throw std::system_error(errno, std::generic_category(), "cannot watch " + root.string());
  watch(root);
}

WatchedTree::~WatchedTree() { ::close(fd_); }

void WatchedTree::watch(const fs::path& folder) {
  if (skipped_(folder)) return;
  const int watched = ::inotify_add_watch(fd_, folder.c_str(), IN_CLOSE_WRITE | IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_ONLYDIR);
  if (watched < 0) {
    if (errno == ENOENT || errno == ENOTDIR) return;  // gone again
    throw std::system_error(errno, std::generic_category(), "cannot watch " + folder.string());
  }
  folders_[watched] = folder;
  std::error_code gone;
  for (fs::directory_iterator entry(folder, gone), end; !gone && entry != end; entry.increment(gone))
    if (entry->is_directory(gone) && !is_scratch(entry->path().filename().string())) watch(entry->path());
}

fs::path WatchedTree::take() {
  fs::path last;
  alignas(inotify_event) std::array<char, 8192> bytes{};
  for (ssize_t size = 0; (size = ::read(fd_, bytes.data(), bytes.size())) > 0;) {
    for (std::size_t at = 0; at < static_cast<std::size_t>(size);) {
      inotify_event event{};
      std::memcpy(&event, bytes.data() + at, sizeof event);
      const std::string name = event.len > 0 ? bytes.data() + at + sizeof event : "";
      at += sizeof event + event.len;
      if ((event.mask & IN_Q_OVERFLOW) != 0) last = "(too many files at once)";
      const auto folder = folders_.find(event.wd);
      if (folder == folders_.end() || is_scratch(name)) continue;
      const auto path = folder->second / name;
      if (skipped_(path)) continue;
      if ((event.mask & IN_ISDIR) != 0 && (event.mask & (IN_CREATE | IN_MOVED_TO)) != 0) watch(path);
      // A file that was only made is empty still: its writer closes it, and that is told too.
      if ((event.mask & IN_ISDIR) != 0 || (event.mask & IN_CREATE) == 0) last = path;
    }
  }
  return last;
}

}  // namespace hemicycle::cli
