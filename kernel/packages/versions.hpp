// The highest version of each plugin that ever stood here, by the key that signed it: an old version with a known hole stays out although
// its signature is good. A file beside the folder of plugins: "<folder>.versions", lines "<plugin> <key> <version>".
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "kernel/packages/minisign.hpp"

namespace hemicycle::packages {

/// <0, 0, >0. Both are three numbers (the contract's reader holds that).
[[nodiscard]] int compare_versions(const std::string& left, const std::string& right);

class Versions final {
 public:
  /// Throws Refused (invalid) when the file is damaged: what cannot be read must not look like nothing.
  [[nodiscard]] static Versions read(const std::filesystem::path& plugins);
  [[nodiscard]] static std::filesystem::path file_of(const std::filesystem::path& plugins);

  [[nodiscard]] std::optional<std::string> highest(const std::string& plugin, const KeyId& key) const;
  /// Writes only when it is higher. Throws Refused (unavailable).
  void record(const std::string& plugin, const KeyId& key, const std::string& version);

 private:
  explicit Versions(std::filesystem::path file) : file_(std::move(file)) {}
  std::filesystem::path file_;
  std::map<std::pair<std::string, std::string>, std::string> highest_;  // plugin, key -> version
};

}  // namespace hemicycle::packages
