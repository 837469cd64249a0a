// Who answers for the plugins that came as packages: asked before each of them is loaded.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kernel/config/settings.hpp"
#include "kernel/host/house.hpp"
#include "kernel/packages/keyring.hpp"

namespace hemicycle::cli {

/// <data.dir>/plugins, and `plugins.keys` or <data.dir>/keys.
[[nodiscard]] std::filesystem::path installed_plugins(const config::Settings& settings);
[[nodiscard]] std::filesystem::path keys_folder(const config::Settings& settings);

/// For the thread that changes the house.
class Vouchers final {
 public:
  explicit Vouchers(const config::Settings& settings) : plugins_(installed_plugins(settings)), keys_(keys_folder(settings)) {}
  Vouchers(const Vouchers&) = delete;
  Vouchers& operator=(const Vouchers&) = delete;

  /// host::Openings::vouch: for what lies in the folder of installed plugins, whether its library in memory and everything in its folder are what
  /// a trusted key signed. `house` may be in the midst of its discovery: `judge` comes after it. Throws packages::Refused.
  void vouch(host::Resident& resident, const host::House& house);
  /// Once all contracts are known: refuses who asks another plugin for what its key may not.
  void judge(host::House& house) const;
  /// How the key lets its plugins run; nullopt when nobody vouches for this one.
  [[nodiscard]] std::optional<contract::Isolation> isolation(const std::string& plugin) const;

 private:
  struct Voucher {
    packages::KeyId key;
    packages::Ceiling ceiling;
  };
  std::filesystem::path plugins_, keys_;
  std::map<std::string, Voucher> vouchers_;
};

}  // namespace hemicycle::cli
