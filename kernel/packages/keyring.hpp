// The keys that this house trusts: a folder with one readable file per key, "<ID>.pub". Its first two lines are minisign's own public key
// file, so `minisign -V -p` takes it as it is; the lines after them are ours:
//
//   untrusted comment: minisign public key 3C43A8EA33747656
//   RWRWdnQz6qhDPEHBaM/QuP6qTGjk90GBCYienwcfphhhc2hI4sQzCrSi
//   may: grant:lead session
//   isolation: worker
//   revoked: 2026-11-23
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "kernel/packages/ceiling.hpp"
#include "kernel/packages/minisign.hpp"

namespace hemicycle::packages {

struct TrustedKey {
  VerifyingKey key;
  Ceiling ceiling{};
  std::string revoked{};  ///< the day; empty = trusted
};

/// A regular value, read once: any thread.
class Keyring final {
 public:
  Keyring() = default;
  explicit Keyring(std::vector<TrustedKey> keys) : keys_(std::move(keys)) {}
  /// A folder that is not there holds no key. Throws Refused when a file in it is damaged or anybody on this machine may write there:
  /// what cannot be read whole must not look like less.
  [[nodiscard]] static Keyring read(const std::filesystem::path& folder);

  [[nodiscard]] const TrustedKey* find(const KeyId& id) const;
  [[nodiscard]] const std::vector<TrustedKey>& keys() const { return keys_; }

 private:
  std::vector<TrustedKey> keys_;
};

/// Adds the key, or gives it another ceiling. Throws Refused: a revoked key is never trusted again, and two keys never share an id.
void trust(const std::filesystem::path& folder, const VerifyingKey& key, const Ceiling& ceiling);
/// `id` as KeyId::text gives it. The file stays, so that a package of this key is told apart from one of a stranger. Throws Refused (not_found).
void revoke(const std::filesystem::path& folder, const std::string& id);

}  // namespace hemicycle::packages
