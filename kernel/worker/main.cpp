// hemicycle-worker: hosts one plugin for the server that started it. Not for the command line: it speaks over descriptors that it inherits.
//
//   hemicycle-worker PLUGIN CHANNELS
#include <pthread.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <string>
#include <system_error>
#include <vector>

#include "kernel/wire/inherited.hpp"
#include "kernel/worker/call.hpp"
#include "kernel/worker/confine.hpp"
#include "kernel/worker/doors.hpp"
#include "kernel/worker/host_side.hpp"

namespace {

using namespace hemicycle;
using wire::Kind;
using wire::Transfer;

// Enough for what plugins do; what is not touched takes no memory. Sanitizers make frames several times larger.
#ifdef HEMICYCLE_SANITIZED
constexpr std::size_t kStack = std::size_t{16} << 20;
#else
constexpr std::size_t kStack = std::size_t{2} << 20;
#endif

/// One thread a channel; ends when the server closes it.
class Crew final {
 public:
  void start(int channels, const worker::Doors& doors) {
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, kStack);
    for (int i = 0; i < channels; ++i) {
      auto& lane = lanes_.emplace_back(wire::kFirstChannel + i, doors);
      pthread_t thread{};
      const int error = pthread_create(&thread, &attributes, &serve, &lane);
      if (error != 0) throw std::system_error(error, std::generic_category(), "no thread for a channel");
      threads_.push_back(thread);
    }
    pthread_attr_destroy(&attributes);
  }
  void join() {
    for (const auto thread : threads_) pthread_join(thread, nullptr);
    threads_.clear();
  }

 private:
  static void* serve(void* lane) {
    static_cast<worker::Lane*>(lane)->serve();
    return nullptr;
  }
  std::deque<worker::Lane> lanes_;
  std::vector<pthread_t> threads_;
};

/// The server decides when a worker ends: Ctrl-C and the service manager speak to the whole group, and the server still needs this one to drain.
void leave_signals_to_the_server() {
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) std::signal(number, SIG_IGN);
}

void become(const std::string& plugin) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::prctl(PR_SET_NAME, ("hmc:" + plugin).c_str());
#ifndef HEMICYCLE_SANITIZED  // the leak check attaches to its own process
  ::prctl(PR_SET_DUMPABLE, 0);
#endif
}

/// The first frame. False = this is no server of ours.
bool read_hello(const wire::Frame& frame, worker::HostSide& host, worker::Confinement& limits) {
  wire::Reader in(frame.body);
  if (frame.kind != Kind::hello || in.number<std::uint32_t>() != wire::kWireVersion) return false;
  limits.sandboxed = in.number<std::uint8_t>() != 0;
  if (const auto memory = in.number<std::uint64_t>(); memory != 0) limits.memory_bytes = memory;
  host.settings_json = in.text();
  const auto vocabularies = in.number<std::uint32_t>();
  for (std::uint32_t i = 0; i < vocabularies && in.sound(); ++i) {
    const auto name = in.text();
    host.vocabularies_json.emplace(name, in.text());
  }
  return in.wrong().empty();
}

/// Until the server says stop, or is gone.
void obey(wire::Channel& control, worker::HostSide& host, worker::Doors& doors, Crew& crew, int channels) {
  wire::Frame frame;
  while (control.receive(frame) == Transfer::done && frame.kind == Kind::start) {
    auto problem = doors.start();
    if (problem.empty()) crew.start(channels, doors);
    const std::lock_guard lock(host.speaking);
    auto told = control.write(Kind::started, 0);
    told.text(problem);
    if (!problem.empty()) told.text(host.refused.path).text(host.refused.expected).text(host.refused.found);
    if (control.send() != Transfer::done) ::_exit(EXIT_FAILURE);
  }
  if (frame.kind != Kind::stop) ::_exit(EXIT_FAILURE);
}

int run(const std::string& plugin, int channels) {
  wire::Channel control(wire::kControlDescriptor);
  worker::HostSide host{.table = {sizeof(hmc_host_v1), 0, &worker::find_extension}, .control = control};
  worker::Confinement limits{.plugin = plugin};
  wire::Frame frame;
  if (control.receive(frame) != Transfer::done || !read_hello(frame, host, limits)) return EXIT_FAILURE;

  const auto not_applied = worker::confine(limits);
  become(plugin);
  worker::Doors doors;
  const auto problem = doors.open("/proc/self/fd/" + std::to_string(wire::kLibraryDescriptor), &host.table);
  {
    const std::lock_guard lock(host.speaking);
    auto out = control.write(Kind::loaded, 0).text(problem).number(static_cast<std::uint32_t>(not_applied.size()));
    for (const auto& sentence : not_applied) out.text(sentence);
    if (control.send() != Transfer::done) return EXIT_FAILURE;
  }
  Crew crew;
  obey(control, host, doors, crew, channels);
  crew.join();
  doors.close();
  return EXIT_SUCCESS;
}

}  // namespace

int main(int count, char** arguments) {
  const int channels = count == 3 ? std::atoi(arguments[2]) : 0;
  if (channels < 1 || channels > wire::kMostChannels) {
    std::fputs("hemicycle-worker is started by hemicycle, for a plugin with isolation = \"worker\" or \"sandboxed\"; see hemicycle(1)\n", stderr);
    return 2;
  }
  leave_signals_to_the_server();
  become(arguments[1]);
  try {
    const int code = run(arguments[1], channels);
    std::fflush(nullptr);
    // Not exit(): a thread of the plugin that was not ended may still run, and must not meet what is being taken down.
    ::_exit(code);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "hemicycle-worker: %s\n", error.what());
    return EXIT_FAILURE;
  }
}
