// Ed25519 (RFC 8032) and BLAKE2b-512 by OpenSSL, and a secret that is wiped when it goes.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace hemicycle::packages {

using PublicKey = std::array<std::uint8_t, 32>;
using SignatureBytes = std::array<std::uint8_t, 64>;

/// The 32 bytes that an Ed25519 key pair comes from. Wiped (OPENSSL_cleanse) at the end of its life; moved, never copied.
class Seed final {
 public:
  explicit Seed(std::string_view bytes);  ///< 32 bytes; else std::invalid_argument
  [[nodiscard]] static Seed random();
  ~Seed();
  Seed(Seed&& other) noexcept;
  Seed& operator=(Seed&& other) noexcept;
  Seed(const Seed&) = delete;
  Seed& operator=(const Seed&) = delete;

  [[nodiscard]] PublicKey public_key() const;
  [[nodiscard]] SignatureBytes sign(std::string_view message) const;
  /// For the key file alone.
  [[nodiscard]] std::string_view bytes() const { return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()}; }

 private:
  std::array<std::uint8_t, 32> bytes_{};
};

[[nodiscard]] bool verifies(const PublicKey& key, std::string_view message, const SignatureBytes& signature);
/// 64 bytes.
[[nodiscard]] std::string blake2b512(std::string_view message);
[[nodiscard]] std::string random_bytes(std::size_t count);
/// Overwrites in a way that no compiler leaves out.
void wipe(std::string& secret);

}  // namespace hemicycle::packages
