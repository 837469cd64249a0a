#include "kernel/host/worker_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <stdexcept>
#include <utility>

#include "kernel/host/socket_pair.hpp"

namespace hemicycle::host {
namespace {

using wire::Kind;
using wire::Transfer;

constexpr std::size_t kLongestLine = 4096;
constexpr std::uint32_t kPrinted = 2;  // HMC_LOG_INFO: what a plugin prints is no message to the operator by itself

std::string describe(const siginfo_t& info) {
  if (info.si_code == CLD_EXITED) return "ended by itself with exit code " + std::to_string(info.si_status);
  return "was killed by signal " + std::to_string(info.si_status) + " (" + ::strsignal(info.si_status) + ")";
}

}  // namespace

WorkerProcess::WorkerProcess(SpawnRequest request, std::function<void(wire::Writer)> hello, Hooks hooks)
    : request_(std::move(request)), hooks_(std::move(hooks)) {
  thread_ = std::thread([this, hello = std::move(hello)] { run(hello); });
}

WorkerProcess::~WorkerProcess() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  kill("its place was given up");
  thread_.join();
}

void WorkerProcess::run(std::function<void(wire::Writer)> hello) {
  ::prctl(PR_SET_NAME, ("keep:" + request_.plugin).c_str());
  std::string how;
  try {
    SocketPair control;
    OutputPipe output;
    request_.descriptors.insert(request_.descriptors.begin() + 1, control.theirs());
    request_.output = output.theirs();
    auto process = spawn(request_);
    {
      const std::lock_guard lock(mutex_);
      process_ = process;
      // Asked to end before there was a process.
      if (!killed_because_.empty()) ::syscall(SYS_pidfd_send_signal, process_.pidfd, SIGKILL, nullptr, 0);
    }
    control_ = std::make_unique<wire::Channel>(control.take_ours());
    control_->watch_deadlines();
    output_ = output.take_ours();
  } catch (const std::exception& error) {
    how = error.what();
  }
  if (how.empty()) {
    {
      const std::lock_guard lock(speaking_);
      hello(control_->write(Kind::hello, 0));
      static_cast<void>(control_->send());
    }
    watch();
    how = reap();
  }
  if (output_ >= 0) ::close(output_);
  finish(std::move(how));
}

void WorkerProcess::watch() {
  std::array<pollfd, 3> watched{pollfd{process_.pidfd, POLLIN, 0}, pollfd{control_->descriptor(), POLLIN, 0}, pollfd{output_, POLLIN, 0}};
  for (;;) {
    if (::poll(watched.data(), watched.size(), -1) < 0) continue;  // EINTR
    if (watched[2].revents != 0 && !read_output()) watched[2].fd = -1;
    // A worker that closes this pair has nothing left to say; the calls in progress see the same on their own.
    if (watched[1].revents != 0 && !hear()) watched[1].fd = -1;
    if (watched[0].revents != 0 && watched[1].revents == 0 && watched[2].revents == 0) return;
  }
}

bool WorkerProcess::hear() {
  wire::Frame frame;
  const auto received = control_->receive(frame, std::chrono::steady_clock::now());
  if (received == Transfer::done) obey(frame);
  if (received == Transfer::wrong) kill("it lied: " + control_->why());
  return received != Transfer::closed;
}

void WorkerProcess::obey(const wire::Frame& frame) {
  wire::Reader in(frame.body);
  if (frame.kind == Kind::log) {
    const auto level = in.number<std::uint32_t>();
    const auto text = in.text();
    if (!in.wrong().empty()) return kill("it lied: " + std::string(in.wrong()));
    return say(level, text.substr(0, kLongestLine));
  }
  std::unique_lock lock(mutex_);
  const bool expected = frame.number == 0 && ((frame.kind == Kind::loaded && stage_ == Stage::starting) || (frame.kind == Kind::started && stage_ == Stage::loaded));
  problem_ = in.text();
  if (frame.kind == Kind::started && !problem_.empty()) {
    core::SettingRefusal setting{.path = std::string(in.text()), .expected = std::string(in.text()), .found = std::string(in.text())};
    if (!setting.path.empty()) refused_ = std::move(setting);
  }
  if (frame.kind == Kind::loaded)
    for (auto left = in.number<std::uint32_t>(); left > 0 && in.sound(); --left) not_applied_.emplace_back(in.text());
  if (!expected || !in.wrong().empty()) {
    lock.unlock();
    return kill(expected ? "it lied: " + std::string(in.wrong()) : "it lied: it said on its control pair what nobody asked for");
  }
  stage_ = frame.kind == Kind::loaded ? Stage::loaded : Stage::serving;
  changed_.notify_all();
}

void WorkerProcess::say(std::uint32_t level, std::string_view line) {
  std::size_t left_out = 0;
  const bool may = lines_.spend(std::chrono::steady_clock::now(), left_out);
  tell_left_out(left_out);
  if (may) hooks_.log(level, line);
}

void WorkerProcess::tell_left_out(std::size_t count) {
  constexpr std::uint32_t kWarning = 3;
  if (count > 0)
    hooks_.log(kWarning, std::to_string(count) + " of its lines were left out: it wrote more than " + std::to_string(LineBudget::kLinesPerSecond) + " a second");
}

bool WorkerProcess::read_output() {
  std::array<char, kLongestLine> bytes;
  const auto count = ::read(output_, bytes.data(), bytes.size());
  if (count <= 0) return false;
  unfinished_.append(bytes.data(), static_cast<std::size_t>(count));
  for (auto end = unfinished_.find('\n'); end != std::string::npos || unfinished_.size() >= kLongestLine; end = unfinished_.find('\n')) {
    const auto size = std::min(end, kLongestLine);
    if (size > 0) say(kPrinted, std::string_view(unfinished_).substr(0, size));
    unfinished_.erase(0, end == size ? size + 1 : size);
  }
  return true;
}

std::string WorkerProcess::reap() {
  siginfo_t info{};
  while (::waitid(P_PIDFD, static_cast<id_t>(process_.pidfd), &info, WEXITED) != 0 && errno == EINTR) continue;
  const std::lock_guard lock(mutex_);
  ::close(std::exchange(process_.pidfd, -1));
  const bool by_us = info.si_code == CLD_KILLED && info.si_status == SIGKILL && !killed_because_.empty();
  return by_us ? "was ended by the server: " + killed_because_ : describe(info);
}

void WorkerProcess::finish(std::string how) {
  if (!unfinished_.empty()) say(kPrinted, unfinished_);
  tell_left_out(lines_.left_out());
  bool expected = false;
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
    expected = stopping_ || stage_ != Stage::serving;
    if (problem_.empty()) problem_ = how;
    stage_ = Stage::ended;
  }
  hooks_.ended();
  changed_.notify_all();
  if (!expected && hooks_.died) hooks_.died(how);
}

bool WorkerProcess::reach(Stage stage, std::chrono::nanoseconds within) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, within, [&] { return stage_ >= stage || !problem_.empty(); });
  return stage_ == stage && (problem_.empty() || stage == Stage::ended);
}

void WorkerProcess::tell(Kind kind) {
  const std::lock_guard lock(speaking_);
  static_cast<void>(control_->write(kind, 0));
  static_cast<void>(control_->send(std::chrono::steady_clock::now() + std::chrono::seconds(1)));
}

void WorkerProcess::kill(const std::string& why) {
  const std::lock_guard lock(mutex_);
  if (over_ || !killed_because_.empty()) return;
  killed_because_ = why;
  if (process_.pidfd >= 0) ::syscall(SYS_pidfd_send_signal, process_.pidfd, SIGKILL, nullptr, 0);
}

void WorkerProcess::stop(std::chrono::nanoseconds within) {
  {
    const std::lock_guard lock(mutex_);
    if (over_) return;
    stopping_ = true;
  }
  tell(Kind::stop);
  std::unique_lock lock(mutex_);
  if (changed_.wait_for(lock, within, [&] { return over_.load(); })) return;
  lock.unlock();
  kill("it did not stop in time");
  lock.lock();
  changed_.wait(lock, [&] { return over_.load(); });
}

pid_t WorkerProcess::pid() const {
  const std::lock_guard lock(mutex_);
  return process_.pid;
}

std::string WorkerProcess::problem() const {
  const std::lock_guard lock(mutex_);
  return problem_;
}

std::optional<core::SettingRefusal> WorkerProcess::refused() const {
  const std::lock_guard lock(mutex_);
  return refused_;
}

std::vector<std::string> WorkerProcess::limits_not_applied() const {
  const std::lock_guard lock(mutex_);
  return not_applied_;
}

}  // namespace hemicycle::host
