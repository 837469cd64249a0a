#include "secret_address.hpp"

#include <openssl/rand.h>

#include <array>
#include <hemicycle/sha256.hpp>
#include <stdexcept>

namespace opinions_plugin {

std::string secret_address() {
  std::array<unsigned char, 32> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) throw std::runtime_error("no randomness for a secret address");
  return hemicycle::hexadecimal(bytes);
}

}  // namespace opinions_plugin
