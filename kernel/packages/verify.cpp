#include <algorithm>

#include "kernel/core/elf_sections.hpp"
#include "kernel/core/sha256.hpp"
#include "kernel/packages/digests.hpp"
#include "kernel/packages/durable_file.hpp"
#include "kernel/packages/library.hpp"
#include "kernel/packages/package.hpp"
#include "kernel/packages/places.hpp"
#include "kernel/packages/refused.hpp"
#include "kernel/packages/versions.hpp"

namespace hemicycle::packages {
namespace {

namespace fs = std::filesystem;

std::string this_architecture() { return std::string(core::machine_name(core::this_machine())); }

const TrustedKey& signer(const Package& package, const Keyring& keyring) {
  const auto id = package.signature.id.text();
  const auto* key = keyring.find(package.signature.id);
  if (key == nullptr) refuse_denied("'" + package.contract.name + "' is signed by the key " + id + ", which is unknown here; if you trust its owner: hemicycle key trust FILE.pub");
  if (!key->revoked.empty()) refuse_denied("'" + package.contract.name + "' is signed by the key " + id + ", which was revoked on " + key->revoked);
  if (!package.signature.holds(key->key, package.files.at(std::string(kDigestsFile))))
    refuse_denied("'digests' and its signature do not belong together: one of them was changed after the package was signed");
  return *key;
}

/// The signer's own words, when they are in our form, must not tell of another plugin.
void must_be_meant(const Package& package) {
  const auto& comment = package.signature.trusted_comment;
  if (!comment.starts_with("plugin:")) return;
  const auto meant = "plugin:" + package.contract.name + " version:" + package.contract.version;
  if (comment != meant && !comment.starts_with(meant + " ")) refuse_denied("the signature is for '" + shown(comment) + "', the package is " + meant);
}

void must_agree(const Package& package, const std::string& path, const std::string& bytes) {
  const auto expected = library_place(architecture_of(path), package.contract.name);
  if (path != expected) refuse_invalid("the package holds '" + path + "'; the library of '" + package.contract.name + "' would be " + expected);
  const auto library = read_library(bytes, path);
  if (library.architecture != architecture_of(path)) refuse_invalid("'" + path + "' is built for " + library.architecture);
  if (library.manifest != package.files.at(std::string(kManifestFile))) refuse_denied("plugin.json differs from the contract inside '" + path + "'");
}

std::string libraries_sha256(const Package& package) {
  std::string sha256, others;
  for (const auto& [path, bytes] : package.files) {
    const auto architecture = architecture_of(path);
    if (architecture.empty()) continue;
    must_agree(package, path, bytes);
    if (architecture == this_architecture()) sha256 = core::sha256(bytes);
    others += (others.empty() ? "" : ", ") + std::string(architecture);
  }
  if (sha256.empty()) refuse_denied("'" + package.contract.name + "' is built for " + others + "; this machine is " + this_architecture());
  return sha256;
}

void must_not_go_back(const Package& package, const fs::path& plugins) {
  const auto highest = Versions::read(plugins).highest(package.contract.name, package.signature.id);
  if (highest && compare_versions(package.contract.version, *highest) < 0)
    refuse_denied("'" + package.contract.name + "' " + package.contract.version + " is older than " + *highest + ", which stood here; to go back on purpose, take its line out of " +
                  Versions::file_of(plugins).string());
}

/// Who signs with another key may be trusted, and still not be the one whom the people of this plugin gave their data to.
void must_keep_its_signer(const Package& package, const Keyring& keyring, const fs::path& plugins) {
  const auto file = plugins / package.contract.name / kSignatureFile;
  std::error_code error;
  if (package.installed || !fs::exists(file, error)) return;
  const auto standing = Signature::parse(read_file(file, 64U << 10U), file.string()).id;
  const auto* key = keyring.find(standing);
  if (standing != package.signature.id && key != nullptr && key->revoked.empty())
    refuse_denied("'" + package.contract.name + "' is signed by the key " + package.signature.id.text() + "; the one that stands here, by " + standing.text() +
                  ": remove it first (hemicycle plugin remove " + package.contract.name + ") or revoke that key");
}

}  // namespace

std::string exceeds(const contract::Plugin& plugin, const KeyId& key, const Ceiling& ceiling, const std::vector<contract::Plugin>& neighbours) {
  std::string list;
  for (const auto& item : beyond(ceiling, wants(plugin, neighbours))) list += (list.empty() ? "" : ",") + item;
  if (list.empty()) return {};
  return "'" + plugin.name + "' asks for more than the key " + key.text() + " may: " + list + "; to allow it: hemicycle key trust FILE.pub --may " + list;
}

Verified::Verified(Package package, Ceiling ceiling, std::string sha256) : package_(std::move(package)), ceiling_(std::move(ceiling)), sha256_(std::move(sha256)) {}

Verified verify(Package package, const Keyring& keyring, const Surroundings& surroundings) {
  const auto& key = signer(package, keyring);
  must_match(package.files, read_digests(package.files.at(std::string(kDigestsFile))), [&](const std::string& path) {
    const auto architecture = architecture_of(path);
    return package.installed && !architecture.empty() && architecture != this_architecture();
  });
  must_be_meant(package);
  auto sha256 = libraries_sha256(package);
  must_not_go_back(package, surroundings.plugins);
  must_keep_its_signer(package, keyring, surroundings.plugins);
  if (const auto sentence = exceeds(package.contract, key.key.id, key.ceiling, surroundings.neighbours); !sentence.empty()) refuse_denied(sentence);
  return {std::move(package), key.ceiling, std::move(sha256)};
}

Verified check_installed(const fs::path& folder, const Keyring& keyring, const std::vector<contract::Plugin>& neighbours) {
  return verify(Package::installed_in(folder), keyring, {.plugins = folder.parent_path(), .neighbours = neighbours});
}

}  // namespace hemicycle::packages
