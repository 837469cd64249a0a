#include "kernel/web/gateway/tokens.hpp"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <stdexcept>

namespace hemicycle::web::gateway {
namespace {

std::string hexadecimal(const unsigned char* bytes, std::size_t size) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (std::size_t i = 0; i < size; ++i) out += {kDigits[bytes[i] >> 4U], kDigits[bytes[i] & 15U]};
  return out;
}

std::string read_or_make_key(const std::filesystem::path& file) {
  if (std::ifstream in(file); in) {
    std::string key;
    in >> key;
    if (key.size() == 64) return key;
    throw std::runtime_error(file.string() + " is not a form key: remove it, and a new one is made (open forms must then be sent again)");
  }
  auto key = new_secret();
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) throw std::runtime_error("cannot write " + file.string());
  const auto line = key + "\n";
  const bool written = ::write(descriptor, line.data(), line.size()) == static_cast<ssize_t>(line.size()) && ::fsync(descriptor) == 0;
  ::close(descriptor);
  if (!written) throw std::runtime_error("cannot write " + file.string());
  return key;
}

}  // namespace

std::string new_secret() {
  std::array<unsigned char, 32> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) throw std::runtime_error("the system gives no random bytes");
  return hexadecimal(bytes.data(), bytes.size());
}

bool same_secret(std::string_view a, std::string_view b) { return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0; }

FormTokens::FormTokens(const std::filesystem::path& key_file) : key_(read_or_make_key(key_file)) {}

std::string FormTokens::of(std::string_view visitor) const {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  HMAC(EVP_sha256(), key_.data(), static_cast<int>(key_.size()), reinterpret_cast<const unsigned char*>(visitor.data()), visitor.size(),
       digest.data(), &size);
  return hexadecimal(digest.data(), size);
}

}  // namespace hemicycle::web::gateway
