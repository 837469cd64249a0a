#include "kernel/steward/tenancy.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <thread>

namespace hemicycle::steward {
namespace {

constexpr std::chrono::milliseconds kLook{20};

}  // namespace

Tenancy::Tenancy(const std::filesystem::path& data_dir, std::chrono::milliseconds patience) {
  std::filesystem::create_directories(data_dir);
  const auto file = data_dir / "serve.lock";
  file_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file_ < 0) throw std::system_error(errno, std::generic_category(), file.string());
  int error = 0;
  for (const auto end = std::chrono::steady_clock::now() + patience;; std::this_thread::sleep_for(kLook)) {
    if (::flock(file_, LOCK_EX | LOCK_NB) == 0) return;
    error = errno;
    if (error != EWOULDBLOCK || std::chrono::steady_clock::now() >= end) break;
  }
  ::close(file_);
  if (error != EWOULDBLOCK) throw std::system_error(error, std::generic_category(), file.string());
  throw Occupied("another server works on " + data_dir.string() + " (it holds " + file.filename().string() + "); stop it first, or give this one a data.dir of its own");
}

Tenancy::~Tenancy() { ::close(file_); }

}  // namespace hemicycle::steward
