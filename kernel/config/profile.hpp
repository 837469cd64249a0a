// Which profile is laid beneath the files of a configuration: a name of those that come with the program, or a path.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "kernel/config/settings.hpp"
#include "kernel/config/toml_file.hpp"

namespace hemicycle::config {

/// Else it is the name of one that comes with the program.
[[nodiscard]] bool is_path_of_profile(const std::string& text);
/// A path in a file is meant from where that file lies.
[[nodiscard]] std::filesystem::path profile_beside(const TomlFile& file, const std::string& text);

/// What the sources say of the key, the strongest last. Borrows both.
class ProfileNames final {
 public:
  ProfileNames(const Sources& sources, const std::vector<std::shared_ptr<const TomlFile>>& files);
  /// Empty = no profile. Throws Refused: no such profile, with the names of those that there are.
  [[nodiscard]] std::filesystem::path path() const;

 private:
  void say(const std::string& text, const std::string& where, const TomlFile* file);

  std::filesystem::path shipped_, chosen_;
  std::string text_, where_;
};

}  // namespace hemicycle::config
