#include "kernel/web/press/print_process.hpp"

#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <utility>
#include <vector>

namespace hemicycle::web::press {
namespace {

constexpr std::size_t kMostPdf = std::size_t{64} << 20, kMostSaid = 2000;

/// A file without a name: the document goes in and comes out through two of them, so that no pipe has to be kept flowing meanwhile.
class Sheet final {
 public:
  explicit Sheet(const char* name) : file_(::memfd_create(name, MFD_CLOEXEC)) {}
  ~Sheet() {
    if (file_ >= 0) ::close(file_);
  }
  Sheet(const Sheet&) = delete;
  Sheet& operator=(const Sheet&) = delete;

  [[nodiscard]] int file() const { return file_; }
  [[nodiscard]] bool write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const auto written = ::write(file_, bytes.data(), bytes.size());
      if (written <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return ::lseek(file_, 0, SEEK_SET) == 0;
  }
  [[nodiscard]] std::string read(std::size_t most) const {
    const auto end = ::lseek(file_, 0, SEEK_END);
    std::string out(std::min(most, static_cast<std::size_t>(std::max<off_t>(end, 0))), '\0');
    std::size_t got = 0;
    while (got < out.size()) {
      const auto part = ::pread(file_, out.data() + got, out.size() - got, static_cast<off_t>(got));
      if (part <= 0) break;
      got += static_cast<std::size_t>(part);
    }
    out.resize(got);
    return out;
  }

 private:
  int file_;
};

/// A folder for one process, which is gone with all that is in it at the end.
class Workshop final {
 public:
  Workshop() : path_((std::filesystem::temp_directory_path() / "hemicycle-print-XXXXXX").string()) {
    if (::mkdtemp(path_.data()) == nullptr) path_.clear();
  }
  ~Workshop() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  Workshop(const Workshop&) = delete;
  Workshop& operator=(const Workshop&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// PDF/UA-1 (ISO 14289-1): tagged, with its language and title.
constexpr std::array kArguments{"--quiet", "--encoding", "utf-8", "--pdf-variant", "pdf/ua-1", "-", "-"};
// Nothing of the server's surroundings, where secrets may stand; no folder to keep caches in.
constexpr std::array kSurroundings{"PATH=/usr/bin:/bin", "LANG=C.UTF-8", "HOME=/nonexistent", "PYTHONNOUSERSITE=1", "PYTHONSAFEPATH=1", "PYTHONDONTWRITEBYTECODE=1"};

template <std::size_t Count>
std::vector<char*> pointers(const std::array<const char*, Count>& words, std::vector<std::string>& kept) {
  for (const auto* word : words) kept.emplace_back(word);
  std::vector<char*> out;
  for (auto& word : kept) out.push_back(word.data());
  out.push_back(nullptr);
  return out;
}

/// The process, or -1 and errno.
pid_t start(const Programs& programs, const Workshop& workshop, const Sheet& in, const Sheet& out, const Sheet& said) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  for (const auto& [sheet, number] : {std::pair{&in, 0}, {&out, 1}, {&said, 2}}) posix_spawn_file_actions_adddup2(&actions, sheet->file(), number);
  posix_spawn_file_actions_addclosefrom_np(&actions, 3);  // the server's files and lines are none of the program's
  // The server holds signals back and ignores SIGPIPE; a program starts with neither.
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  std::vector<std::string> words{programs.confiner.string(), programs.program.string()}, surroundings{"TMPDIR=" + workshop.path()};
  auto arguments = pointers(kArguments, words);
  auto environment = pointers(kSurroundings, surroundings);
  pid_t child = -1;
  const int wrong = ::posix_spawn(&child, programs.confiner.c_str(), &actions, &attributes, arguments.data(), environment.data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  if (wrong == 0) return child;
  errno = wrong;
  return -1;
}

/// Its status, or nothing when it had to be killed.
std::pair<bool, int> await(pid_t child, std::chrono::milliseconds most) {
  const auto handle = static_cast<int>(::syscall(SYS_pidfd_open, child, 0));
  pollfd ended{handle, POLLIN, 0};
  const bool in_time = handle >= 0 && ::poll(&ended, 1, static_cast<int>(most.count())) == 1;
  if (handle >= 0) ::close(handle);
  if (!in_time) ::kill(child, SIGKILL);
  int status = -1;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return {in_time, status};
}

}  // namespace

Printed print_html(const Programs& programs, std::string_view html, std::chrono::milliseconds most) {
  const Sheet in("html"), out("pdf"), said("said");
  const Workshop workshop;
  if (workshop.path().empty()) return {.pdf = {}, .why = std::string("no folder to print in: ") + std::strerror(errno)};
  if (!in.write(html) || out.file() < 0 || said.file() < 0) return {.pdf = {}, .why = std::string("no memory to print in: ") + std::strerror(errno)};
  const auto child = start(programs, workshop, in, out, said);
  if (child < 0) return {.pdf = {}, .why = programs.confiner.string() + ": " + std::strerror(errno)};
  const auto [in_time, status] = await(child, most);
  if (!in_time) return {.pdf = {}, .why = "it took more than " + std::to_string(most.count()) + " ms"};
  const bool well = WIFEXITED(status) && WEXITSTATUS(status) == 0;
  auto pdf = well ? out.read(kMostPdf) : std::string();
  if (pdf.starts_with("%PDF-")) return {.pdf = std::move(pdf), .why = {}};
  return {.pdf = {}, .why = "status " + std::to_string(status) + ": " + said.read(kMostSaid)};
}

}  // namespace hemicycle::web::press
