// What the house remembers of its plugins from one start to the next: which an administrator stopped, which crashed the server.
#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

namespace hemicycle::steward {

/// A small JSON file, written whole beside the old one and renamed. Any thread.
class Ledger final {
 public:
  /// A file that is not there remembers nothing. Throws std::runtime_error when it cannot be read as what this class writes.
  explicit Ledger(std::filesystem::path file);

  [[nodiscard]] std::set<std::string, std::less<>> disabled() const;
  /// This very library crashed the server while it ran inside: it runs in a process of its own from now on.
  [[nodiscard]] bool crashed(std::string_view plugin, std::string_view sha256) const;

  void set_disabled(const std::string& plugin, bool disabled);
  void set_crashed(const std::string& plugin, const std::string& sha256);
  /// Another chance: all that was remembered against it is forgotten.
  void forgive(const std::string& plugin);

 private:
  void write() const;

  const std::filesystem::path file_;
  mutable std::mutex mutex_;
  std::set<std::string, std::less<>> disabled_;
  std::map<std::string, std::string, std::less<>> crashed_;  // plugin -> hash of its library
};

}  // namespace hemicycle::steward
