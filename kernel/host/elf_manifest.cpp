#include "kernel/host/elf_manifest.hpp"

#include <elf.h>
#include <hemicycle/entry.h>

#include <cerrno>
#include <cstring>
#include <fstream>

namespace hemicycle::host {
namespace {

using Bytes = std::span<const std::byte>;

#if defined(__x86_64__)
constexpr auto kMachine = EM_X86_64;
#elif defined(__aarch64__)
constexpr auto kMachine = EM_AARCH64;
#else
#error "name this machine's ELF number here"
#endif

// Copies instead of casting: an offset from outside may be unaligned.
template <typename T>
T read_at(Bytes bytes, std::uint64_t offset, const char* what) {
  if (offset > bytes.size() || bytes.size() - offset < sizeof(T)) throw NotAPlugin(std::string(what) + " lies beyond the end of the file");
  T value;
  std::memcpy(&value, bytes.data() + offset, sizeof value);
  return value;
}

Bytes slice(Bytes bytes, std::uint64_t offset, std::uint64_t size, const char* what) {
  if (offset > bytes.size() || bytes.size() - offset < size) throw NotAPlugin(std::string(what) + " ends beyond the end of the file");
  return bytes.subspan(offset, size);
}

Elf64_Ehdr header_of(Bytes library) {
  if (library.size() < SELFMAG || std::memcmp(library.data(), ELFMAG, SELFMAG) != 0) throw NotAPlugin("not an ELF file");
  const auto header = read_at<Elf64_Ehdr>(library, 0, "the ELF header");
  if (header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_ident[EI_DATA] != ELFDATA2LSB) throw NotAPlugin("not a 64-bit little-endian ELF file");
  if (header.e_type != ET_DYN) throw NotAPlugin("not a shared library (ELF type " + std::to_string(header.e_type) + ")");
  if (header.e_machine != kMachine) throw NotAPlugin("built for another machine (ELF machine " + std::to_string(header.e_machine) + ")");
  if (header.e_shentsize != sizeof(Elf64_Shdr)) throw NotAPlugin("section headers of an unknown size");
  if (header.e_shnum == 0 || header.e_shstrndx >= header.e_shnum) throw NotAPlugin("no section table: was the library stripped of its sections?");
  return header;
}

}  // namespace

std::string_view manifest_of(Bytes library) {
  const auto header = header_of(library);
  const auto section_at = [&](std::uint64_t index) {
    return read_at<Elf64_Shdr>(slice(library, header.e_shoff, std::uint64_t{header.e_shnum} * sizeof(Elf64_Shdr), "the section table"),
                               index * sizeof(Elf64_Shdr), "a section header");
  };
  const auto names_header = section_at(header.e_shstrndx);
  const auto names = slice(library, names_header.sh_offset, names_header.sh_size, "the section name table");
  constexpr std::string_view kWanted(HMC_MANIFEST_SECTION "\0", sizeof(HMC_MANIFEST_SECTION));

  std::string_view found;
  for (std::uint64_t i = 0; i < header.e_shnum; ++i) {
    const auto section = section_at(i);
    if (section.sh_name > names.size() || names.size() - section.sh_name < kWanted.size()) continue;
    if (std::memcmp(names.data() + section.sh_name, kWanted.data(), kWanted.size()) != 0) continue;
    if (!found.empty()) throw NotAPlugin("two sections " HMC_MANIFEST_SECTION);
    if (section.sh_type != SHT_PROGBITS) throw NotAPlugin("section " HMC_MANIFEST_SECTION " holds no bytes");
    if (section.sh_size == 0 || section.sh_size > kLargestManifest)
      throw NotAPlugin("section " HMC_MANIFEST_SECTION " has " + std::to_string(section.sh_size) + " bytes; 1 to 1048576 are allowed");
    const auto bytes = slice(library, section.sh_offset, section.sh_size, "section " HMC_MANIFEST_SECTION);
    found = {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }
  if (found.empty()) throw NotAPlugin("no section " HMC_MANIFEST_SECTION ": this library is not a Hémicycle plugin");
  return found;
}

std::string read_library(const std::filesystem::path& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  if (error) throw NotAPlugin("cannot be read: " + error.message());
  if (size > kLargestLibrary) throw NotAPlugin("has " + std::to_string(size) + " bytes; at most 268435456 are allowed");
  std::ifstream in(file, std::ios::binary);
  if (!in) throw NotAPlugin("cannot be read: " + std::string(std::strerror(errno)));
  std::string bytes(size, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(size));
  if (static_cast<std::uintmax_t>(in.gcount()) != size) throw NotAPlugin("could be read only in part");
  return bytes;
}

}  // namespace hemicycle::host
