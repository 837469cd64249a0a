// The secret half of minisign's formats.
//
//   "Ed", kdf "\0\0" or "Sc", checksum "B2", salt 32, operations 8, memory 8 | key id 8, seed 32, public key 32, checksum 32
//
// With kdf "Sc" the part after the bar is XORed with a stream that scrypt makes from the passphrase.
#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <cstring>

#include "kernel/packages/base64.hpp"
#include "kernel/packages/minisign.hpp"
#include "kernel/packages/refused.hpp"

namespace hemicycle::packages {
namespace {

constexpr std::size_t kSize = 158, kSaltAt = 6, kSaltSize = 32, kOperationsAt = 38, kMemoryAt = 46, kSealedAt = 54, kSealedSize = 104;
constexpr std::string_view kPlain{"\0\0", 2}, kScrypt = "Sc";
constexpr std::uint64_t kMostMemory = 2ULL << 30U;

/// A string that holds a secret for the length of a block.
struct Secret {
  std::string text;
  ~Secret() { wipe(text); }
};

std::uint64_t little_endian(std::string_view bytes) {
  std::uint64_t out = 0;
  for (std::size_t i = 8; i > 0; --i) out = out << 8U | static_cast<std::uint8_t>(bytes[i - 1]);
  return out;
}

struct Cost {
  std::uint64_t n = 2, r = 8, p = 1;
};

/// libsodium's pickparams (crypto_pwhash_scryptsalsa208sha256), which decides what minisign's two limits mean.
Cost cost_of(std::uint64_t operations, std::uint64_t memory) {
  Cost cost;
  operations = std::max<std::uint64_t>(operations, 32'768);
  const bool by_operations = operations < memory / 32;
  const auto most = by_operations ? operations / (cost.r * 4) : memory / (cost.r * 128);
  while (cost.n <= most / 2 && cost.n < (1ULL << 62U)) cost.n *= 2;
  if (!by_operations) cost.p = std::min<std::uint64_t>(operations / 4 / cost.n, 0x3fffffff) / cost.r;
  return cost;
}

void unseal(std::string& bytes, const std::string& file, std::string_view passphrase) {
  const std::string_view whole(bytes);
  const auto memory = little_endian(whole.substr(kMemoryAt, 8));
  if (memory > kMostMemory) refuse_invalid(file + " asks for " + std::to_string(memory) + " bytes of memory to be opened");
  const auto cost = cost_of(little_endian(whole.substr(kOperationsAt, 8)), memory);
  Secret stream{std::string(kSealedSize, '\0')};
  if (EVP_PBE_scrypt(passphrase.data(), passphrase.size(), reinterpret_cast<const unsigned char*>(bytes.data() + kSaltAt), kSaltSize, cost.n, cost.r,
                     cost.p, kMostMemory, reinterpret_cast<unsigned char*>(stream.text.data()), stream.text.size()) != 1)
    refuse_invalid(file + " cannot be opened: not enough memory, or damaged");
  for (std::size_t i = 0; i < kSealedSize; ++i) bytes[kSealedAt + i] = static_cast<char>(bytes[kSealedAt + i] ^ stream.text[i]);
}

/// The decoded second line. Throws Refused.
std::string decoded(std::string_view text, const std::string& file) {
  const auto first = text.find('\n');
  if (first == std::string_view::npos || !text.starts_with("untrusted comment:")) refuse_invalid(file + " is not a secret key of minisign");
  auto line = text.substr(first + 1);
  line = line.substr(0, line.find('\n'));
  auto bytes = from_base64(line);
  if (!bytes || bytes->size() != kSize || !bytes->starts_with("Ed") || bytes->substr(4, 2) != "B2")
    refuse_invalid(file + " is not a secret key of minisign: its second line is damaged");
  return std::move(*bytes);
}

}  // namespace

SigningKey SigningKey::generate() {
  KeyId id;
  const auto bytes = random_bytes(id.bytes.size());
  std::copy(bytes.begin(), bytes.end(), id.bytes.begin());
  return {id, Seed::random()};
}

bool SigningKey::is_encrypted(std::string_view text, const std::string& file) {
  const Secret bytes{decoded(text, file)};
  return bytes.text.substr(2, 2) == kScrypt;
}

SigningKey SigningKey::parse(std::string_view text, const std::string& file, std::string_view passphrase) {
  Secret bytes{decoded(text, file)};
  const auto kdf = bytes.text.substr(2, 2);
  if (kdf != kPlain && kdf != kScrypt) refuse_invalid(file + " is locked in a way that is unknown here");
  if (kdf == kScrypt) unseal(bytes.text, file, passphrase);
  const std::string_view open = std::string_view(bytes.text).substr(kSealedAt);
  KeyId id;
  std::copy_n(open.begin(), id.bytes.size(), id.bytes.begin());
  Seed seed(open.substr(8, 32));
  const auto expected = seed.public_key();
  // The file carries the public key too: a wrong passphrase or a changed bit shows here.
  if (std::memcmp(expected.data(), open.data() + 40, expected.size()) != 0)
    refuse_denied(file + (kdf == kScrypt ? " was not opened: the passphrase is wrong" : " is damaged: its two halves do not belong together"));
  return {id, std::move(seed)};
}

std::string SigningKey::file_text() const {
  std::string bytes;
  bytes.reserve(kSize);  // growing would leave copies behind
  bytes.append("Ed").append(kPlain).append("B2").append(kSealedAt - kSaltAt, '\0');
  const auto key = seed_.public_key();
  bytes.append(reinterpret_cast<const char*>(id_.bytes.data()), id_.bytes.size()).append(seed_.bytes());
  bytes.append(reinterpret_cast<const char*>(key.data()), key.size()).append(32, '\0');
  auto out = "untrusted comment: minisign encrypted secret key\n" + to_base64(bytes) + "\n";
  wipe(bytes);
  return out;
}

}  // namespace hemicycle::packages
