// A package: opened, then verified, then installed. Each step takes only what the step before gave.
//
//   const auto verified = verify(Package::open("club.hmc"), Keyring::read(keys), {.plugins = plugins, .neighbours = contracts});
//   install(verified, plugins);
//   check_installed(plugins / "club", Keyring::read(keys), contracts).library_sha256();   // at each start
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/packages/archive.hpp"
#include "kernel/packages/keyring.hpp"
#include "kernel/packages/minisign.hpp"
#include "sdk/contract/model.hpp"

namespace hemicycle::packages {

/// Well made, and not believed yet. In an installed one the libraries of other machines are left out.
struct Package {
  Files files;
  Signature signature;
  contract::Plugin contract;
  bool installed = false;

  /// Throws Refused: see archive.hpp; and invalid when plugin.json, digests, digests.minisig or every library is missing or not what it should be.
  [[nodiscard]] static Package open(const std::filesystem::path& file, const Limits& limits = {});
  /// The folder of an installed plugin, <name>/. Links and files of other kinds are refused.
  [[nodiscard]] static Package installed_in(const std::filesystem::path& folder, const Limits& limits = {});
};

struct Surroundings {
  std::filesystem::path plugins;                 ///< folder of the installed plugins; its record of versions lies beside it
  std::vector<contract::Plugin> neighbours{};    ///< contracts of the other plugins of the house
};

/// A package that a trusted key vouches for, within its ceiling, for this machine. Only `verify` makes one.
class Verified final {
 public:
  [[nodiscard]] const Package& package() const { return package_; }
  [[nodiscard]] const contract::Plugin& contract() const { return package_.contract; }
  [[nodiscard]] const KeyId& key() const { return package_.signature.id; }
  [[nodiscard]] const Ceiling& ceiling() const { return ceiling_; }
  /// Of the library for this machine: what is loaded must have it.
  [[nodiscard]] const std::string& library_sha256() const { return sha256_; }

 private:
  friend Verified verify(Package package, const Keyring& keyring, const Surroundings& surroundings);
  Verified(Package package, Ceiling ceiling, std::string sha256);
  Package package_;
  Ceiling ceiling_;
  std::string sha256_;
};

/// Throws Refused with one sentence that names the thing: key unknown or revoked, a file changed, added or missing, a manifest that differs
/// from a library's section, another machine, another ABI, an older version, another signer than the one that stands, a ceiling and by what.
[[nodiscard]] Verified verify(Package package, const Keyring& keyring, const Surroundings& surroundings);

/// The sentence of `verify` about the ceiling alone; empty when the plugin stays below it. For whoever learns of the neighbours later.
[[nodiscard]] std::string exceeds(const contract::Plugin& plugin, const KeyId& key, const Ceiling& ceiling, const std::vector<contract::Plugin>& neighbours);

/// As `verify`, for what was installed, before each start.
[[nodiscard]] Verified check_installed(const std::filesystem::path& folder, const Keyring& keyring, const std::vector<contract::Plugin>& neighbours);

}  // namespace hemicycle::packages
