// For this room's tests: a folder that vanishes, and plugins made of nothing but what a package looks at.
#pragma once

#include <elf.h>
#include <stdlib.h>

#include <array>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "kernel/core/elf_sections.hpp"
#include "kernel/packages/pack.hpp"
#include "kernel/packages/package.hpp"
#include "kernel/packages/refused.hpp"

namespace hemicycle::packages {

struct Scratch {
  std::filesystem::path path;
  Scratch() {
    auto name = (std::filesystem::temp_directory_path() / "hemicycle packages XXXXXX").string();
    path = ::mkdtemp(name.data());
  }
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  std::filesystem::path write(const std::string& name, const std::string& bytes) const {
    const auto file = path / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << bytes;
    return file;
  }
};

inline std::string content_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// A shared object with a manifest, one exported function and one needed library; sections are all it has.
inline std::string library_of(const std::string& manifest, std::uint16_t machine = core::this_machine(), const std::string& entry = "hmc_plugin_entry_v1") {
  const std::string names("\0.hmc.manifest\0.names\0.dynsym\0.dynamic\0", 39), strings = '\0' + entry + '\0' + "libssl.so.3" + '\0';
  std::array<Elf64_Sym, 2> symbols{};
  symbols[1].st_name = 1;
  symbols[1].st_shndx = 1;
  std::array<Elf64_Dyn, 2> dynamic{};
  dynamic[0].d_tag = DT_NEEDED;
  dynamic[0].d_un.d_val = entry.size() + 2;
  const std::array<std::string, 5> bodies{manifest, names, strings, std::string(reinterpret_cast<const char*>(symbols.data()), sizeof symbols),
                                          std::string(reinterpret_cast<const char*>(dynamic.data()), sizeof dynamic)};
  const std::array<std::pair<Elf64_Word, Elf64_Word>, 5> kinds{{{SHT_PROGBITS, 1}, {SHT_STRTAB, 15}, {SHT_STRTAB, 15}, {SHT_DYNSYM, 22}, {SHT_DYNAMIC, 30}}};
  std::array<Elf64_Shdr, 6> sections{};
  std::string file(sizeof(Elf64_Ehdr), '\0');
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    sections[i + 1].sh_type = kinds[i].first;
    sections[i + 1].sh_name = kinds[i].second;
    sections[i + 1].sh_link = 3;
    sections[i + 1].sh_offset = file.size();
    sections[i + 1].sh_size = bodies[i].size();
    file += bodies[i];
  }
  Elf64_Ehdr header{};
  std::memcpy(header.e_ident, ELFMAG, SELFMAG);
  header.e_ident[EI_CLASS] = ELFCLASS64;
  header.e_ident[EI_DATA] = ELFDATA2LSB;
  header.e_type = ET_DYN;
  header.e_machine = machine;
  header.e_shentsize = sizeof(Elf64_Shdr);
  header.e_shnum = sections.size();
  header.e_shstrndx = 2;
  header.e_shoff = file.size();
  std::memcpy(file.data(), &header, sizeof header);
  return file.append(reinterpret_cast<const char*>(sections.data()), sizeof sections);
}

/// A contract of the plugin "club"; `more` begins with a comma.
inline std::string club(const std::string& version = "1.0.0", const std::string& more = "") {
  return R"({"hemicycle": 1, "name": "club", "version": ")" + version + "\"" + more + "}";
}

/// What was said when `work` was refused; empty when it was not.
template <typename Work>
std::string refusal(Work work) {
  try {
    work();
    return {};
  } catch (const Refused& error) {
    return error.what();
  }
}

/// A house with one trusted key, and whoever packs for it.
struct Workshop {
  Scratch scratch;
  SigningKey key = SigningKey::generate();
  std::filesystem::path plugins = scratch.path / "data/plugins", keys = scratch.path / "data/keys";

  Workshop() { trust(keys, key.verifying(), {}); }

  std::filesystem::path folder(const std::string& library) const {
    std::filesystem::remove_all(scratch.path / "club");
    scratch.write("club/club.so", library);
    scratch.write("club/views/list.mustache", "<h1>Club</h1>");
    scratch.write("club/migrations/0001_club.sql", "CREATE TABLE club_x (id TEXT PRIMARY KEY);\n");
    scratch.write("club/assets/club.css", "h1 {}");
    scratch.write("club/sbom.cdx.json", "{}");  // its own: making one reads this machine's whole package database
    return scratch.path / "club";
  }
  std::filesystem::path package(const std::string& manifest = club()) const { return package(manifest, key); }
  std::filesystem::path package(const std::string& manifest, const SigningKey& by) const {
    const auto file = scratch.path / "club.hmc";
    pack(folder(library_of(manifest)), file, by);
    return file;
  }
  Verified verified(const std::filesystem::path& file, std::vector<contract::Plugin> neighbours = {}) const {
    return verify(Package::open(file), Keyring::read(keys), {.plugins = plugins, .neighbours = std::move(neighbours)});
  }
};

}  // namespace hemicycle::packages
