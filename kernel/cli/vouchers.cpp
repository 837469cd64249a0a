#include "kernel/cli/vouchers.hpp"

#include "kernel/packages/package.hpp"

namespace hemicycle::cli {

namespace fs = std::filesystem;

fs::path installed_plugins(const config::Settings& settings) { return fs::path(settings.text("data.dir")) / "plugins"; }

fs::path keys_folder(const config::Settings& settings) {
  const auto& given = settings.text("plugins.keys");
  return given.empty() ? fs::path(settings.text("data.dir")) / "keys" : fs::path(given);
}

void Vouchers::add_to(host::HouseOptions& options) {
  std::error_code error;
  if (!fs::is_directory(plugins_, error)) return;
  options.folders.push_back(plugins_);
  options.installed = plugins_;
  options.vouch = [this](const fs::path& folder) { return vouch(folder); };
}

std::string Vouchers::vouch(const fs::path& folder) {
  // Neighbours are not known yet; `judge` looks at what is asked of them.
  const auto verified = packages::check_installed(folder, packages::Keyring::read(keys_), {});
  vouchers_.insert_or_assign(verified.contract().name,
                             Voucher{.key = verified.key(), .ceiling = verified.ceiling(), .library_sha256 = verified.library_sha256()});
  return verified.library_sha256();
}

void Vouchers::judge(host::House& house) const {
  std::vector<contract::Plugin> neighbours;
  for (const auto& contract : house.contracts()) neighbours.push_back(*contract);
  for (const auto& plugin : neighbours)
    if (const auto* voucher = find(plugin.name))
      if (const auto sentence = packages::exceeds(plugin, voucher->key, voucher->ceiling, neighbours); !sentence.empty()) house.refuse(plugin.name, sentence);
}

const Voucher* Vouchers::find(const std::string& plugin) const {
  const auto found = vouchers_.find(plugin);
  return found == vouchers_.end() ? nullptr : &found->second;
}

}  // namespace hemicycle::cli
