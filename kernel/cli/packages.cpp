#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>

#include "kernel/cli/commands.hpp"
#include "kernel/cli/log.hpp"
#include "kernel/cli/package_commands.hpp"
#include "kernel/cli/plugin_words.hpp"
#include "kernel/cli/survey.hpp"
#include "kernel/packages/describe.hpp"
#include "kernel/packages/durable_file.hpp"
#include "kernel/packages/install.hpp"
#include "kernel/packages/pack.hpp"
#include "kernel/packages/refused.hpp"
#include "kernel/web/render/catalogue.hpp"

namespace hemicycle::cli {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr std::size_t kLargestKeyFile = 64U << 10U;

packages::SigningKey read_key(const fs::path& file) {
  auto text = packages::read_file(file, kLargestKeyFile);
  std::string passphrase;
  if (packages::SigningKey::is_encrypted(text, file.string())) {
    if (isatty(STDIN_FILENO) != 0) std::cerr << "Passphrase of " << file.string() << ": ";
    std::getline(std::cin, passphrase);
  }
  try {
    auto key = packages::SigningKey::parse(text, file.string(), passphrase);
    packages::wipe(text);
    packages::wipe(passphrase);
    return key;
  } catch (...) {
    packages::wipe(text);
    packages::wipe(passphrase);
    throw;
  }
}

/// What stands in the house besides `plugin`; throws when a plugin of that name came another way than by a package.
std::vector<contract::Plugin> neighbours_of(const config::Settings& settings, const std::string& plugin) {
  const Survey survey(settings);
  for (const auto& resident : survey.house().residents())
    if (resident.name == plugin && resident.folder.parent_path() != installed_plugins(settings))
      packages::refuse_denied("a plugin '" + plugin + "' stands in " + resident.folder.string() + ", and no package takes its place");
  std::vector<contract::Plugin> out;
  for (const auto& contract : survey.house().contracts())
    if (contract->name != plugin) out.push_back(*contract);
  return out;
}

packages::Verified verified(const config::Settings& settings, const fs::path& file) {
  auto package = packages::Package::open(file);
  auto neighbours = neighbours_of(settings, package.contract.name);
  return packages::verify(std::move(package), packages::Keyring::read(keys_folder(settings)), {.plugins = installed_plugins(settings), .neighbours = std::move(neighbours)});
}

json told(const packages::Verified& verified, const config::Settings& settings) {
  const auto isolation = std::max(verified.contract().isolation, verified.ceiling().isolation);
  json out = {{"name", verified.contract().name}, {"version", verified.contract().version}, {"sha256", verified.library_sha256()}};
  out.update(packages::describe(verified.contract(), isolation, packages::Provenance::trusted, verified.key().text(), kernel_words(settings)));
  return out;
}

void print(const json& told, bool as_json, const std::string& first) {
  if (as_json) {
    std::cout << told.dump(2, ' ', false, json::error_handler_t::replace) << '\n';
    return;
  }
  std::cout << first << '\n' << told["signature"].get<std::string>() << '\n' << told["safety_rating"].get<std::string>() << "/6: " << told["safety"].get<std::string>() << '\n';
  for (const auto& right : told["rights"]) std::cout << "  " << neutralised(right.get<std::string>()) << '\n';
}

}  // namespace

packages::Words kernel_words(const config::Settings& settings) {
  auto catalogue = std::make_shared<web::render::Catalogue>();
  catalogue->add(web::render::kKernel, Premises::beside_program().share);
  return [catalogue, language = settings.list("site.languages").front()](const std::string& key) { return catalogue->kernel(key, language); };
}

Exit plugin_pack(const PackArguments& arguments, bool as_json) {
  const auto key = read_key(arguments.key);
  const auto packed = packages::pack(arguments.folder, arguments.file, key);
  if (as_json)
    std::cout << json({{"name", packed.name}, {"version", packed.version}, {"file", arguments.file.string()}, {"key", key.id().text()}, {"files", packed.files}}).dump(2) << '\n';
  else
    std::cout << arguments.file.string() << ": " << packed.name << ' ' << packed.version << ", " << packed.files << " files, signed by " << key.id().text() << '\n';
  return Exit::ok;
}

Exit plugin_verify(const config::Settings& settings, const fs::path& file, bool as_json) {
  const auto result = verified(settings, file);
  print(told(result, settings), as_json, result.contract().name + " " + result.contract().version + " would be taken.");
  return Exit::ok;
}

/// Whether a server runs and has taken it.
bool taken_by_server(const config::Settings& settings, const std::string& plugin) {
  try {
    return ask_server(settings, {{"do", "enable"}, {"plugin", plugin}}).has_value();
  } catch (const Refusal& refusal) {
    throw Refusal(refusal.code(), plugin + " is installed, and the running server stays with what it had: " + refusal.what() +
                                      "; install the version before it again, or mend what the sentence names, before the next start");
  }
}

Exit plugin_install(const config::Settings& settings, const fs::path& file, bool as_json) {
  const auto result = verified(settings, file);
  const auto folder = packages::install(result, installed_plugins(settings));
  auto description = told(result, settings);
  description["folder"] = folder.string();
  const auto& contract = result.contract();
  const bool taken = taken_by_server(settings, contract.name);
  print(description, as_json, contract.name + " " + contract.version + " is installed in " + folder.string() + (taken ? "; the running server serves it." : "; the next start loads it."));
  return Exit::ok;
}

Exit plugin_remove(const config::Settings& settings, const std::string& name, bool as_json) {
  packages::remove(installed_plugins(settings), name);
  if (as_json)
    std::cout << json({{"name", name}, {"state", "removed"}}).dump(2) << '\n';
  else
    std::cout << name << " is removed; its data stays, and a package of it that is not older may come back.\n";
  return Exit::ok;
}

}  // namespace hemicycle::cli
