// What the configuration says, whole and checked: nothing starts on a value that is wrong.
//
//   const auto settings = load({.file = path, .environment = environment, .options = {"web.port=9000"}});
//   settings.integer("web.port");  settings.origin("web.port");   // 9000, "option"
//   const auto limits = settings.plugin(contract);                // checked against the contract's `settings`
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/config/refused.hpp"
#include "kernel/config/toml_file.hpp"
#include "kernel/core/vocabulary.hpp"
#include "sdk/contract/model.hpp"

namespace hemicycle::config {

struct Sources {
  std::filesystem::path file{};                      ///< of the option; empty = HEMICYCLE_CONFIG, else kDefaultFile if it is there
  std::map<std::string, std::string> environment{};  ///< what begins with HEMICYCLE_ is read
  std::vector<std::string> options{};                ///< "web.port=8080"
  std::filesystem::path profiles{};                  ///< folder of the profiles that come with the program
  std::filesystem::path credentials{};               ///< folder of systemd's LoadCredential=: its *.toml are read after conf.d; empty = none
};

inline constexpr std::string_view kDefaultFile = "/etc/hemicycle/hemicycle.toml";

/// One line of `config show`. A secret is dots.
struct Line {
  std::string key, value, origin;
};

struct PluginSettings {
  nlohmann::json values;
  std::vector<Line> lines;
};

/// Regular value; reading is safe from any thread. Asking for a key that is not in the table is a bug: std::out_of_range.
class Settings {
 public:
  [[nodiscard]] std::int64_t integer(std::string_view key) const;
  [[nodiscard]] const std::string& text(std::string_view key) const;
  [[nodiscard]] bool boolean(std::string_view key) const;
  [[nodiscard]] std::vector<std::string> list(std::string_view key) const;
  /// "default", "hemicycle.toml:12", "environment HEMICYCLE_WEB_PORT", "option"
  [[nodiscard]] const std::string& origin(std::string_view key) const;
  /// Folder of the texts that come with the profile; empty when it has none.
  [[nodiscard]] const std::filesystem::path& pack() const { return pack_; }

  [[nodiscard]] std::vector<Line> show() const;
  /// What is allowed but should not be left so.
  [[nodiscard]] std::vector<std::string> warnings() const;
  [[nodiscard]] const core::Vocabularies& vocabularies() const { return vocabularies_; }
  /// A vocabulary that the kernel makes and no file writes. Before other threads read.
  void provide(std::string_view name, core::Vocabulary vocabulary) { vocabularies_.insert_or_assign(std::string(name), std::move(vocabulary)); }

  /// Throws Refused at the first setting that the contract does not allow.
  [[nodiscard]] PluginSettings plugin(const contract::Plugin& contract) const;
  /// Where the setting that a path such as "steps.2.days" names was given; for one that nobody gave, "settings.<plugin>".
  [[nodiscard]] std::string where(const contract::Plugin& contract, const std::string& path) const;
  /// A sentence for each setting given to a plugin that is neither among these nor named in `unread`, those whose contract cannot be read: its name
  /// is mistyped, or it lies elsewhere.
  [[nodiscard]] std::vector<std::string> strangers(const std::vector<contract::Plugin>& contracts, const std::vector<std::string>& unread = {}) const;

  /// Values of Host that are answered: that of web.public_url; without one, 127.0.0.1 and localhost, with and without `port`.
  [[nodiscard]] std::vector<std::string> allowed_hosts(std::int64_t port) const;
  [[nodiscard]] std::filesystem::path database() const;

 private:
  friend class Loader;

  struct Value {
    nlohmann::json value;
    std::string origin;
  };
  /// A plugin's setting before its contract is known. Text comes from the environment or an option and takes the field's type later.
  struct Raw {
    nlohmann::json value;
    bool text = false;
    std::string where;
    std::shared_ptr<const TomlFile> file{};
  };
  [[nodiscard]] const Value& at(std::string_view key) const;
  [[nodiscard]] std::map<std::string, Raw> raw(const contract::Plugin& contract) const;

  std::map<std::string, Value, std::less<>> values_;
  std::map<std::string, std::map<std::string, Raw>> plugin_files_, plugin_options_;  // plugin -> setting
  std::map<std::string, std::string> plugin_environment_;
  core::Vocabularies vocabularies_;
  std::map<std::string, std::string> vocabulary_origins_;
  std::filesystem::path pack_;
};

/// Throws Refused.
[[nodiscard]] Settings load(const Sources& sources);

}  // namespace hemicycle::config
