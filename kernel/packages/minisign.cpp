#include "kernel/packages/minisign.hpp"

#include <algorithm>
#include <vector>

#include "kernel/packages/base64.hpp"
#include "kernel/packages/refused.hpp"

namespace hemicycle::packages {
namespace {

constexpr std::string_view kUntrusted = "untrusted comment: ", kTrusted = "trusted comment: ";
constexpr std::string_view kEd25519 = "Ed", kPrehashed = "ED";
constexpr std::size_t kLongestComment = 1024;

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    out.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

bool printable(std::string_view text) {
  return text.size() <= kLongestComment && std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

template <std::size_t N>
std::array<std::uint8_t, N> take(std::string_view& bytes) {
  std::array<std::uint8_t, N> out{};
  std::copy_n(bytes.begin(), N, out.begin());
  bytes.remove_prefix(N);
  return out;
}

template <typename Bytes>
std::string_view text_of(const Bytes& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

std::string KeyId::text() const {
  // minisign prints the eight bytes as one little-endian number.
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (auto byte = bytes.rbegin(); byte != bytes.rend(); ++byte) out += {kHex[*byte >> 4], kHex[*byte & 0xf]};
  return out;
}

VerifyingKey VerifyingKey::parse(std::string_view text, const std::string& file) {
  const auto lines = lines_of(text);
  if (lines.size() < 2 || !lines[0].starts_with("untrusted comment:")) refuse_invalid(file + " is not a public key of minisign: two lines, the first a comment");
  const auto bytes = from_base64(lines[1]);
  if (!bytes || bytes->size() != 42 || !bytes->starts_with(kEd25519)) refuse_invalid(file + " is not a public key of minisign: its second line is damaged");
  std::string_view rest(*bytes);
  rest.remove_prefix(kEd25519.size());
  const auto id = take<8>(rest);
  return {.id = {id}, .key = take<32>(rest)};
}

std::string VerifyingKey::file_text() const {
  std::string bytes(kEd25519);
  bytes.append(text_of(id.bytes)).append(text_of(key));
  return std::string(kUntrusted) + "minisign public key " + id.text() + "\n" + to_base64(bytes) + "\n";
}

Signature Signature::parse(std::string_view text, const std::string& file) {
  const auto lines = lines_of(text);
  if (lines.size() != 4 || !lines[0].starts_with(kUntrusted) || !lines[2].starts_with(kTrusted))
    refuse_invalid(file + " is not a signature of minisign: four lines, the first and the third comments");
  const auto bytes = from_base64(lines[1]);
  const auto global = from_base64(lines[3]);
  if (!bytes || bytes->size() != 74 || !global || global->size() != 64) refuse_invalid(file + " is a damaged signature");
  if (bytes->starts_with(kEd25519)) refuse_invalid(file + " is a signature of minisign's old form; sign again without -l");
  if (!bytes->starts_with(kPrehashed)) refuse_invalid(file + " is signed in a way that is unknown here");
  std::string_view rest(*bytes), rest_global(*global);
  rest.remove_prefix(kPrehashed.size());
  Signature out;
  out.id.bytes = take<8>(rest);
  out.signature = take<64>(rest);
  out.global = take<64>(rest_global);
  out.trusted_comment = lines[2].substr(kTrusted.size());
  if (!printable(out.trusted_comment)) refuse_invalid(file + " has a comment that is no line of text");
  return out;
}

Signature Signature::make(const SigningKey& key, std::string_view content, std::string trusted_comment) {
  if (!printable(trusted_comment)) refuse_invalid("a trusted comment is one line of at most 1024 bytes");
  Signature out{.id = key.id(), .signature = key.sign(blake2b512(content)), .global = {}, .trusted_comment = std::move(trusted_comment)};
  out.global = key.sign(std::string(text_of(out.signature)) + out.trusted_comment);
  return out;
}

std::string Signature::file_text() const {
  std::string bytes(kPrehashed);
  bytes.append(text_of(id.bytes)).append(text_of(signature));
  return std::string(kUntrusted) + "signature of a hemicycle plugin\n" + to_base64(bytes) + "\n" + std::string(kTrusted) + trusted_comment + "\n" +
         to_base64(text_of(global)) + "\n";
}

bool Signature::holds(const VerifyingKey& key, std::string_view content) const {
  return key.id == id && verifies(key.key, blake2b512(content), signature) &&
         verifies(key.key, std::string(text_of(signature)) + trusted_comment, global);
}

}  // namespace hemicycle::packages
