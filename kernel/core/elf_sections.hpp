// The sections of a shared library, found in its bytes: one reader for whoever judges a library before it runs, so that nobody sees
// another manifest than the one that was signed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace hemicycle::core {

/// Why bytes are not a library, for a person: "not an ELF file", "the section table ends beyond the end of the file" …
class NotALibrary : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A 64-bit little-endian shared object. Borrows the bytes. Every offset is checked against them: hostile sizes are refused, never followed.
class ElfSections final {
 public:
  /// Throws NotALibrary. `machine`, when given, is the only ELF machine (EM_X86_64 …) that is taken.
  explicit ElfSections(std::span<const std::byte> library, std::optional<std::uint16_t> machine = std::nullopt);

  [[nodiscard]] std::uint16_t machine() const { return machine_; }
  /// The bytes of the one section of this name, nullopt when there is none. Throws NotALibrary when there are two, when it holds no bytes
  /// or other than 1 to `largest`.
  [[nodiscard]] std::optional<std::string_view> content(std::string_view name, std::size_t largest) const;
  /// Sonames of DT_NEEDED, in the order of the file.
  [[nodiscard]] std::vector<std::string> needed() const;
  /// Names in the dynamic symbol table that begin so and are defined here.
  [[nodiscard]] std::vector<std::string> exports(std::string_view prefix) const;

 private:
  struct Section;
  [[nodiscard]] Section section_at(std::uint64_t index) const;
  [[nodiscard]] std::span<const std::byte> bytes_of(const Section& section, const char* what) const;
  [[nodiscard]] std::string linked_text(const Section& section, std::uint64_t offset) const;

  std::span<const std::byte> library_;
  std::uint16_t machine_ = 0;
  std::uint64_t table_ = 0, count_ = 0, names_ = 0;
};

/// "x86_64" of EM_X86_64: as `uname -m` says it. Empty for a machine that has no name here.
[[nodiscard]] std::string_view machine_name(std::uint16_t machine);
/// The machine that this program was built for.
[[nodiscard]] std::uint16_t this_machine();

}  // namespace hemicycle::core
