#include "token.hpp"

#include <openssl/rand.h>

#include <array>
#include <hemicycle/sha256.hpp>
#include <stdexcept>

namespace accounts_plugin {

std::string make_token() {
  std::array<unsigned char, 32> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) throw std::runtime_error("no randomness for a token");
  return hemicycle::hexadecimal(bytes);
}

std::string token_hash(std::string_view token) { return hemicycle::sha256(token); }

}  // namespace accounts_plugin
