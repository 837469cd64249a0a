#include "fingerprint.hpp"

#include <openssl/sha.h>

#include <array>

namespace programme_plugin {

std::string fingerprint(std::string_view text) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (const auto byte : digest) hex.append({kDigits[byte >> 4U], kDigits[byte & 15U]});
  return hex;
}

}  // namespace programme_plugin
