// Files by the SHA-256 of what they hold: <root>/ab/abcdef…; written once, never changed.
//
//   auto writer = blobs.writer();
//   writer.add(piece); …
//   const std::string hash = writer.keep();
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "kernel/core/blobs.hpp"
#include "kernel/core/sha256.hpp"

namespace hemicycle::store {

/// Any thread; several processes may share the folder. Throws StoreError: overloaded (disk full), unavailable (naming the file).
class BlobStore final : public core::Blobs {
 public:
  /// Makes the folder, and removes what writers that died more than a day ago left behind.
  explicit BlobStore(std::filesystem::path root);

  /// A file that is being received. Vanishes when not kept. One thread at a time.
  class Writer final {
   public:
    ~Writer();
    Writer(Writer&& other) noexcept;
    Writer& operator=(Writer&&) = delete;
    void add(std::span<const std::byte> bytes);
    [[nodiscard]] std::uint64_t size() const { return size_; }
    /// Its hash. When this returns, the file survives a power cut. Once.
    [[nodiscard]] std::string keep();

   private:
    friend class BlobStore;
    explicit Writer(const std::filesystem::path& root);
    void close() noexcept;

    std::filesystem::path root_, temporary_;
    int file_ = -1;
    std::uint64_t size_ = 0;
    core::Sha256 hash_;
  };

  [[nodiscard]] Writer writer() const { return Writer(root_); }
  [[nodiscard]] std::string put(std::string_view bytes) const override;

  /// Where it lies; nothing when there is none or `hash` is not 64 lower-case hexadecimal digits.
  [[nodiscard]] std::optional<std::filesystem::path> path(std::string_view hash) const;
  [[nodiscard]] bool exists(std::string_view hash) const { return path(hash).has_value(); }
  [[nodiscard]] std::optional<std::uint64_t> size(std::string_view hash) const;
  [[nodiscard]] std::optional<std::string> read(std::string_view hash) const override;
  [[nodiscard]] static bool well_formed(std::string_view hash);

 private:
  std::filesystem::path root_;
};

}  // namespace hemicycle::store
