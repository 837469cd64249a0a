// SHA-256 (FIPS 180-4) of a text, for seals and lots that anybody can compute again, and for secrets that are kept as their hash alone.
// Of OpenSSL: who includes it links OpenSSL::Crypto. Not for passwords, which want a slow function.
#pragma once

#include <openssl/evp.h>

#include <array>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace hemicycle {

/// Two digits a byte, small letters.
[[nodiscard]] inline std::string hexadecimal(std::span<const unsigned char> bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  out.reserve(2 * bytes.size());
  for (const auto byte : bytes) out.append({kDigits[byte >> 4U], kDigits[byte & 15U]});
  return out;
}

/// 64 hexadecimal digits. Throws std::runtime_error where OpenSSL has been told to do without SHA-256.
[[nodiscard]] inline std::string sha256(std::string_view text) {
  std::array<unsigned char, 32> digest{};
  unsigned int size = 0;
  if (EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1 || size != digest.size())
    throw std::runtime_error("SHA-256 is not available");
  return hexadecimal(digest);
}

}  // namespace hemicycle
