// A library read once, into memory that nobody can change any more: what was hashed is what is loaded.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

namespace hemicycle::host {

/// Owns a sealed memfd (F_SEAL_WRITE, SHRINK, GROW, SEAL). Loading from its descriptor makes every copy a library of its own to the dynamic
/// linker: replacing a file at its old path would give the old code back. Movable; any thread may read.
class SealedLibrary final {
 public:
  /// Throws NotAPlugin when the file cannot be read or is too large.
  [[nodiscard]] static SealedLibrary read(const std::filesystem::path& file);
  ~SealedLibrary();
  SealedLibrary(SealedLibrary&& other) noexcept;
  SealedLibrary& operator=(SealedLibrary&& other) noexcept;
  SealedLibrary(const SealedLibrary&) = delete;
  SealedLibrary& operator=(const SealedLibrary&) = delete;

  [[nodiscard]] std::span<const std::byte> bytes() const { return {static_cast<const std::byte*>(mapped_), size_}; }
  [[nodiscard]] const std::string& sha256() const { return sha256_; }
  /// Close-on-exec; a child inherits it where the parent says so.
  [[nodiscard]] int fd() const { return fd_; }
  /// For dlopen in this process: "/proc/self/fd/7".
  [[nodiscard]] std::filesystem::path path() const;
  /// As /proc/self/maps names it: "memfd:<file name>.<first 16 digits of the hash>", without the suffix " (deleted)".
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  SealedLibrary() = default;
  int fd_ = -1;
  void* mapped_ = nullptr;
  std::size_t size_ = 0;
  std::string sha256_, name_;
};

}  // namespace hemicycle::host
