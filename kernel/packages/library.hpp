// What a plugin's library says about itself before it runs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hemicycle::packages {

struct Library {
  std::string architecture;          ///< as `uname -m` says it
  std::string manifest;              ///< section .hmc.manifest, byte for byte
  std::vector<std::string> needed;   ///< sonames
};

/// `path` is for the sentence. Throws Refused (invalid): not a library, not a plugin, a machine without a name, another major of the ABI.
[[nodiscard]] Library read_library(std::string_view bytes, const std::string& path);

}  // namespace hemicycle::packages
