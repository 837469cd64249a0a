// The commands of `hemicycle`, each in a file of its name. They print results on standard output, everything else on standard error.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "kernel/cli/exit_codes.hpp"
#include "kernel/cli/kernel.hpp"
#include "kernel/config/settings.hpp"

namespace hemicycle::cli {

struct ServeArguments {
  std::string version;  ///< of this program
  bool safe_mode = false;
};

struct CallArguments {
  std::string contract, input = "{}", actor, idempotency_key;
};

struct ImportArguments {
  std::filesystem::path file;
  std::string command;  ///< empty = the only one that a contract names under `imports`
};

struct UserArguments {
  std::string email, name;
  std::vector<std::string> roles;
};

struct JournalArguments {
  int count = 20;
  bool follow = false;
};

/// Ends a command with this code; main.cpp tells the sentence on standard error, and as JSON when asked to.
class Refusal final : public std::runtime_error {
 public:
  Refusal(Exit code, const std::string& sentence) : std::runtime_error(sentence), code_(code) {}
  [[nodiscard]] Exit code() const { return code_; }

 private:
  Exit code_;
};

struct DevArguments {
  std::filesystem::path folder, config;  ///< the plugin's sources; the configuration given with --config
  std::vector<std::string> options;      ///< those given with --set
};

struct MailArguments {
  std::string state;  ///< of the list: "queued", "sent", "failed"; empty = all
  std::string id;     ///< of one letter; empty = all that did not leave
  int count = 50;
};

struct TransferArguments {
  std::filesystem::path file;
  std::string version;  ///< of this program
};

enum class LetterAction { list, retry, drop };

Exit serve(config::Settings settings, const ServeArguments& arguments);
Exit check(const config::Settings& settings, bool as_json);
Exit plugin_list(const config::Settings& settings, bool as_json);
/// `verb`: reload, enable or disable.
Exit plugin_change(const config::Settings& settings, const std::string& verb, const std::string& name, bool as_json);
Exit plugin_info(const config::Settings& settings, const std::string& name, bool as_json);
/// Does a plugin keep what every plugin promises? `file` is its library, its folder beside, or its package. Exit::failed when a promise is broken.
Exit plugin_check(const std::filesystem::path& file, bool as_json);
Exit plugin_new(const std::string& name, const std::filesystem::path& into, bool as_json);
Exit plugin_dev(const config::Settings& settings, const DevArguments& arguments);
Exit call(const config::Settings& settings, const CallArguments& arguments, bool as_json);
Exit config_show(const config::Settings& settings, bool origin, bool as_json);
Exit db_migrate(const config::Settings& settings, bool dry_run, bool as_json);
Exit journal_tail(const config::Settings& settings, const JournalArguments& arguments, bool as_json);
Exit dead_letters(const config::Settings& settings, LetterAction action, std::int64_t id, bool as_json);
Exit export_all(const config::Settings& settings, const TransferArguments& arguments, bool as_json);
Exit restore_all(const config::Settings& settings, const TransferArguments& arguments, bool as_json);
Exit mail_list(const config::Settings& settings, const MailArguments& arguments, bool as_json);
Exit mail_retry(const config::Settings& settings, const MailArguments& arguments, bool as_json);
Exit user_add(const config::Settings& settings, const UserArguments& arguments, bool as_json);
Exit import_file(const config::Settings& settings, const ImportArguments& arguments, bool as_json);
Exit play(const config::Settings& settings, const std::filesystem::path& file, bool as_json);

/// Prints a problem for a person, or as JSON; returns its exit code.
Exit tell(const core::Problem& problem, bool as_json);

}  // namespace hemicycle::cli
