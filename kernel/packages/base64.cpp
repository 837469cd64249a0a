#include "kernel/packages/base64.hpp"

#include <openssl/evp.h>

namespace hemicycle::packages {

std::string to_base64(std::string_view bytes) {
  std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');
  const int written = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), unsigned_of(bytes), static_cast<int>(bytes.size()));
  out.resize(static_cast<std::size_t>(written));
  return out;
}

std::optional<std::string> from_base64(std::string_view text) {
  if (text.empty() || text.size() % 4 != 0 || text.size() > 4096) return std::nullopt;
  std::string out(text.size() / 4 * 3, '\0');
  if (EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()), unsigned_of(text), static_cast<int>(text.size())) < 0) return std::nullopt;
  if (text.ends_with("==")) out.pop_back();
  if (text.ends_with("=")) out.pop_back();
  if (to_base64(out) != text) return std::nullopt;  // white space, bits beyond the end: OpenSSL takes them, nobody writes them
  return out;
}

}  // namespace hemicycle::packages
