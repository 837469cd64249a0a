// `hemicycle plugin dev FOLDER`: build, serve, watch, build again, reload. It does by hand-over what its author would type: cmake and `hemicycle serve`.
#include <fcntl.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "kernel/cli/child.hpp"
#include "kernel/cli/commands.hpp"
#include "kernel/cli/watched_tree.hpp"
#include "kernel/steward/control.hpp"

namespace hemicycle::cli {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kQuiet{150};         ///< an editor that saves ten files asks for one build
constexpr milliseconds kReloadTime{30'000};

struct Stopped {};  ///< thrown when Ctrl-C comes while something is awaited

class Bench final {
 public:
  Bench(const config::Settings& settings, const DevArguments& arguments)
      : arguments_(arguments), folder_(fs::canonical(arguments.folder)), build_(folder_ / "build"), name_(name_of(folder_)),
        data_(settings.origin("data.dir") == "default" ? build_ / "data" : fs::path(settings.text("data.dir"))),
        house_(Premises::beside_program()), plugins_(settings.list("plugins.path")),
        sources_(folder_, [build = build_](const fs::path& path) { return path == build; }) {
    if (plugins_.empty()) plugins_.push_back(house_.plugins.string());
    plugins_.push_back((build_ / "plugins").string());
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGINT);
    sigaddset(&stop, SIGTERM);
    sigprocmask(SIG_BLOCK, &stop, nullptr);
    stop_ = ::signalfd(-1, &stop, SFD_CLOEXEC);
  }
  ~Bench() { ::close(stop_); }
  Bench(const Bench&) = delete;
  Bench& operator=(const Bench&) = delete;

  void work() {
    try {
      if (build()) serve();
      for (;;) {
        const auto changed = next_change();
        say("changed: " + changed);
        if (!build()) continue;
        if (server_) reload();
        else serve();
      }
    } catch (const Stopped&) {
      say("stopping");
      server_.reset();
    }
  }

 private:
  static std::string name_of(const fs::path& folder) {
    const auto file = folder / "plugin.json";
    std::ifstream in(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    if (!in) throw config::Refused(folder.string(), "", "a folder with a plugin.json; `hemicycle plugin new` makes one", "no plugin.json");
    return contract::read(text, file.string()).name;
  }

  void say(const std::string& what) const { std::cerr << name_ << ": " << neutralised(what) << std::endl; }

  /// Waits until `fd` can be read or `time` is over (negative: for ever); whether it can. Throws Stopped at Ctrl-C.
  bool wait_for(int fd, int time_ms) const {
    std::array<pollfd, 2> fds{pollfd{.fd = stop_, .events = POLLIN, .revents = 0}, pollfd{.fd = fd, .events = POLLIN, .revents = 0}};
    if (::poll(fds.data(), fds.size(), time_ms) < 0 && errno != EINTR) throw std::system_error(errno, std::generic_category(), "poll");
    if (fds[0].revents != 0) throw Stopped();
    return fds[1].revents != 0;
  }

  /// Runs to the end; its exit code. `said` takes what it printed.
  int run(const std::vector<std::string>& words, std::string& said) const {
    Child child(words, Child::Output::read);
    std::array<char, 4096> piece{};
    for (;;) {
      wait_for(child.output_fd(), -1);
      const auto size = ::read(child.output_fd(), piece.data(), piece.size());
      if (size <= 0) return child.wait();
      said.append(piece.data(), static_cast<std::size_t>(size));
    }
  }

  bool build() const {
    const auto begin = steady_clock::now();
    std::string said;
    int code = 0;
    if (!fs::exists(build_ / "CMakeCache.txt")) {
      const auto prefix = house_.share.parent_path().parent_path();
      code = run({"cmake", "-S", folder_.string(), "-B", build_.string(), "-DCMAKE_PREFIX_PATH=" + prefix.string()}, said);
    }
    if (code == 0) code = run({"cmake", "--build", build_.string(), "--parallel"}, said);
    const auto time = std::chrono::duration_cast<milliseconds>(steady_clock::now() - begin).count();
    const auto taken = std::to_string(time / 1000) + "." + std::to_string(time / 100 % 10) + " s";
    if (code == 0) {
      say("built in " + taken);
    } else {
      std::cerr << said;
      say("not built (" + taken + "); the reason stands above" + (server_ ? ", what was there before goes on serving" : ""));
    }
    return code == 0;
  }

  void serve() {
    std::vector<std::string> words = {fs::read_symlink("/proc/self/exe").string()};
    if (!arguments_.config.empty()) words.insert(words.end(), {"--config", arguments_.config.string()});
    for (const auto& option : arguments_.options) words.insert(words.end(), {"--set", option});
    std::string folders;
    for (const auto& folder : plugins_) folders += (folders.empty() ? "" : ",") + folder;
    words.insert(words.end(), {"--set", "plugins.path=" + folders, "--set", "data.dir=" + data_.string(), "serve"});
    fs::create_directories(data_);
    server_ = std::make_unique<Child>(words, Child::Output::shared);
    say("serving; Ctrl-C ends it");
  }

  void reload() {
    const auto answer = steward::ask_running(data_, {{"do", "reload"}, {"plugin", name_}}, kReloadTime);
    if (!answer) {
      server_.reset();
      say("the server does not answer on its control socket: started again");
      return serve();
    }
    const bool well = answer->value("ok", false);
    say(well ? "reloaded" : "not reloaded, the one before goes on serving: " + answer->value("error", answer->dump()));
  }

  /// Waits for the next file that was written, and for its editor to be done. Tells when the server ends by itself.
  std::string next_change() {
    for (;;) {
      std::array<pollfd, 3> fds{pollfd{.fd = stop_, .events = POLLIN, .revents = 0}, pollfd{.fd = sources_.fd(), .events = POLLIN, .revents = 0},
                                pollfd{.fd = server_ ? server_->ended_fd() : -1, .events = POLLIN, .revents = 0}};
      if (::poll(fds.data(), fds.size(), -1) < 0 && errno != EINTR) throw std::system_error(errno, std::generic_category(), "poll");
      if (fds[0].revents != 0) throw Stopped();
      if (fds[2].revents != 0) {
        const int code = server_->wait();
        server_.reset();
        say("the server ended with exit code " + std::to_string(code) + "; the next change starts it again");
      }
      if (fds[1].revents == 0) continue;
      auto changed = sources_.take();
      while (!changed.empty() && wait_for(sources_.fd(), static_cast<int>(kQuiet.count())))
        if (const auto more = sources_.take(); !more.empty()) changed = more;
      if (!changed.empty()) return fs::relative(changed, folder_).string();
    }
  }

  DevArguments arguments_;
  fs::path folder_, build_;
  std::string name_;
  fs::path data_;
  Premises house_;
  std::vector<std::string> plugins_;
  WatchedTree sources_;
  std::unique_ptr<Child> server_;
  int stop_ = -1;
};

}  // namespace

Exit plugin_dev(const config::Settings& settings, const DevArguments& arguments) {
  if (!fs::is_directory(arguments.folder)) {
    std::cerr << "hemicycle: there is no folder " << neutralised(arguments.folder.string()) << '\n';
    return Exit::not_found;
  }
  Bench(settings, arguments).work();
  return Exit::ok;
}

}  // namespace hemicycle::cli
