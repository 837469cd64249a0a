#include "kernel/core/elf_sections.hpp"

#include <elf.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace hemicycle::core {
namespace {

using Bytes = std::span<const std::byte>;

constexpr std::array<std::pair<std::uint16_t, std::string_view>, 5> kMachines{
    {{EM_X86_64, "x86_64"}, {EM_AARCH64, "aarch64"}, {EM_RISCV, "riscv64"}, {EM_PPC64, "ppc64le"}, {EM_LOONGARCH, "loongarch64"}}};

// Copies instead of casting: an offset from outside may be unaligned.
template <typename T>
T read_at(Bytes bytes, std::uint64_t offset, const char* what) {
  if (offset > bytes.size() || bytes.size() - offset < sizeof(T)) throw NotALibrary(std::string(what) + " lies beyond the end of the file");
  T value;
  std::memcpy(&value, bytes.data() + offset, sizeof value);
  return value;
}

Bytes slice(Bytes bytes, std::uint64_t offset, std::uint64_t size, const std::string& what) {
  if (offset > bytes.size() || bytes.size() - offset < size) throw NotALibrary(what + " ends beyond the end of the file");
  return bytes.subspan(offset, size);
}

}  // namespace

struct ElfSections::Section : Elf64_Shdr {};

ElfSections::ElfSections(Bytes library, std::optional<std::uint16_t> machine) : library_(library) {
  if (library.size() < SELFMAG || std::memcmp(library.data(), ELFMAG, SELFMAG) != 0) throw NotALibrary("not an ELF file");
  const auto header = read_at<Elf64_Ehdr>(library, 0, "the ELF header");
  if (header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_ident[EI_DATA] != ELFDATA2LSB) throw NotALibrary("not a 64-bit little-endian ELF file");
  if (header.e_type != ET_DYN) throw NotALibrary("not a shared library (ELF type " + std::to_string(header.e_type) + ")");
  if (machine && header.e_machine != *machine) throw NotALibrary("built for another machine (ELF machine " + std::to_string(header.e_machine) + ")");
  if (header.e_shentsize != sizeof(Elf64_Shdr)) throw NotALibrary("section headers of an unknown size");
  if (header.e_shnum == 0 || header.e_shstrndx >= header.e_shnum) throw NotALibrary("no section table: was the library stripped of its sections?");
  machine_ = header.e_machine;
  table_ = header.e_shoff;
  count_ = header.e_shnum;
  names_ = header.e_shstrndx;
}

ElfSections::Section ElfSections::section_at(std::uint64_t index) const {
  if (index >= count_) throw NotALibrary("a section refers to section " + std::to_string(index) + " of " + std::to_string(count_));
  return {read_at<Elf64_Shdr>(slice(library_, table_, count_ * sizeof(Elf64_Shdr), "the section table"), index * sizeof(Elf64_Shdr), "a section header")};
}

Bytes ElfSections::bytes_of(const Section& section, const char* what) const { return slice(library_, section.sh_offset, section.sh_size, what); }

std::optional<std::string_view> ElfSections::content(std::string_view name, std::size_t largest) const {
  const auto names = bytes_of(section_at(names_), "the section name table");
  const std::string wanted(name);
  std::optional<std::string_view> found;
  for (std::uint64_t i = 0; i < count_; ++i) {
    const auto section = section_at(i);
    if (section.sh_name > names.size() || names.size() - section.sh_name < wanted.size() + 1) continue;
    if (std::memcmp(names.data() + section.sh_name, wanted.c_str(), wanted.size() + 1) != 0) continue;
    if (found) throw NotALibrary("two sections " + wanted);
    if (section.sh_type != SHT_PROGBITS) throw NotALibrary("section " + wanted + " holds no bytes");
    if (section.sh_size == 0 || section.sh_size > largest)
      throw NotALibrary("section " + wanted + " has " + std::to_string(section.sh_size) + " bytes; 1 to " + std::to_string(largest) + " are allowed");
    const auto bytes = slice(library_, section.sh_offset, section.sh_size, "section " + wanted);
    found = std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  }
  return found;
}

std::string ElfSections::linked_text(const Section& section, std::uint64_t offset) const {
  const auto text = bytes_of(section_at(section.sh_link), "a string table");
  if (offset >= text.size()) throw NotALibrary("a name lies beyond its string table");
  const auto* begin = reinterpret_cast<const char*>(text.data()) + offset;
  const auto* end = static_cast<const char*>(std::memchr(begin, 0, text.size() - offset));
  if (end == nullptr) throw NotALibrary("a name has no end");
  return {begin, end};
}

std::vector<std::string> ElfSections::needed() const {
  std::vector<std::string> out;
  for (std::uint64_t i = 0; i < count_; ++i) {
    const auto section = section_at(i);
    if (section.sh_type != SHT_DYNAMIC) continue;
    const auto entries = bytes_of(section, "the dynamic section");
    for (std::uint64_t at = 0; at + sizeof(Elf64_Dyn) <= entries.size(); at += sizeof(Elf64_Dyn)) {
      const auto entry = read_at<Elf64_Dyn>(entries, at, "a dynamic entry");
      if (entry.d_tag == DT_NULL) break;
      if (entry.d_tag == DT_NEEDED) out.push_back(linked_text(section, entry.d_un.d_val));
    }
    break;  // a library has one
  }
  return out;
}

std::vector<std::string> ElfSections::exports(std::string_view prefix) const {
  std::vector<std::string> out;
  for (std::uint64_t i = 0; i < count_; ++i) {
    const auto section = section_at(i);
    if (section.sh_type != SHT_DYNSYM) continue;
    const auto entries = bytes_of(section, "the dynamic symbol table");
    for (std::uint64_t at = 0; at + sizeof(Elf64_Sym) <= entries.size(); at += sizeof(Elf64_Sym)) {
      const auto symbol = read_at<Elf64_Sym>(entries, at, "a dynamic symbol");
      if (symbol.st_shndx == SHN_UNDEF) continue;
      if (auto name = linked_text(section, symbol.st_name); name.starts_with(prefix)) out.push_back(std::move(name));
    }
    break;  // a library has one
  }
  return out;
}

std::string_view machine_name(std::uint16_t machine) {
  const auto found = std::find_if(kMachines.begin(), kMachines.end(), [&](const auto& one) { return one.first == machine; });
  return found == kMachines.end() ? std::string_view() : found->second;
}

std::uint16_t this_machine() {
#if defined(__x86_64__)
  return EM_X86_64;
#elif defined(__aarch64__)
  return EM_AARCH64;
#else
#error "name this machine's ELF number here"
#endif
}

}  // namespace hemicycle::core
