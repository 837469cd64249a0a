// What a plugin in a process of its own costs beside a bare ping-pong over the same kind of sockets between two processes, one line a round:
// bare and ours, microseconds a round trip of 1 KiB, one at a time; bare and ours, with several channels at once; spawn to ready in
// milliseconds; resident memory in MiB. Usage: worker_cost WORKER PLUGIN ROUNDS CALLS
#include <sched.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "kernel/core/call_context.hpp"
#include "kernel/host/worker_instance.hpp"

namespace {

using namespace hemicycle;
using std::chrono::steady_clock;

constexpr std::size_t kPayload = 1024;
constexpr int kChannels = 4;

double since(steady_clock::time_point begun, int calls) { return std::chrono::duration<double, std::micro>(steady_clock::now() - begun).count() / calls; }

void all_of(int descriptor, bool out, char* bytes) {
  const auto moved = out ? ::send(descriptor, bytes, kPayload, MSG_NOSIGNAL) : ::recv(descriptor, bytes, kPayload, 0);
  if (moved != static_cast<ssize_t>(kPayload)) throw std::runtime_error("the bare peer is gone");
}

/// Another process whose threads answer each datagram with itself.
class BarePeer final {
 public:
  BarePeer() {
    for (auto& pair : pairs_)
      if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair.data()) != 0) throw std::runtime_error("no sockets");
    child_ = ::fork();
    if (child_ == 0) echo();
    for (const auto& pair : pairs_) ::close(pair[1]);
  }
  ~BarePeer() {
    for (const auto& pair : pairs_) ::close(pair[0]);
    ::waitpid(child_, nullptr, 0);
  }
  BarePeer(const BarePeer&) = delete;
  BarePeer& operator=(const BarePeer&) = delete;

  void call(int channel, int calls) const {
    std::array<char, kPayload> bytes{};
    const int descriptor = pairs_[static_cast<std::size_t>(channel)][0];
    for (int i = 0; i < calls; ++i) {
      all_of(descriptor, true, bytes.data());
      all_of(descriptor, false, bytes.data());
    }
  }

 private:
  [[noreturn]] void echo() const {
    ::setsid();  // as a worker: the scheduler shares the processor between sessions first
    std::vector<std::thread> threads;
    for (const auto& pair : pairs_) {
      ::close(pair[0]);
      threads.emplace_back([descriptor = pair[1]] {
        std::array<char, kPayload> bytes{};
        while (::recv(descriptor, bytes.data(), bytes.size(), 0) > 0)
          if (::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL) < 0) break;
      });
    }
    for (auto& thread : threads) thread.join();
    ::_exit(0);
  }
  std::array<std::array<int, 2>, kChannels> pairs_{};
  pid_t child_ = -1;
};

/// Calls that need neither a store nor a bus.
class NoStore final : public core::Connection {
 public:
  void begin_read() override {}
  void begin_write() override {}
  void commit() override {}
  void rollback() noexcept override {}
  void savepoint() override {}
  void release() override {}
  void rollback_to_savepoint() override {}
  std::int64_t exec(std::string_view, std::string_view, std::span<const hmc_param>) override { return 0; }
  std::unique_ptr<core::Cursor> query(std::string_view, std::string_view, std::span<const hmc_param>) override { return nullptr; }
};

class NoServices final : public core::CallServices {
 public:
  core::Outcome ask(core::CallContext&, std::string_view, std::string_view) override { return core::Outcome::success({}); }
  core::Status emit(core::CallContext&, std::string_view, std::string_view, std::string_view) override { return core::Status::ok; }
  core::Status schedule(core::CallContext&, std::string_view, std::string_view, std::int64_t, std::string_view) override { return core::Status::ok; }
  core::Status change_grant(core::CallContext&, core::Policy::Change) override { return core::Status::ok; }
  core::Status change_session(core::CallContext&, core::SessionChange) override { return core::Status::ok; }
  core::Status end_all_sessions(core::CallContext&, std::string_view) override { return core::Status::ok; }
  core::Status write_letter(core::CallContext&, core::Letter&) override { return core::Status::ok; }
  std::optional<core::LetterState> letter_state(core::CallContext&, std::string_view) const override { return std::nullopt; }
  bool allowed(std::string_view, std::string_view, std::string_view) const override { return false; }
};

void call_worker(host::Worker& worker, int calls) {
  static const contract::Plugin own;
  NoStore db;
  NoServices services;
  const std::string payload(kPayload, 'x');
  core::Message message;
  message.id = message.correlation = message.causation = "0198c2f0-0000-7000-8000-000000000000";
  message.type = "echo.echo";
  message.actor = "a0198c2f0";
  message.traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  message.payload = payload;
  for (int i = 0; i < calls; ++i) {
    message.deadline = steady_clock::now() + std::chrono::seconds(10);
    core::CallContext context(own, nullptr, message, db, nullptr, services, 0);
    if (const auto outcome = worker.handle(context, message); !outcome.ok() || outcome.payload.size() != kPayload) throw std::runtime_error(outcome.problem.detail);
  }
}

template <typename Call>
double at_once(int calls, Call call) {
  const auto begun = steady_clock::now();
  std::vector<std::thread> threads;
  for (int channel = 0; channel < kChannels; ++channel) threads.emplace_back([&call, channel] { call(channel); });
  for (auto& thread : threads) thread.join();
  return since(begun, calls * kChannels);
}

void measure(const std::string& program, const std::string& plugin, int rounds, int calls) {
  const BarePeer bare;
  const auto library = std::make_shared<const host::SealedLibrary>(host::SealedLibrary::read(plugin));
  for (int round = 0; round < rounds; ++round) {
    const auto asked = steady_clock::now();
    host::Worker worker(library,
                        std::make_unique<host::PluginHost>(host::PluginHost{.table = {},
                                                                            .plugin = "echo",
                                                                            .settings_json = "{}",
                                                                            .vocabularies_json = nullptr,
                                                                            .log = [](std::string_view, std::uint32_t, std::string_view) {}}),
                        {.program = program, .channels = kChannels});
    if (!worker.start().ok()) throw std::runtime_error("the worker did not start");
    const auto ready_ms = since(asked, 1) / 1000;
    call_worker(worker, calls / 10);  // both sides know their pages
    bare.call(0, calls / 10);
    auto begun = steady_clock::now();
    bare.call(0, calls);
    const auto bare_us = since(begun, calls);
    begun = steady_clock::now();
    call_worker(worker, calls);
    const auto ours_us = since(begun, calls);
    const auto bare_many_us = at_once(calls, [&](int channel) { bare.call(channel, calls); });
    const auto ours_many_us = at_once(calls, [&](int) { call_worker(worker, calls); });
    std::cout << bare_us << ' ' << ours_us << ' ' << bare_many_us << ' ' << ours_many_us << ' ' << ready_ms << ' '
              << static_cast<double>(worker.memory_bytes()) / (1 << 20) << '\n';
  }
}

/// All on one processor, as in bus_cost: waking a halted one costs a virtual machine more than what is measured.
void stay_on_one_processor() {
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(0, &one);
  sched_setaffinity(0, sizeof one, &one);
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 5) {
    std::cerr << "usage: worker_cost WORKER PLUGIN ROUNDS CALLS\n";
    return 2;
  }
  stay_on_one_processor();
  try {
    measure(arguments[1], arguments[2], std::atoi(arguments[3]), std::atoi(arguments[4]));
  } catch (const std::exception& error) {
    std::cerr << "worker_cost: " << error.what() << '\n';
    return 1;
  }
  return 0;
}
