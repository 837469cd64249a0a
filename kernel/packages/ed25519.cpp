#include "kernel/packages/ed25519.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

#include "kernel/packages/base64.hpp"

namespace hemicycle::packages {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

void must(bool well, const char* what) {
  if (!well) throw std::runtime_error(std::string("OpenSSL: ") + what);
}

Key private_key(const std::array<std::uint8_t, 32>& seed) {
  Key key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), seed.size()), &EVP_PKEY_free);
  must(key != nullptr, "no Ed25519 key");
  return key;
}

}  // namespace

Seed::Seed(std::string_view bytes) {
  if (bytes.size() != bytes_.size()) throw std::invalid_argument("an Ed25519 seed has 32 bytes");
  std::copy(bytes.begin(), bytes.end(), bytes_.begin());
}

Seed Seed::random() {
  auto bytes = random_bytes(32);
  Seed seed(bytes);
  wipe(bytes);
  return seed;
}

Seed::~Seed() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }

Seed::Seed(Seed&& other) noexcept : bytes_(other.bytes_) { OPENSSL_cleanse(other.bytes_.data(), other.bytes_.size()); }

Seed& Seed::operator=(Seed&& other) noexcept {
  if (this == &other) return *this;
  bytes_ = other.bytes_;
  OPENSSL_cleanse(other.bytes_.data(), other.bytes_.size());
  return *this;
}

PublicKey Seed::public_key() const {
  const auto key = private_key(bytes_);
  PublicKey out{};
  auto size = out.size();
  must(EVP_PKEY_get_raw_public_key(key.get(), out.data(), &size) == 1 && size == out.size(), "no public key");
  return out;
}

SignatureBytes Seed::sign(std::string_view message) const {
  const auto key = private_key(bytes_);
  const Context context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  SignatureBytes out{};
  auto size = out.size();
  must(context && EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
           EVP_DigestSign(context.get(), out.data(), &size, unsigned_of(message), message.size()) == 1 && size == out.size(),
       "the signature could not be made");
  return out;
}

bool verifies(const PublicKey& key, std::string_view message, const SignatureBytes& signature) {
  const Key parsed(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.data(), key.size()), &EVP_PKEY_free);
  const Context context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  return parsed && context && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, parsed.get()) == 1 &&
         EVP_DigestVerify(context.get(), signature.data(), signature.size(), unsigned_of(message), message.size()) == 1;
}

std::string blake2b512(std::string_view message) {
  std::string out(64, '\0');
  unsigned int size = 0;
  must(EVP_Digest(message.data(), message.size(), reinterpret_cast<unsigned char*>(out.data()), &size, EVP_blake2b512(), nullptr) == 1 && size == 64,
       "no BLAKE2b-512");
  return out;
}

std::string random_bytes(std::size_t count) {
  std::string out(count, '\0');
  must(RAND_bytes(reinterpret_cast<unsigned char*>(out.data()), static_cast<int>(count)) == 1, "no random bytes");
  return out;
}

void wipe(std::string& secret) {
  OPENSSL_cleanse(secret.data(), secret.size());
  secret.clear();
}

}  // namespace hemicycle::packages
