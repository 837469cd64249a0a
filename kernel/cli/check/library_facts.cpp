#include "kernel/cli/check/library_facts.hpp"

#include <elf.h>
#include <hemicycle/entry.h>

#include <algorithm>
#include <cstring>

#include "kernel/host/elf_manifest.hpp"

namespace hemicycle::check {
namespace {

template <typename T>
T read_at(std::string_view bytes, std::uint64_t offset) {
  if (offset > bytes.size() || bytes.size() - offset < sizeof(T)) throw host::NotAPlugin("a part of the library lies beyond its end");
  T value;
  std::memcpy(&value, bytes.data() + offset, sizeof value);
  return value;
}

std::string_view slice(std::string_view bytes, std::uint64_t offset, std::uint64_t size) {
  if (offset > bytes.size() || bytes.size() - offset < size) throw host::NotAPlugin("a section ends beyond the end of the library");
  return bytes.substr(offset, size);
}

std::string text_at(std::string_view strings, std::uint64_t offset) {
  if (offset >= strings.size()) throw host::NotAPlugin("a name lies beyond its string table");
  const auto rest = strings.substr(offset);
  return std::string(rest.substr(0, rest.find('\0')));
}

class Reader {
 public:
  explicit Reader(std::string_view library) : library_(library), header_(read_at<Elf64_Ehdr>(library, 0)) {}

  LibraryFacts read() {
    const auto names = content(section(header_.e_shstrndx));
    for (std::uint16_t i = 0; i < header_.e_shnum; ++i) {
      const auto one = section(i);
      if (one.sh_type == SHT_DYNSYM) symbols(one);
      if (one.sh_type == SHT_DYNAMIC) entries(one);
      if (text_at(names, one.sh_name) == HMC_MANIFEST_SECTION) facts_.writable_manifest = (one.sh_flags & SHF_WRITE) != 0;
    }
    return std::move(facts_);
  }

 private:
  [[nodiscard]] Elf64_Shdr section(std::uint64_t index) const { return read_at<Elf64_Shdr>(library_, header_.e_shoff + index * sizeof(Elf64_Shdr)); }
  [[nodiscard]] std::string_view content(const Elf64_Shdr& of) const { return slice(library_, of.sh_offset, of.sh_size); }

  void symbols(const Elf64_Shdr& table) {
    const auto bytes = content(table), strings = content(section(table.sh_link));
    for (std::uint64_t at = 0; at + sizeof(Elf64_Sym) <= bytes.size(); at += sizeof(Elf64_Sym)) {
      const auto symbol = read_at<Elf64_Sym>(bytes, at);
      const auto binding = ELF64_ST_BIND(symbol.st_info);
      auto name = text_at(strings, symbol.st_name);
      if (binding == STB_LOCAL || name.empty()) continue;
      if (name.starts_with("__asan_") || name.starts_with("__tsan_") || name.starts_with("__ubsan_")) facts_.sanitized = true;
      if (symbol.st_shndx == SHN_UNDEF) {
        facts_.undefined.push_back(std::move(name));
        continue;
      }
      if (binding == STB_GNU_UNIQUE) facts_.unique.push_back(name);
      facts_.exports.push_back(std::move(name));
    }
  }

  void entries(const Elf64_Shdr& table) {
    const auto bytes = content(table), strings = content(section(table.sh_link));
    for (std::uint64_t at = 0; at + sizeof(Elf64_Dyn) <= bytes.size(); at += sizeof(Elf64_Dyn)) {
      const auto entry = read_at<Elf64_Dyn>(bytes, at);
      if (entry.d_tag == DT_NULL) return;
      if (entry.d_tag == DT_NEEDED) facts_.needed.push_back(text_at(strings, entry.d_un.d_val));
      if (entry.d_tag == DT_BIND_NOW) facts_.binds_now = true;
      if (entry.d_tag == DT_FLAGS && (entry.d_un.d_val & DF_BIND_NOW) != 0) facts_.binds_now = true;
      if (entry.d_tag == DT_FLAGS_1) {
        facts_.binds_now = facts_.binds_now || (entry.d_un.d_val & DF_1_NOW) != 0;
        facts_.never_unloaded = facts_.never_unloaded || (entry.d_un.d_val & DF_1_NODELETE) != 0;
      }
    }
  }

  std::string_view library_;
  Elf64_Ehdr header_;
  LibraryFacts facts_;
};

}  // namespace

LibraryFacts facts_of(std::string_view library) { return Reader(library).read(); }

}  // namespace hemicycle::check
