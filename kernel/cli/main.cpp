// The `hemicycle` command: reads the command line, hands over to commands.hpp, and turns what was thrown into a sentence and an exit code.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <iostream>
#include <nlohmann/json.hpp>

#include "kernel/cli/commands.hpp"
#include "kernel/cli/manual.hpp"
#include "kernel/cli/package_commands.hpp"
#include "kernel/cli/verb.hpp"
#include "kernel/config/keys.hpp"
#include "kernel/packages/refused.hpp"
#include "kernel/steward/tenancy.hpp"
#include "kernel/store/migrations.hpp"

namespace {

using namespace hemicycle;
using cli::Exit;

std::map<std::string, std::string> hemicycle_environment() {
  std::map<std::string, std::string> out;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view line(*entry);
    if (const auto equals = line.find('='); line.starts_with("HEMICYCLE_") && equals != std::string_view::npos)
      out.emplace(line.substr(0, equals), line.substr(equals + 1));
  }
  return out;
}

/// The defaults that come with the program, when neither an option, the environment nor /etc names a configuration.
std::filesystem::path shipped_configuration(const std::map<std::string, std::string>& environment) {
  if (environment.contains("HEMICYCLE_CONFIG") || std::filesystem::exists(config::kDefaultFile)) return {};
  const auto shipped = cli::Premises::beside_program().share / "hemicycle.toml";
  return std::filesystem::exists(shipped) ? shipped : std::filesystem::path();
}

void print_refusal(Exit code, const std::string& what) {
  std::cout << nlohmann::json({{"error", what}, {"exit", static_cast<int>(code)}}).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
}

Exit refuse(Exit code, const std::string& what, bool json) {
  if (json) print_refusal(code, what);
  std::cerr << "hemicycle: " << what << '\n';
  return code;
}

Exit guarded(const std::function<Exit()>& run, bool json) {
  try {
    return run();
  } catch (const cli::Refusal& error) {
    return refuse(error.code(), error.what(), json);
  } catch (const config::Refused& error) {
    return refuse(Exit::configuration, error.what(), json);
  } catch (const store::Refused& error) {
    return refuse(Exit::configuration, error.what(), json);
  } catch (const web::render::Refused& error) {
    return refuse(Exit::configuration, error.what(), json);
  } catch (const steward::Occupied& error) {
    return refuse(Exit::try_again, error.what(), json);
  } catch (const packages::Refused& error) {
    return refuse(cli::exit_of(error.status()), error.what(), json);
  } catch (const core::StoreError& error) {
    return refuse(cli::exit_of(error.status()), error.what(), json);
  } catch (const std::exception& error) {
    return refuse(Exit::failed, error.what(), json);
  }
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Hémicycle: serve and look after a participatory platform made of plugins.", "hemicycle");
  app.require_subcommand(1);
  app.set_version_flag("--version", "hemicycle " HEMICYCLE_VERSION);
  std::filesystem::path file;
  std::vector<std::string> options;
  bool json = false;
  app.add_option("--config", file, "Configuration file (default: HEMICYCLE_CONFIG, else /etc/hemicycle/hemicycle.toml)");
  app.add_option("--set", options, "One setting, KEY=VALUE; wins against every file")->take_all()->allow_extra_args(false);
  app.add_flag("--json", json, "Print results as JSON");
  app.fallthrough();

  std::function<Exit()> run;
  const auto settings = [&] {
    const auto environment = hemicycle_environment();
    const char* credentials = std::getenv("CREDENTIALS_DIRECTORY");
    return config::load({.file = file.empty() ? shipped_configuration(environment) : file,
                         .environment = environment,
                         .options = options,
                         .profiles = cli::Premises::beside_program().share / "profiles",
                         .credentials = credentials == nullptr ? "" : credentials});
  };
  const auto add = [&](CLI::App& parent, const char* name, const char* description, std::function<Exit()> action) {
    auto* command = parent.add_subcommand(name, description);
    command->fallthrough();
    command->callback([&run, action = std::move(action)] { run = action; });
    return command;
  };

  cli::ServeArguments serve{.version = HEMICYCLE_VERSION};
  add(app, "serve", "Serve pages and API until SIGTERM or Ctrl-C.", [&] { return cli::serve(settings(), serve); })
      ->add_flag("--safe-mode", serve.safe_mode, "Load no plugin");
  add(app, "check", "Check configuration, contracts, views, catalogues, roles and store; change nothing but pending migrations.", [&] { return cli::check(settings(), json); });

  auto* plugin = app.add_subcommand("plugin", "The plugins of this house.");
  plugin->require_subcommand(1)->fallthrough();
  std::string plugin_name;
  add(*plugin, "list", "Each plugin with its state and the reason for it.", [&] { return cli::plugin_list(settings(), json); });
  const auto change = [&](const char* verb, const char* description) {
    add(*plugin, verb, description, [&, verb] { return cli::plugin_change(settings(), verb, plugin_name, json); })->add_option("name", plugin_name, "Its name")->required();
  };
  change("reload", "Put the plugin's present files in the place of what the running server has loaded.");
  change("enable", "Start a plugin that does not run, and forget what was remembered against it.");
  change("disable", "Stop a plugin, over restarts of the server too.");
  add(*plugin, "info", "All about one plugin.", [&] { return cli::plugin_info(settings(), plugin_name, json); })->add_option("name", plugin_name, "Its name")->required();
  std::filesystem::path checked;
  add(*plugin, "check", "Try a plugin before it is installed: each promise, kept or broken.", [&] { return cli::plugin_check(checked, json); })
      ->add_option("file", checked, "Its library with its folder beside, or its package")
      ->required();

  std::filesystem::path folder = ".";
  auto* plugin_new = add(*plugin, "new", "Write the sources of a new plugin.", [&] { return cli::plugin_new(plugin_name, folder, json); });
  plugin_new->add_option("name", plugin_name, "Its name: snake_case")->required();
  plugin_new->add_option("--into", folder, "Folder in which its folder is made");
  add(*plugin, "dev", "Build a plugin, serve it, and again whenever a file of it changes.", [&] { return cli::plugin_dev(settings(), {folder, file, options}); })
      ->add_option("folder", folder, "Its sources");
  cli::PackageCommands package_commands;
  package_commands.add_to(app, *plugin, add, settings, json);

  cli::CallArguments call;
  auto* call_command = add(app, "call", "Call a command or a query as this machine's operator.", [&] { return cli::call(settings(), call, json); });
  call_command->add_option("contract", call.contract, "\"<plugin>.<verb>\"")->required();
  call_command->add_option("input", call.input, "The input as JSON; - reads it from standard input");
  call_command->add_option("--as", call.actor, "Act as this actor instead of the operator");
  call_command->add_option("--key", call.idempotency_key, "Idempotency key: the same call under the same key has one effect");

  auto* config_command = app.add_subcommand("config", "The configuration.");
  config_command->require_subcommand(1)->fallthrough();
  bool origin = false;
  add(*config_command, "show", "Every key with its value.", [&] { return cli::config_show(settings(), origin, json); })
      ->add_flag("--origin", origin, "Say where each value comes from");
  add(*config_command, "reference", "Every key with its meaning, as Markdown.", [] {
    std::cout << config::describe();
    return Exit::ok;
  });

  auto* db = app.add_subcommand("db", "The database.");
  db->require_subcommand(1)->fallthrough();
  bool dry_run = false;
  add(*db, "migrate", "Run the migrations that have not run yet.", [&] { return cli::db_migrate(settings(), dry_run, json); })
      ->add_flag("--dry-run", dry_run, "Try them, then roll back; say which would run");

  cli::TransferArguments transfer{.file = {}, .version = HEMICYCLE_VERSION};
  add(app, "export", "Write everything that was entered into one file of open formats, while the house serves.", [&] { return cli::export_all(settings(), transfer, json); })
      ->add_option("file", transfer.file, "The tar that is made; it must not be there yet")->required();
  add(app, "restore", "Take such a file into an empty house; no server may run there.", [&] { return cli::restore_all(settings(), transfer, json); })
      ->add_option("file", transfer.file, "The tar")->required()->check(CLI::ExistingFile);

  auto* mail = app.add_subcommand("mail", "Letters to people, and what became of them.");
  mail->require_subcommand(1)->fallthrough();
  cli::MailArguments post;
  auto* mail_list = add(*mail, "list", "The latest letters.", [&] { return cli::mail_list(settings(), post, json); });
  mail_list->add_option("--state", post.state, "Only those in this state")->check(CLI::IsMember({"queued", "sent", "failed"}));
  mail_list->add_option("-n,--count", post.count, "How many")->capture_default_str()->check(CLI::Range(1, 100'000));
  auto* mail_retry = add(*mail, "retry", "Try a letter again now; without an id, all that did not leave.", [&] { return cli::mail_retry(settings(), post, json); });
  mail_retry->add_option("id", post.id, "Of the letter");

  auto* journal = app.add_subcommand("journal", "The journal of events.");
  journal->require_subcommand(1)->fallthrough();
  cli::JournalArguments tail;
  auto* tail_command = add(*journal, "tail", "The last events.", [&] { return cli::journal_tail(settings(), tail, json); });
  tail_command->add_option("-n,--count", tail.count, "How many")->check(CLI::Range(0, 1'000'000));
  tail_command->add_flag("-f,--follow", tail.follow, "Go on with those to come");

  auto* letters = app.add_subcommand("dead-letters", "Events and jobs that were given up.");
  letters->require_subcommand(1)->fallthrough();
  std::int64_t letter = 0;
  add(*letters, "list", "All of them, with what went wrong.", [&] { return cli::dead_letters(settings(), cli::LetterAction::list, 0, json); });
  add(*letters, "retry", "Deliver one again.", [&] { return cli::dead_letters(settings(), cli::LetterAction::retry, letter, json); })->add_option("id", letter, "Its number")->required();
  add(*letters, "drop", "Forget one.", [&] { return cli::dead_letters(settings(), cli::LetterAction::drop, letter, json); })->add_option("id", letter, "Its number")->required();

  auto* user = app.add_subcommand("user", "Accounts.");
  user->require_subcommand(1)->fallthrough();
  cli::UserArguments person;
  auto* user_add = add(*user, "add", "Open an account; the password is read from standard input.", [&] { return cli::user_add(settings(), person, json); });
  user_add->add_option("--email", person.email, "Address to sign in with")->required();
  user_add->add_option("--name", person.name, "Name shown to others")->required();
  user_add->add_option("--role", person.roles, "Role to give; may be repeated")->take_all()->allow_extra_args(false);

  cli::ImportArguments import;
  auto* import_command = add(app, "import", "Import a JSON array of items; one line of report each.", [&] { return cli::import_file(settings(), import, json); });
  import_command->add_option("file", import.file, "The file")->required();
  import_command->add_option("--with", import.command, "Command that takes the items, when several plugins import");

  std::filesystem::path script;
  add(app, "play", "Play a list of calls.", [&] { return cli::play(settings(), script, json); })->add_option("file", script, "The file")->required();

  auto* documents = app.add_subcommand("documentation", "Made from this program for packages.");
  documents->require_subcommand(1)->fallthrough();
  add(*documents, "man", "The manual page.", [&] {
    std::cout << cli::manual_page(app);
    return Exit::ok;
  });
  add(*documents, "bash-completion", "The completion for bash.", [&] {
    std::cout << cli::bash_completion(app);
    return Exit::ok;
  });

  std::vector<std::string> path;
  add(*documents, "words", "What may follow a plugin's name and verb, or be one: for the completion.", [&] {
    for (const auto& word : cli::words_after(settings(), path)) std::cout << word << '\n';
    return Exit::ok;
  })->add_option("path", path, "The words that stand already");

  std::vector<std::string> commands;
  for (const auto* command : app.get_subcommands(nullptr)) commands.push_back(command->get_name());
  auto line = cli::split({argv + 1, argv + argc}, commands);
  if (line.verb) {
    app.require_subcommand(0);
    run = [&] { return cli::call_verb(settings(), *line.verb, json); };
  }
  try {
    app.parse(std::vector<std::string>(line.own.rbegin(), line.own.rend()));  // CLI11 takes them from the back
  } catch (const CLI::ParseError& error) {
    if (app.exit(error) == 0) return 0;
    // Whether `json` was set before the parser gave up is chance.
    if (std::find(line.own.begin(), line.own.end(), "--json") != line.own.end()) print_refusal(Exit::usage, error.what());
    return static_cast<int>(Exit::usage);
  }
  return static_cast<int>(guarded(run, json));
}
