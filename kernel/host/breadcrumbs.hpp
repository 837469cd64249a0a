// Which plugin was at work when the process ended: written down in a page that outlives it, so that the next start knows whom to confine.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>

namespace hemicycle::host {

/// A file mapped into memory; each thread that runs plugin code has a line in it. Writing one costs a few stores and no system call.
/// `Step` is for any thread; the rest for one, before threads start.
class Breadcrumbs final {
 public:
  /// Reads who was at work in a thread that crashed last time, then begins a clean page. Throws std::runtime_error when the file cannot be made.
  explicit Breadcrumbs(const std::filesystem::path& file);
  ~Breadcrumbs();
  Breadcrumbs(const Breadcrumbs&) = delete;
  Breadcrumbs& operator=(const Breadcrumbs&) = delete;

  [[nodiscard]] const std::set<std::string, std::less<>>& blamed() const { return blamed_; }

  /// From now on a thread that gets SIGSEGV, SIGBUS, SIGILL, SIGFPE or SIGABRT marks its line before the process ends. A kill from outside and
  /// a power cut mark nothing, and nobody is blamed for them. Once a process.
  void watch_signals();
  /// A handler that has run for more than `limit`, or empty. Any thread.
  [[nodiscard]] std::string overdue(std::chrono::seconds limit) const;
  /// Marks that plugin as the one to blame; the caller ends the process.
  void blame(std::string_view plugin);

  struct Line;
  using Name = std::array<std::uint64_t, 8>;  ///< 63 bytes and a zero, in words that are read and written whole
  /// While it lives, `plugin` is at work on this thread. Nests.
  class Step final {
   public:
    Step(Breadcrumbs* crumbs, std::string_view plugin);
    ~Step();
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;

   private:
    Line* line_ = nullptr;
    bool outermost_ = false;
    Name before_{};
  };

 private:
  [[nodiscard]] Line* line_of_this_thread();

  int fd_ = -1;
  Line* lines_ = nullptr;
  std::set<std::string, std::less<>> blamed_;
};

}  // namespace hemicycle::host
