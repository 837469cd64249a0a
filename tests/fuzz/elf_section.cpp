// A library's ELF section. A sound library is made here; the input changes it: triples (offset low, offset high, byte), then raw bytes.
// An input that begins with \x7f stands for itself.
#include <elf.h>

#include <cstdint>
#include <cstring>
#include <span>
#include <string>

#include "kernel/core/elf_sections.hpp"
#include "kernel/host/elf_manifest.hpp"
#include "tests/fuzz/must_hold.hpp"

namespace {

constexpr std::string_view kNames{"\0.shstrtab\0.hmc.manifest\0", 25};
constexpr std::string_view kManifest = R"({"hemicycle": 1, "name": "hello", "version": "1.0.0"})";

template <typename T>
void put(std::string& file, const T& value) {
  file.append(reinterpret_cast<const char*>(&value), sizeof value);
}

/// Header, names, manifest, three section headers.
std::string sound_library() {
  Elf64_Ehdr header{};
  std::memcpy(header.e_ident, ELFMAG, SELFMAG);
  header.e_ident[EI_CLASS] = ELFCLASS64;
  header.e_ident[EI_DATA] = ELFDATA2LSB;
  header.e_ident[EI_VERSION] = EV_CURRENT;
  header.e_type = ET_DYN;
  header.e_machine = EM_X86_64;
  header.e_version = EV_CURRENT;
  header.e_ehsize = sizeof(Elf64_Ehdr);
  header.e_shentsize = sizeof(Elf64_Shdr);
  header.e_shnum = 3;
  header.e_shstrndx = 1;
  const std::size_t names = sizeof header, manifest = names + kNames.size();
  const auto sections = (manifest + kManifest.size() + 7) / 8 * 8;
  header.e_shoff = sections;
  std::string file;
  put(file, header);
  file.append(kNames).append(kManifest).resize(sections);
  put(file, Elf64_Shdr{});
  Elf64_Shdr section{};
  section.sh_name = 1;
  section.sh_type = SHT_STRTAB;
  section.sh_offset = names;
  section.sh_size = kNames.size();
  put(file, section);
  section.sh_name = 11;
  section.sh_type = SHT_PROGBITS;
  section.sh_offset = manifest;
  section.sh_size = kManifest.size();
  put(file, section);
  return file;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hemicycle;
  auto file = sound_library();
  if (size > 0 && data[0] == 0x7f) {
    file.assign(reinterpret_cast<const char*>(data), size);
  } else {
    for (; size >= 3; data += 3, size -= 3) {
      const std::size_t at = data[0] | static_cast<std::size_t>(data[1]) << 8U;
      if (at < file.size())
        file[at] = static_cast<char>(data[2]);
      else
        file.resize(data[2] < file.size() ? file.size() - data[2] : 0);
    }
    // Without a change the library is sound: if this failed, the fuzzer would look at nothing but the first check.
    if (file == sound_library()) fuzz::must_hold(host::manifest_of(std::as_bytes(std::span(file))) == kManifest);
  }
  try {
    const auto manifest = host::manifest_of(std::as_bytes(std::span(file)));
    fuzz::must_hold(manifest.size() <= host::kLargestManifest && fuzz::inside(manifest, file));
  } catch (const host::NotAPlugin&) {
  }
  try {
    const core::ElfSections sections(std::as_bytes(std::span(file)));
    static_cast<void>(sections.needed());
    static_cast<void>(sections.exports("hmc_plugin_entry_v"));
  } catch (const core::NotALibrary&) {
  }
  return 0;
}
