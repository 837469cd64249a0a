#include "kernel/wire/memory_body.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace hemicycle::wire {
namespace {

constexpr int kSeals = F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW;

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

int seal_body(std::string_view body, std::string& why) {
  const int descriptor = ::memfd_create("hemicycle", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (descriptor >= 0 && write_all(descriptor, body) && ::fcntl(descriptor, F_ADD_SEALS, kSeals | F_SEAL_SEAL) == 0) return descriptor;
  why = "a large body could not be put into memory: " + std::string(std::strerror(errno));
  if (descriptor >= 0) ::close(descriptor);
  return -1;
}

std::string open_body(int descriptor, std::size_t size, std::unique_ptr<char[]>& bytes) {
  const int seals = ::fcntl(descriptor, F_GET_SEALS);
  if (seals < 0) return "a descriptor is no memfd";
  if ((seals & kSeals) != kSeals) return "a memfd is not sealed against writing and resizing";
  struct stat status{};
  if (::fstat(descriptor, &status) != 0 || static_cast<std::size_t>(status.st_size) != size) return "a memfd has another size than its frame says";
  bytes = std::make_unique_for_overwrite<char[]>(size);
  for (std::size_t done = 0; done < size;) {
    const auto read = ::pread(descriptor, bytes.get() + done, size - done, static_cast<off_t>(done));
    if (read < 0 && errno == EINTR) continue;
    if (read <= 0) return "a memfd cannot be read";
    done += static_cast<std::size_t>(read);
  }
  return {};
}

}  // namespace hemicycle::wire
