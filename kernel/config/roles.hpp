// roles.toml: which permissions a role has.
//
//   [roles.member]
//   includes = ["inhabitant"]
//   permissions = ["club.join", "forum.*"]
#pragma once

#include <filesystem>
#include <vector>

#include "kernel/core/policy.hpp"

namespace hemicycle::config {

/// In the order of their names. Throws Refused: unknown keys, malformed names, `includes` of a role that is not in the file or of itself
/// by a circle.
[[nodiscard]] std::vector<core::Role> read_roles(const std::filesystem::path& file);

}  // namespace hemicycle::config
