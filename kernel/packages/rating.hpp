// How much harm a plugin could do, from what it asks for and how it runs: 1 (harmless) to 6 (may do anything), with the reasons.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sdk/contract/model.hpp"

namespace hemicycle::packages {

/// Who answers for the library's bytes.
enum class Provenance {
  house,    ///< it comes with the program, and is trusted as the program is
  trusted,  ///< signed by a key of this house
  unsigned_ ///< nobody
};

/// One thing that a plugin may do. `key` names a text of the kernel's catalogue, "rights.roles", with "{roles}" for the parameter `roles`.
struct Right {
  std::string key;
  int weight = 1;  ///< the rating that this alone gives
  std::map<std::string, std::string> parameters{};
};

/// The heaviest first; never empty.
[[nodiscard]] std::vector<Right> rights(const contract::Plugin& plugin, contract::Isolation isolation, Provenance provenance);

/// The weight of the heaviest right. `isolation` is the way in which the plugin really runs.
///   6 code that may do whatever the server's user may   5 roles, sessions, the frame of every page   4 other plugins' inner contracts, unsigned bytes
///   3 personal data, passwords, documents               2 changes and events of its own              1 pages that everybody may read
[[nodiscard]] int safety_rating(const contract::Plugin& plugin, contract::Isolation isolation, Provenance provenance);

}  // namespace hemicycle::packages
