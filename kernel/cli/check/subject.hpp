// The plugin that is checked: its library's bytes, its contract, the folder beside it, and what is known of those it leans on.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/core/vocabulary.hpp"
#include "sdk/contract/model.hpp"

namespace hemicycle::check {

struct Subject {
  std::filesystem::path library, folder;
  std::string bytes;
  contract::Plugin contract;
  std::map<std::string, contract::Plugin> neighbours{};  ///< those of `requires`, `uses` and `reactions` that lie beside it or in this house
  core::Vocabularies vocabularies{};                     ///< two made-up terms for each that the contract names

  [[nodiscard]] std::string_view manifest() const;
  /// Whether the library says `text` anywhere but in its manifest: a name that its code never says is a name it never uses.
  [[nodiscard]] bool code_says(std::string_view text) const;
};

/// `file` is a library with its folder beside it. Throws host::NotAPlugin and contract::Refused.
[[nodiscard]] Subject open_subject(const std::filesystem::path& file, const std::filesystem::path& house_plugins);

}  // namespace hemicycle::check
