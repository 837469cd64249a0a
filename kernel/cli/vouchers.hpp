// Who answers for the plugins that came as packages: asked before each of them is loaded.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "kernel/config/settings.hpp"
#include "kernel/host/house.hpp"
#include "kernel/packages/keyring.hpp"

namespace hemicycle::cli {

/// <data.dir>/plugins, and `plugins.keys` or <data.dir>/keys.
[[nodiscard]] std::filesystem::path installed_plugins(const config::Settings& settings);
[[nodiscard]] std::filesystem::path keys_folder(const config::Settings& settings);

struct Voucher {
  packages::KeyId key;
  packages::Ceiling ceiling;
  std::string library_sha256;
};

/// One thread, before the lanes start. Must outlive the house that asks it.
class Vouchers final {
 public:
  explicit Vouchers(const config::Settings& settings) : plugins_(installed_plugins(settings)), keys_(keys_folder(settings)) {}
  Vouchers(const Vouchers&) = delete;
  Vouchers& operator=(const Vouchers&) = delete;

  /// Lets the house look into the folder of installed plugins, and ask here for each that lies there.
  void add_to(host::HouseOptions& options);
  /// Once all contracts are known: refuses who asks another plugin for what its key may not.
  void judge(host::House& house) const;
  /// nullptr for a plugin that came without a package, or that nobody vouches for.
  [[nodiscard]] const Voucher* find(const std::string& plugin) const;

 private:
  [[nodiscard]] std::string vouch(const std::filesystem::path& folder);

  std::filesystem::path plugins_, keys_;
  std::map<std::string, Voucher> vouchers_;
};

}  // namespace hemicycle::cli
