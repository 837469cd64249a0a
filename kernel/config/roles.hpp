// roles.toml: which permissions a role has.
//
//   [roles.member]
//   includes = ["inhabitant"]
//   permissions = ["club.join", "forum.*"]
//   fr = "Membre"
#pragma once

#include <filesystem>
#include <vector>

#include "kernel/core/policy.hpp"
#include "kernel/core/vocabulary.hpp"

namespace hemicycle::config {

/// In the order of their names. Throws Refused: unknown keys, malformed names, `includes` of a role that is not in the file or of itself
/// by a circle.
[[nodiscard]] std::vector<core::Role> read_roles(const std::filesystem::path& file);

/// The vocabularies that no deployment writes: the kernel makes them of the roles.
inline constexpr std::string_view kRoles = "roles";          ///< all of them
inline constexpr std::string_view kHeldRoles = "held_roles";  ///< those that somebody can hold

/// Their labels are those of the file, else the name itself.
[[nodiscard]] core::Vocabulary vocabulary_of(const std::vector<core::Role>& roles);
/// Of `roles` those that somebody can hold: the kernel gives them, one of `given` is it (what plugins name in `grants`), or a held one includes it.
[[nodiscard]] std::vector<core::Role> held(const std::vector<core::Role>& roles, const std::vector<std::string>& given);

}  // namespace hemicycle::config
