// The file formats of minisign (https://jedisct1.github.io/minisign/#signature-format): public keys, secret keys, signatures.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "kernel/packages/ed25519.hpp"

namespace hemicycle::packages {

using KeyBytes = std::array<std::uint8_t, 8>;

/// What tells keys apart: eight random bytes, shown as minisign shows them, "3C43A8EA33747656".
struct KeyId {
  KeyBytes bytes{};
  [[nodiscard]] std::string text() const;
  friend auto operator<=>(const KeyId&, const KeyId&) = default;
};

struct VerifyingKey {
  KeyId id;
  PublicKey key{};

  /// The two lines of a `.pub` file; lines after them are the reader's own affair. Throws Refused (invalid) with `file` in the sentence.
  [[nodiscard]] static VerifyingKey parse(std::string_view text, const std::string& file);
  [[nodiscard]] std::string file_text() const;
};

class SigningKey final {
 public:
  [[nodiscard]] static SigningKey generate();
  /// A secret key file of minisign. One with a passphrase (kdf "Sc") is opened with `passphrase`. Throws Refused.
  [[nodiscard]] static SigningKey parse(std::string_view text, const std::string& file, std::string_view passphrase = {});
  /// Whether `parse` will need a passphrase: to be asked before it is called.
  [[nodiscard]] static bool is_encrypted(std::string_view text, const std::string& file);

  [[nodiscard]] const KeyId& id() const { return id_; }
  [[nodiscard]] VerifyingKey verifying() const { return {.id = id_, .key = seed_.public_key()}; }
  /// The secret key file, without a passphrase (kdf "\0\0"). The caller wipes it.
  [[nodiscard]] std::string file_text() const;
  [[nodiscard]] SignatureBytes sign(std::string_view message) const { return seed_.sign(message); }

 private:
  SigningKey(KeyId id, Seed seed) : id_(id), seed_(std::move(seed)) {}
  KeyId id_;
  Seed seed_;
};

/// A prehashed signature: Ed25519 over BLAKE2b-512 of the file, and a second one over the first and the comment that it vouches for.
struct Signature {
  KeyId id;
  SignatureBytes signature{}, global{};
  std::string trusted_comment;

  /// Exactly the four lines that minisign writes. Throws Refused (invalid) with `file` in the sentence.
  [[nodiscard]] static Signature parse(std::string_view text, const std::string& file);
  [[nodiscard]] static Signature make(const SigningKey& key, std::string_view content, std::string trusted_comment);
  [[nodiscard]] std::string file_text() const;
  /// Whether `key` made both signatures, this one over `content`.
  [[nodiscard]] bool holds(const VerifyingKey& key, std::string_view content) const;
};

}  // namespace hemicycle::packages
