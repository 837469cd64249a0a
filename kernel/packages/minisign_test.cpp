// The formats of minisign. The interplay with the real program is in tests/security/package_attacks.py.
#include "kernel/packages/minisign.hpp"

#include <catch2/catch.hpp>

#include "kernel/packages/base64.hpp"
#include "kernel/packages/plugin_fixture.hpp"

using namespace hemicycle::packages;

namespace {

// Made by minisign 0.11: `minisign -G -W`, `printf 'hi\n' > f`, `minisign -S -m f -t "x y"`.
const std::string kPublic = "untrusted comment: minisign public key 3C43A8EA33747656\nRWRWdnQz6qhDPEHBaM/QuP6qTGjk90GBCYienwcfphhhc2hI4sQzCrSi\n";
const std::string kSecret =
    "untrusted comment: minisign encrypted secret key\n"
    "RWQAAEIyAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAVnZ0M+qoQzwHKOKW3rZEAF5zz/WoNl5lmAnOehHN5Dr1HXFWI/rQ7kHBaM/QuP6qTGjk90GB"
    "CYienwcfphhhc2hI4sQzCrSiAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";
const std::string kSigned =
    "untrusted comment: signature from minisign secret key\n"
    "RURWdnQz6qhDPOSa4hLJ/veCV1Pp/hPozD7FFQWw99d96nKB4OjhJmvQNP/TbMpN8bCrlEpl1ZTn4xpOVU15nl9mK3se2zj0ygU=\n"
    "trusted comment: x y\n"
    "H8bIJM0H+FGDc9Ir6d2NFOTm76h2RqQQq028iRfkJFC7qX4w0vq12A2jL8mqPAb665LQ3I+Mn7PCCIdTxXbfDQ==\n";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("what minisign signed holds here, and for nothing else") {
  const auto key = VerifyingKey::parse(kPublic, "k.pub");
  const auto signature = Signature::parse(kSigned, "f.minisig");
  CHECK(key.id.text() == "3C43A8EA33747656");
  CHECK(signature.trusted_comment == "x y");
  CHECK(signature.holds(key, "hi\n"));
  CHECK_FALSE(signature.holds(key, "hi"));
  CHECK_FALSE(signature.holds(SigningKey::generate().verifying(), "hi\n"));
  CHECK_FALSE(Signature::parse(replaced(kSigned, "x y", "x z"), "f").holds(key, "hi\n"));
}

TEST_CASE("a secret key of minisign signs as minisign does: Ed25519 leaves nothing to chance") {
  const auto key = SigningKey::parse(kSecret, "k.sec");
  CHECK(key.file_text() == kSecret);
  CHECK(key.verifying().file_text() == kPublic);
  const auto ours = Signature::make(key, "hi\n", "x y").file_text();
  CHECK(ours.substr(ours.find('\n')) == kSigned.substr(kSigned.find('\n')));
}

TEST_CASE("a key that was written is read again, and signs the same") {
  const auto key = SigningKey::generate();
  const auto again = SigningKey::parse(key.file_text(), "k.sec");
  CHECK(again.id() == key.id());
  CHECK(Signature::make(again, "a", "b").holds(key.verifying(), "a"));
  CHECK(VerifyingKey::parse(key.verifying().file_text(), "k.pub").key == key.verifying().key);
}

TEST_CASE("a signature of the old form, a damaged one and one with more lines are refused with a sentence") {
  const auto refused = [](const std::string& text) { return refusal([&] { static_cast<void>(Signature::parse(text, "f.minisig")); }); };
  CHECK_THAT(refused(replaced(kSigned, "RURW", "RWRW")), Catch::Contains("old form"));
  CHECK_THAT(refused(replaced(kSigned, "RURW", "RURX") + "\n"), Catch::Contains("four lines"));
  CHECK_THAT(refused(replaced(kSigned, "RURW", "RUR")), Catch::Contains("damaged"));
  CHECK_THAT(refused(replaced(kSigned, "x y", "x\x1b[31m")), Catch::Contains("no line of text"));
  CHECK_THAT(refused(""), Catch::Contains("four lines"));
  for (std::size_t size = 0; size + 1 < kSigned.size(); ++size) CHECK_FALSE(refused(kSigned.substr(0, size)).empty());
}

TEST_CASE("a secret key whose halves do not belong together is refused") {
  CHECK_THAT(refusal([] { static_cast<void>(SigningKey::parse(replaced(kSecret, "KOKW3r", "KOKW3s"), "k.sec")); }), Catch::Contains("damaged"));
  CHECK_THAT(refusal([] { static_cast<void>(SigningKey::parse(kPublic, "k.pub")); }), Catch::Contains("not a secret key"));
}

TEST_CASE("base64 has one spelling for one value") {
  for (const std::string bytes : {"a", "ab", "abc", "abcd"}) CHECK(from_base64(to_base64(bytes)) == bytes);
  for (const std::string wrong : {"YQ", "YR==", "YQ==\n", " YQ==", "Y===", "!!!!", ""}) CHECK_FALSE(from_base64(wrong).has_value());
}
