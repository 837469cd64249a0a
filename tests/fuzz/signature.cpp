// What a stranger signs: minisign's signature, public key and secret key files, and the list of digests.
#include <cstdint>
#include <string>

#include "kernel/packages/digests.hpp"
#include "kernel/packages/minisign.hpp"
#include "kernel/packages/refused.hpp"
#include "tests/fuzz/must_hold.hpp"

namespace {

using namespace hemicycle;

/// Runs `read`; a refusal is an answer like any other.
template <typename Read>
void tried(Read read) {
  try {
    read();
  } catch (const packages::Refused& refused) {
    fuzz::must_hold(std::string_view(refused.what()).size() > 1);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  tried([&] {
    const auto signature = packages::Signature::parse(text, "f");
    // What was read is what would be written, but for the comment that nobody vouches for.
    const auto again = packages::Signature::parse(signature.file_text(), "f");
    fuzz::must_hold(again.id == signature.id && again.signature == signature.signature && again.global == signature.global &&
                    again.trusted_comment == signature.trusted_comment);
  });
  tried([&] {
    const auto key = packages::VerifyingKey::parse(text, "f");
    fuzz::must_hold(packages::VerifyingKey::parse(key.file_text(), "f").key == key.key);
  });
  tried([&] {
    // One with a passphrase costs scrypt's memory, which is the owner's wish and not a stranger's.
    if (!packages::SigningKey::is_encrypted(text, "f")) static_cast<void>(packages::SigningKey::parse(text, "f"));
  });
  tried([&] {
    for (const auto& [path, digest] : packages::read_digests(text)) fuzz::must_hold(!path.empty() && path.front() != '/' && digest.size() == 64);
  });
  return 0;
}
