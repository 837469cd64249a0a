// The commands about packages and keys: `plugin pack|verify|install|remove` and `key new|trust|list|revoke`.
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <functional>
#include <string>

#include "kernel/cli/exit_codes.hpp"
#include "kernel/config/settings.hpp"
#include "kernel/packages/describe.hpp"

namespace hemicycle::cli {

struct PackArguments {
  std::filesystem::path folder, file, key;
};

struct TrustArguments {
  std::filesystem::path file;
  std::string may, isolation = "sandboxed";
};

Exit plugin_pack(const PackArguments& arguments, bool as_json);
Exit plugin_verify(const config::Settings& settings, const std::filesystem::path& file, bool as_json);
Exit plugin_install(const config::Settings& settings, const std::filesystem::path& file, bool as_json);
Exit plugin_remove(const config::Settings& settings, const std::string& name, bool as_json);
Exit key_new(const std::filesystem::path& file, bool as_json);
Exit key_trust(const config::Settings& settings, const TrustArguments& arguments, bool as_json);
Exit key_list(const config::Settings& settings, bool as_json);
Exit key_revoke(const config::Settings& settings, const std::string& id, bool as_json);

/// The kernel's texts in the first language of the site.
[[nodiscard]] packages::Words kernel_words(const config::Settings& settings);

/// Holds what the options write into: lives as long as the command line is read and its command runs.
class PackageCommands final {
 public:
  using Add = std::function<CLI::App*(CLI::App&, const char* name, const char* description, std::function<Exit()>)>;
  using Load = std::function<config::Settings()>;
  /// `json` is read when the command runs.
  void add_to(CLI::App& app, CLI::App& plugin, const Add& add, const Load& settings, const bool& json);

 private:
  PackArguments pack_;
  TrustArguments trust_;
  std::filesystem::path file_;
  std::string name_;
};

}  // namespace hemicycle::cli
