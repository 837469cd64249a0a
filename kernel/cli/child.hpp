// A program run by this one: `plugin dev` runs cmake and a server of its own.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace hemicycle::cli {

/// Constructor: starts `words` (the first is looked for in PATH); std::system_error when there is no such program. It dies with this process.
/// The signals that this thread blocked are not blocked there. One thread.
class Child final {
 public:
  enum class Output { shared, read };  ///< its output goes where ours goes, or is read through `output_fd`

  Child(const std::vector<std::string>& words, Output output);
  ~Child();  ///< asks it to end (SIGTERM), then makes it end
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  /// Readable once it has ended.
  [[nodiscard]] int ended_fd() const { return ended_; }
  /// Its standard output and standard error, when read; -1 otherwise.
  [[nodiscard]] int output_fd() const { return output_; }
  /// Waits for its end; its exit code, or 128 and the signal that ended it.
  [[nodiscard]] int wait();

 private:
  pid_t pid_;
  int ended_ = -1, output_ = -1;
  bool waited_ = false;
};

}  // namespace hemicycle::cli
