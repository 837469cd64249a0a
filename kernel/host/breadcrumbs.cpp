#include "kernel/host/breadcrumbs.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <stdexcept>
#include <system_error>

namespace hemicycle::host {

struct Breadcrumbs::Line {
  std::array<std::atomic<std::uint64_t>, 8> plugin;  // all zero = nobody
  std::atomic<std::int64_t> since;                   // steady clock, nanoseconds; 0 = nobody
  std::atomic<std::uint32_t> owned, crashed;

  [[nodiscard]] Name read() const {
    Name out{};
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = plugin[i].load(std::memory_order_relaxed);
    return out;
  }
  void write(const Name& name) {
    for (std::size_t i = 0; i < name.size(); ++i) plugin[i].store(name[i], std::memory_order_relaxed);
  }
};

namespace {

constexpr std::size_t kLines = 256;
constexpr std::size_t kBytes = kLines * sizeof(Breadcrumbs::Line);
constexpr std::array kCrashes{SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT};

Breadcrumbs::Name packed(std::string_view text) {
  Breadcrumbs::Name out{};
  std::memcpy(out.data(), text.data(), std::min(text.size(), sizeof out - 1));
  return out;
}

std::string text_of(const Breadcrumbs::Name& name) {
  const auto* bytes = reinterpret_cast<const char*>(name.data());
  return {bytes, ::strnlen(bytes, sizeof name)};
}

std::int64_t steady_now() { return std::chrono::steady_clock::now().time_since_epoch().count(); }

// A thread's line, given back when the thread ends. A signal handler reads it, so it is plain data of this program, never of a library.
struct OwnLine {
  Breadcrumbs::Line* line = nullptr;
  const void* page = nullptr;
};
thread_local OwnLine own_line;

// What each signal meant before: sanitizers and debuggers have handlers of their own, which get the signal after ours.
std::array<struct sigaction, kCrashes.size()> before_us;

void mark_and_pass_on(int number, siginfo_t* info, void*) {
  if (auto* line = own_line.line; line != nullptr && line->plugin[0] != 0) line->crashed = 1;
  const auto at = std::find(kCrashes.begin(), kCrashes.end(), number) - kCrashes.begin();
  ::sigaction(number, &before_us[static_cast<std::size_t>(at)], nullptr);
  if (info->si_code <= 0) ::raise(number);  // sent by somebody, itself perhaps: a fault happens again when the handler returns, this does not
}

}  // namespace

Breadcrumbs::Breadcrumbs(const std::filesystem::path& file) : fd_(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
  if (fd_ < 0 || ::ftruncate(fd_, kBytes) != 0) throw std::system_error(errno, std::generic_category(), "cannot keep breadcrumbs in " + file.string());
  void* mapped = ::mmap(nullptr, kBytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd_, 0);
  if (mapped == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "cannot map " + file.string());
  lines_ = static_cast<Line*>(mapped);
  for (std::size_t i = 0; i < kLines; ++i)
    if (lines_[i].crashed == 1) blamed_.insert(text_of(lines_[i].read()));
  std::memset(mapped, 0, kBytes);
}

Breadcrumbs::~Breadcrumbs() {
  if (own_line.page == lines_) own_line = {};
  if (lines_ != nullptr) ::munmap(lines_, kBytes);
  if (fd_ >= 0) ::close(fd_);
}

void Breadcrumbs::watch_signals() {
  struct sigaction action {};
  action.sa_sigaction = &mark_and_pass_on;
  action.sa_flags = SA_SIGINFO | SA_NODEFER | SA_ONSTACK;
  for (std::size_t i = 0; i < kCrashes.size(); ++i) ::sigaction(kCrashes[i], &action, &before_us[i]);
}

Breadcrumbs::Line* Breadcrumbs::line_of_this_thread() {
  if (own_line.page == lines_) return own_line.line;
  for (std::size_t i = 0; i < kLines; ++i) {
    std::uint32_t free = 0;
    if (!lines_[i].owned.compare_exchange_strong(free, 1)) continue;
    own_line = {&lines_[i], lines_};
    return own_line.line;
  }
  own_line = {nullptr, lines_};  // more threads than lines: those without one leave no crumb
  return nullptr;
}

std::string Breadcrumbs::overdue(std::chrono::seconds limit) const {
  const auto latest = steady_now() - std::chrono::nanoseconds(limit).count();
  for (std::size_t i = 0; i < kLines; ++i)
    if (const auto since = lines_[i].since.load(std::memory_order_acquire); since != 0 && since < latest)
      return text_of(lines_[i].read());
  return {};
}

void Breadcrumbs::blame(std::string_view plugin) {
  for (std::size_t i = 0; i < kLines; ++i)
    if (lines_[i].read() == packed(plugin)) lines_[i].crashed = 1;
}

Breadcrumbs::Step::Step(Breadcrumbs* crumbs, std::string_view plugin) {
  if (crumbs == nullptr) return;
  line_ = crumbs->line_of_this_thread();
  if (line_ == nullptr) return;
  before_ = line_->read();
  outermost_ = before_[0] == 0;
  line_->write(packed(plugin));
  if (outermost_) line_->since.store(steady_now(), std::memory_order_release);
}

Breadcrumbs::Step::~Step() {
  if (line_ == nullptr) return;
  if (outermost_) line_->since.store(0, std::memory_order_release);
  line_->write(before_);
}

}  // namespace hemicycle::host
