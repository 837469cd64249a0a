#include "kernel/cli/vouchers.hpp"

#include "kernel/packages/package.hpp"
#include "kernel/packages/refused.hpp"

namespace hemicycle::cli {
namespace {

namespace fs = std::filesystem;

std::vector<contract::Plugin> neighbours_in(const host::House& house) {
  std::vector<contract::Plugin> out;
  for (const auto& contract : house.contracts()) out.push_back(*contract);
  return out;
}

}  // namespace

fs::path installed_plugins(const config::Settings& settings) { return fs::path(settings.text("data.dir")) / "plugins"; }

fs::path keys_folder(const config::Settings& settings) {
  const auto& given = settings.text("plugins.keys");
  return given.empty() ? fs::path(settings.text("data.dir")) / "keys" : fs::path(given);
}

void Vouchers::vouch(host::Resident& resident, const host::House& house) {
  if (resident.folder.parent_path() != plugins_) return;
  vouchers_.erase(resident.name);
  const auto verified = packages::check_installed(resident.folder, packages::Keyring::read(keys_), neighbours_in(house));
  // The library was read into sealed memory before: what was vouched for is what is loaded, whoever writes into the folder meanwhile.
  if (verified.library_sha256() != resident.sha256) packages::refuse_denied("'" + resident.name + ".so' was changed while it was being read");
  vouchers_.insert_or_assign(resident.name, Voucher{.key = verified.key(), .ceiling = verified.ceiling()});
  resident.signed_by = verified.key().text();
}

void Vouchers::judge(host::House& house) const {
  const auto neighbours = neighbours_in(house);
  for (const auto& plugin : neighbours) {
    const auto found = vouchers_.find(plugin.name);
    if (found == vouchers_.end()) continue;
    if (const auto sentence = packages::exceeds(plugin, found->second.key, found->second.ceiling, neighbours); !sentence.empty()) house.refuse(plugin.name, sentence);
  }
}

std::optional<contract::Isolation> Vouchers::isolation(const std::string& plugin) const {
  const auto found = vouchers_.find(plugin);
  return found == vouchers_.end() ? std::nullopt : std::optional(found->second.ceiling.isolation);
}

}  // namespace hemicycle::cli
