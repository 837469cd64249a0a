#include <unistd.h>

#include <iostream>
#include <nlohmann/json.hpp>

#include "kernel/cli/package_commands.hpp"
#include "kernel/cli/vouchers.hpp"
#include "kernel/packages/durable_file.hpp"
#include "kernel/packages/keyring.hpp"
#include "kernel/packages/refused.hpp"

namespace hemicycle::cli {
namespace {

using nlohmann::json;

constexpr std::size_t kLargestKeyFile = 64U << 10U;

json described(const packages::TrustedKey& key) {
  json out = {{"id", key.key.id.text()}, {"state", key.revoked.empty() ? "trusted" : "revoked"}, {"may", key.ceiling.may}, {"isolation", contract::name(key.ceiling.isolation)}};
  if (!key.revoked.empty()) out["revoked"] = key.revoked;
  return out;
}

void print(const packages::TrustedKey& key) {
  std::cout << key.key.id.text() << (key.revoked.empty() ? "  trusted  " : "  revoked  ") << contract::name(key.ceiling.isolation);
  for (const auto& item : key.ceiling.may) std::cout << ' ' << item;
  std::cout << '\n';
}

}  // namespace

Exit key_new(const std::filesystem::path& file, bool as_json) {
  const auto key = packages::SigningKey::generate();
  auto public_file = file;
  public_file += ".pub";
  if (std::filesystem::exists(public_file)) packages::refuse_denied(public_file.string() + " is there already, and is not written over");
  auto secret = key.file_text();
  try {
    packages::write_new(file, secret, 0600);
  } catch (...) {
    packages::wipe(secret);
    throw;
  }
  packages::wipe(secret);
  packages::replace_file(public_file, key.verifying().file_text(), 0644);
  if (as_json)
    std::cout << json({{"id", key.id().text()}, {"secret", file.string()}, {"public", public_file.string()}}).dump(2) << '\n';
  else
    std::cout << "Key " << key.id().text() << "\n  secret: " << file.string() << " (keep it; whoever has it signs in your name)\n  public: " << public_file.string() << " (give it to those who install your plugins)\n";
  return Exit::ok;
}

Exit key_trust(const config::Settings& settings, const TrustArguments& arguments, bool as_json) {
  const auto key = packages::VerifyingKey::parse(packages::read_file(arguments.file, kLargestKeyFile), arguments.file.string());
  const auto isolation = contract::isolation_named(arguments.isolation);
  if (!isolation) packages::refuse_invalid("--isolation is sandboxed, worker or in_process, not '" + arguments.isolation + "'");
  const packages::TrustedKey trusted{.key = key, .ceiling = {.may = packages::read_may(arguments.may), .isolation = *isolation}};
  packages::trust(keys_folder(settings), trusted.key, trusted.ceiling);
  if (as_json)
    std::cout << described(trusted).dump(2) << '\n';
  else
    print(trusted);
  return Exit::ok;
}

Exit key_list(const config::Settings& settings, bool as_json) {
  const auto ring = packages::Keyring::read(keys_folder(settings));
  json all = json::array();
  for (const auto& key : ring.keys()) {
    all.push_back(described(key));
    if (!as_json) print(key);
  }
  if (as_json) std::cout << all.dump(2) << '\n';
  if (!as_json && ring.keys().empty()) std::cout << "No key is trusted: no package is taken. hemicycle key trust FILE.pub\n";
  return Exit::ok;
}

Exit key_revoke(const config::Settings& settings, const std::string& id, bool as_json) {
  packages::revoke(keys_folder(settings), id);
  if (as_json)
    std::cout << json({{"id", id}, {"state", "revoked"}}).dump(2) << '\n';
  else
    std::cout << id << " is revoked: from the next start on, no plugin that it signed is loaded.\n";
  return Exit::ok;
}

}  // namespace hemicycle::cli
