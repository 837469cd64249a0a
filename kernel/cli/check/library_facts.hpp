// What a library shows to the dynamic linker, read from its bytes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hemicycle::check {

struct LibraryFacts {
  std::vector<std::string> exports;    ///< defined, not local
  std::vector<std::string> unique;     ///< STB_GNU_UNIQUE among them
  std::vector<std::string> undefined;
  std::vector<std::string> needed;     ///< sonames
  bool binds_now = false;
  bool never_unloaded = false;         ///< -z nodelete
  bool writable_manifest = false;
  bool sanitized = false;              ///< built with a sanitizer, which exports symbols of its own
};

/// `library` is sound ELF: host::manifest_of has read it. Throws host::NotAPlugin when an offset lies outside.
[[nodiscard]] LibraryFacts facts_of(std::string_view library);

}  // namespace hemicycle::check
