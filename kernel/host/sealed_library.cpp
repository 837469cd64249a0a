#include "kernel/host/sealed_library.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "kernel/core/sha256.hpp"
#include "kernel/host/elf_manifest.hpp"

namespace hemicycle::host {
namespace {

[[noreturn]] void fail(const std::filesystem::path& file, const char* step) {
  throw NotAPlugin(file.filename().string() + ": " + step + ": " + std::strerror(errno));
}

void write_all(int fd, std::string_view bytes, const std::filesystem::path& file) {
  while (!bytes.empty()) {
    const auto written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) fail(file, "cannot be copied into memory");
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

SealedLibrary SealedLibrary::read(const std::filesystem::path& file) {
  const auto bytes = read_library(file);
  SealedLibrary out;
  out.sha256_ = core::sha256(bytes);
  // A memfd's name holds 249 bytes at most; the hash makes the copies of one plugin tellable in /proc/self/maps.
  const auto label = file.filename().string().substr(0, 200) + "." + out.sha256_.substr(0, 16);
  out.name_ = "memfd:" + label;
  out.fd_ = ::memfd_create(label.c_str(), MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (out.fd_ < 0) fail(file, "no memory for it");
  write_all(out.fd_, bytes, file);
  if (::fcntl(out.fd_, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0) fail(file, "cannot be sealed");
  out.size_ = bytes.size();
  out.mapped_ = bytes.empty() ? nullptr : ::mmap(nullptr, out.size_, PROT_READ, MAP_SHARED, out.fd_, 0);
  if (out.mapped_ == MAP_FAILED) {
    out.mapped_ = nullptr;
    fail(file, "cannot be mapped");
  }
  return out;
}

SealedLibrary::~SealedLibrary() {
  if (mapped_ != nullptr) ::munmap(mapped_, size_);
  if (fd_ >= 0) ::close(fd_);
}

SealedLibrary::SealedLibrary(SealedLibrary&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)),
      mapped_(std::exchange(other.mapped_, nullptr)),
      size_(std::exchange(other.size_, 0)),
      sha256_(std::move(other.sha256_)),
      name_(std::move(other.name_)) {}

SealedLibrary& SealedLibrary::operator=(SealedLibrary&& other) noexcept {
  std::swap(fd_, other.fd_);
  std::swap(mapped_, other.mapped_);
  std::swap(size_, other.size_);
  std::swap(sha256_, other.sha256_);
  std::swap(name_, other.name_);
  return *this;
}

std::filesystem::path SealedLibrary::path() const { return "/proc/self/fd/" + std::to_string(fd_); }

}  // namespace hemicycle::host
