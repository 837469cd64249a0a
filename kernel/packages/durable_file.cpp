#include "kernel/packages/durable_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "kernel/packages/refused.hpp"

namespace hemicycle::packages {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse_unavailable(const fs::path& file, const char* what) {
  throw Refused(core::Status::unavailable, file.string() + " " + what + ": " + std::strerror(errno));
}

/// A descriptor that closes itself.
struct Descriptor {
  int fd;
  ~Descriptor() {
    if (fd >= 0) ::close(fd);
  }
};

void write_whole(const fs::path& file, std::string_view bytes, int flags, ::mode_t mode) {
  const Descriptor out{::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | flags, mode)};
  if (out.fd < 0 && errno == EEXIST) throw Refused(core::Status::denied, file.string() + " is there already, and is not written over");
  if (out.fd < 0) refuse_unavailable(file, "cannot be written");
  if (::fchmod(out.fd, mode) != 0) refuse_unavailable(file, "cannot be written");  // whatever the umask of who installs for the server's user
  while (!bytes.empty()) {
    const auto written = ::write(out.fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) refuse_unavailable(file, "cannot be written");
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::fsync(out.fd) != 0) refuse_unavailable(file, "did not reach the disk");
}

}  // namespace

std::string read_file(const fs::path& file, std::size_t largest) {
  const Descriptor in{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)};
  if (in.fd < 0 && (errno == ENOENT || errno == ENOTDIR)) throw Refused(core::Status::not_found, file.string() + " is not there");
  if (in.fd < 0 && errno == ELOOP) refuse_invalid(file.string() + " is a link; a file is wanted");
  if (in.fd < 0) refuse_unavailable(file, "cannot be read");
  struct stat facts {};
  if (::fstat(in.fd, &facts) != 0) refuse_unavailable(file, "cannot be read");
  if (!S_ISREG(facts.st_mode)) refuse_invalid(file.string() + " is not a file");
  if (static_cast<std::size_t>(facts.st_size) > largest)
    refuse_invalid(file.string() + " has " + std::to_string(facts.st_size) + " bytes; at most " + std::to_string(largest) + " are allowed");
  std::string bytes(static_cast<std::size_t>(facts.st_size), '\0');
  std::size_t have = 0;
  while (have < bytes.size()) {
    const auto got = ::read(in.fd, bytes.data() + have, bytes.size() - have);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) refuse_unavailable(file, "cannot be read");
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  bytes.resize(have);
  return bytes;
}

void write_new(const fs::path& file, std::string_view bytes, ::mode_t mode) { write_whole(file, bytes, O_EXCL, mode); }

void replace_file(const fs::path& file, std::string_view bytes, ::mode_t mode) {
  auto fresh = file;
  fresh += ".new";
  write_whole(fresh, bytes, O_TRUNC, mode);
  if (::rename(fresh.c_str(), file.c_str()) != 0) refuse_unavailable(file, "cannot be replaced");
  sync_folder(file.parent_path());
}

void sync_folder(const fs::path& folder) {
  const Descriptor in{::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (in.fd < 0 || ::fsync(in.fd) != 0) refuse_unavailable(folder, "did not reach the disk");
}

}  // namespace hemicycle::packages
