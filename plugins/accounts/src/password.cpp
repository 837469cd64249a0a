#include "password.hpp"

#include <argon2.h>
#include <openssl/rand.h>

#include <array>
#include <stdexcept>

namespace accounts_plugin {
namespace {
constexpr std::uint32_t kPasses = 2;
constexpr std::uint32_t kMemoryKib = 19456;
constexpr std::uint32_t kLanes = 1;
constexpr std::size_t kHashBytes = 32;

// The hash of no password: verifying against it costs what verifying against a real one does.
const char* const kNobody = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
}  // namespace

std::string hash_password(std::string_view password) {
  std::array<unsigned char, 16> salt{};
  if (RAND_bytes(salt.data(), static_cast<int>(salt.size())) != 1) throw std::runtime_error("no randomness for a salt");
  std::array<char, 128> phc{};
  const auto outcome = argon2id_hash_encoded(kPasses, kMemoryKib, kLanes, password.data(), password.size(), salt.data(), salt.size(),
                                             kHashBytes, phc.data(), phc.size());
  if (outcome != ARGON2_OK) throw std::runtime_error(std::string("argon2id: ") + argon2_error_message(outcome));
  return phc.data();
}

bool verify_password(std::string_view password, const std::string& phc) {
  const char* known = phc.empty() ? kNobody : phc.c_str();
  return argon2id_verify(known, password.data(), password.size()) == ARGON2_OK && !phc.empty();
}

}  // namespace accounts_plugin
