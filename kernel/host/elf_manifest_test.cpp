// The reader of ELF files meets files that nobody built in good faith.
#include "kernel/host/elf_manifest.hpp"

#include <elf.h>

#include <array>
#include <catch2/catch.hpp>
#include <cstring>
#include <string>
#include <vector>

using namespace hemicycle::host;

namespace {

const std::string kManifest = R"({"hemicycle": 1})";

/// A small library: header, manifest bytes, section names, section table. Laid out here so that each test bends one value of it.
struct Library {
  Elf64_Ehdr header{};
  std::array<Elf64_Shdr, 3> sections{};  ///< none, manifest, names
  std::string names{"\0.hmc.manifest\0.shstrtab\0", 25};
  std::string body = kManifest;

  Library() {
    std::memcpy(header.e_ident, ELFMAG, SELFMAG);
    header.e_ident[EI_CLASS] = ELFCLASS64;
    header.e_ident[EI_DATA] = ELFDATA2LSB;
    header.e_ident[EI_VERSION] = EV_CURRENT;
    header.e_type = ET_DYN;
#if defined(__x86_64__)
    header.e_machine = EM_X86_64;
#else
    header.e_machine = EM_AARCH64;
#endif
    header.e_shentsize = sizeof(Elf64_Shdr);
    header.e_shnum = 3;
    header.e_shstrndx = 2;
    header.e_shoff = sizeof header + body.size() + names.size();
    sections[1].sh_name = 1;
    sections[1].sh_type = SHT_PROGBITS;
    sections[1].sh_offset = sizeof header;
    sections[1].sh_size = body.size();
    sections[2].sh_name = 15;
    sections[2].sh_type = SHT_STRTAB;
    sections[2].sh_offset = sizeof header + body.size();
    sections[2].sh_size = names.size();
  }

  [[nodiscard]] std::string bytes() const {
    std::string out(reinterpret_cast<const char*>(&header), sizeof header);
    out += body + names;
    out.append(reinterpret_cast<const char*>(sections.data()), sizeof sections);
    return out;
  }
};

std::string manifest(const std::string& bytes) { return std::string(manifest_of(std::as_bytes(std::span(bytes)))); }

/// The reason for the refusal; empty when it was read.
std::string reason(const std::string& bytes) {
  try {
    static_cast<void>(manifest(bytes));
    return {};
  } catch (const NotAPlugin& error) {
    return error.what();
  }
}

std::string reason(const Library& library) { return reason(library.bytes()); }

}  // namespace

TEST_CASE("the manifest of a sound library is its section, byte for byte") { CHECK(manifest(Library().bytes()) == kManifest); }

TEST_CASE("the manifest of a library that the compiler made is its contract") {
  const auto library = read_library(HEMICYCLE_EXAMPLE_PLUGIN);
  CHECK_THAT(manifest(library), Catch::Contains(R"("name":"hello_c")"));
}

TEST_CASE("a real library cut off anywhere is refused, and never read beyond its end") {
  const auto whole = read_library(HEMICYCLE_EXAMPLE_PLUGIN);
  Elf64_Ehdr header;
  std::memcpy(&header, whole.data(), sizeof header);
  const auto needed = header.e_shoff + std::uint64_t{header.e_shnum} * sizeof(Elf64_Shdr);
  REQUIRE(needed <= whole.size());
  for (std::size_t size = 0; size < needed; ++size) {
    // A copy of exactly this size: the address sanitizer sees one byte too far.
    const std::vector<std::byte> part(reinterpret_cast<const std::byte*>(whole.data()),
                                      reinterpret_cast<const std::byte*>(whole.data()) + size);
    CHECK_THROWS_AS(manifest_of(part), NotAPlugin);
  }
}

TEST_CASE("a byte changed anywhere in the head and the section table is read or refused, never followed out of the file") {
  const auto whole = Library().bytes();
  for (std::size_t at = 0; at < whole.size(); ++at)
    for (const char value : {'\x00', '\x01', '\x7f', '\x80', '\xff'}) {
      const auto* begin = reinterpret_cast<const std::byte*>(whole.data());
      std::vector<std::byte> bent(begin, begin + whole.size());
      bent[at] = std::byte(value);
      try {
        const auto found = manifest_of(bent);
        CHECK(found.data() >= reinterpret_cast<const char*>(bent.data()));
        CHECK(found.data() + found.size() <= reinterpret_cast<const char*>(bent.data() + bent.size()));
      } catch (const NotAPlugin& error) {
        CHECK(std::string(error.what()).size() > 5);
      }
    }
}

TEST_CASE("what is not an ELF library for this machine is named") {
  CHECK(reason("") == "not an ELF file");
  CHECK(reason("#!/bin/sh") == "not an ELF file");
  Library small, big, object, foreign, table;
  small.header.e_ident[EI_CLASS] = ELFCLASS32;
  CHECK(reason(small) == "not a 64-bit little-endian ELF file");
  big.header.e_ident[EI_DATA] = ELFDATA2MSB;
  CHECK(reason(big) == "not a 64-bit little-endian ELF file");
  object.header.e_type = ET_REL;
  CHECK(reason(object) == "not a shared library (ELF type 1)");
  foreign.header.e_machine = EM_RISCV;
  CHECK(reason(foreign) == "built for another machine (ELF machine 243)");
  table.header.e_shentsize = 40;
  CHECK(reason(table) == "section headers of an unknown size");
}

TEST_CASE("a hostile section table is refused") {
  Library none, names_index, far, overflow, many, names_far;
  none.header.e_shnum = 0;
  CHECK_THAT(reason(none), Catch::StartsWith("no section table"));
  names_index.header.e_shstrndx = 3;
  CHECK_THAT(reason(names_index), Catch::StartsWith("no section table"));
  far.header.e_shoff = 1U << 30U;
  CHECK(reason(far) == "the section table ends beyond the end of the file");
  overflow.header.e_shoff = ~std::uint64_t{0} - 8;
  CHECK(reason(overflow) == "the section table ends beyond the end of the file");
  many.header.e_shnum = 0xffff;
  CHECK(reason(many) == "the section table ends beyond the end of the file");
  names_far.sections[2].sh_size = ~std::uint64_t{0};
  CHECK(reason(names_far) == "the section name table ends beyond the end of the file");
}

TEST_CASE("a hostile manifest section is refused") {
  Library absent, empty, huge, far, overflow, hollow, twice, name_far;
  absent.sections[1].sh_name = 15;
  CHECK_THAT(reason(absent), Catch::StartsWith("no section .hmc.manifest"));
  empty.sections[1].sh_size = 0;
  CHECK(reason(empty) == "section .hmc.manifest has 0 bytes; 1 to 1048576 are allowed");
  huge.sections[1].sh_size = kLargestManifest + 1;
  CHECK(reason(huge) == "section .hmc.manifest has 1048577 bytes; 1 to 1048576 are allowed");
  far.sections[1].sh_offset = 1U << 30U;
  CHECK(reason(far) == "section .hmc.manifest ends beyond the end of the file");
  overflow.sections[1].sh_offset = ~std::uint64_t{0} - 3;
  CHECK(reason(overflow) == "section .hmc.manifest ends beyond the end of the file");
  hollow.sections[1].sh_type = SHT_NOBITS;
  CHECK(reason(hollow) == "section .hmc.manifest holds no bytes");
  twice.sections[0] = twice.sections[1];
  CHECK(reason(twice) == "two sections .hmc.manifest");
  name_far.sections[1].sh_name = 0xffffffff;
  CHECK_THAT(reason(name_far), Catch::StartsWith("no section .hmc.manifest"));
}

TEST_CASE("a section whose name only begins like the manifest's is another one") {
  Library other;
  other.names[14] = 'x';  // the zero that ended the name
  CHECK_THAT(reason(other), Catch::StartsWith("no section .hmc.manifest"));
}

TEST_CASE("a file that cannot be read is refused with the system's word") {
  CHECK_THROWS_WITH(read_library("/nowhere/at/all.so"), "cannot be read: No such file or directory");
  CHECK_THROWS_WITH(read_library("/"), Catch::StartsWith("cannot be read: "));
}
