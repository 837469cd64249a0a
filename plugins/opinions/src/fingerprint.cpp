#include "fingerprint.hpp"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <array>
#include <cstdio>
#include <stdexcept>

namespace opinions_plugin {
namespace {

using Bytes = std::array<unsigned char, 32>;

std::string digits_of(const Bytes& bytes) {
  std::array<char, 65> text{};
  for (std::size_t i = 0; i < bytes.size(); ++i) std::snprintf(text.data() + 2 * i, 3, "%02x", bytes[i]);
  return std::string(text.data());
}

}  // namespace

std::string sha256(std::string_view text) {
  Bytes digest{};
  if (EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1)
    throw std::runtime_error("SHA-256 is not available");
  return digits_of(digest);
}

std::string secret_address() {
  Bytes bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) throw std::runtime_error("no randomness for a secret address");
  return digits_of(bytes);
}

}  // namespace opinions_plugin
