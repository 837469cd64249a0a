#include "kernel/web/http/ready.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>

#include "kernel/web/http/characters.hpp"
#include "kernel/web/http/compress.hpp"

namespace hemicycle::web::http {
namespace {

std::string_view find_header(const Headers& headers, std::string_view name) {
  const auto found = std::find_if(headers.begin(), headers.end(), [&](const auto& h) { return same_letters(h.first, name); });
  return found == headers.end() ? std::string_view{} : std::string_view(found->second);
}

/// RFC 9110 §15.4.5: what a 304 repeats, so that the browser's copy stays described as it should.
bool kept_in_not_modified(std::string_view name) {
  static constexpr std::array<std::string_view, 4> kKept{"cache-control", "content-location", "expires", "content-language"};
  return std::any_of(kKept.begin(), kKept.end(), [&](auto kept) { return same_letters(kept, name); });
}

}  // namespace

std::string content_tag(std::string_view bytes) {
  static constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1)
    throw std::runtime_error("SHA-256 is not available");
  std::string tag;
  for (std::size_t at = 0; at < 12; at += 3) {
    const unsigned bits = (unsigned{digest[at]} << 16U) | (unsigned{digest[at + 1]} << 8U) | unsigned{digest[at + 2]};
    for (const unsigned shift : {18U, 12U, 6U, 0U}) tag.push_back(kLetters[(bits >> shift) & 63U]);
  }
  return tag;
}

void append_header(std::string& out, std::string_view name, std::string_view value) {
  if (!is_token(name) || !is_field_value(value)) throw std::invalid_argument("header cannot be sent: " + std::string(name));
  out.append(name).append(": ").append(value).append("\r\n");
}

ReadyPage::ReadyPage(unsigned status, const Headers& headers, std::string_view body, std::string_view fixed_headers) : status_(status) {
  tag_ = content_tag(body);
  std::optional<std::string> small;
  std::optional<std::string> smaller;
  if (worth_compressing(find_header(headers, "content-type"), body.size())) {
    small = gzip(body);
    smaller = brotli(body);
  }
  negotiated_ = small || smaller;
  identity_ = make_variant(headers, body, Coding::identity, fixed_headers);
  if (small) gzip_ = make_variant(headers, *small, Coding::gzip, fixed_headers);
  if (smaller) brotli_ = make_variant(headers, *smaller, Coding::brotli, fixed_headers);
}

ReadyPage::Variant ReadyPage::make_variant(const Headers& headers, std::string_view body, Coding coding, std::string_view fixed) const {
  static constexpr std::array<std::string_view, 3> kSuffix{"", "-gz", "-br"};
  static constexpr std::array<std::string_view, 3> kName{"", "gzip", "br"};
  const auto which = static_cast<std::size_t>(coding);
  Variant variant;
  variant.etag = "\"" + tag_ + std::string(kSuffix.at(which)) + "\"";
  std::string shared;
  append_header(shared, "ETag", variant.etag);
  if (negotiated_) append_header(shared, "Vary", "Accept-Encoding");
  std::string full = shared;
  std::string brief = shared;
  if (coding != Coding::identity) append_header(full, "Content-Encoding", kName.at(which));
  append_header(full, "Content-Length", std::to_string(body.size()));
  for (const auto& [name, value] : headers) {
    append_header(full, name, value);
    if (kept_in_not_modified(name)) append_header(brief, name, value);
  }
  full.append(fixed).append("\r\n");
  brief.append(fixed).append("\r\n");
  variant.head_size = full.size();
  full.append(body);
  variant.bytes = std::make_shared<const std::string>(std::move(full));
  variant.not_modified = std::make_shared<const std::string>(std::move(brief));
  return variant;
}

const ReadyPage::Variant& ReadyPage::variant_for(std::string_view accept_encoding) const noexcept {
  const auto accepted = read_accept_encoding(accept_encoding);
  const Variant* best = &identity_;  // also what a client that accepts nothing gets: better than a 406 that nobody reads
  int liked = accepted.identity;
  if (gzip_.bytes && accepted.gzip > 0 && accepted.gzip >= liked) {
    best = &gzip_;
    liked = accepted.gzip;
  }
  if (brotli_.bytes && accepted.brotli > 0 && accepted.brotli >= liked) best = &brotli_;
  return *best;
}

Ready ReadyPage::choose(std::string_view accept_encoding, std::string_view if_none_match, bool is_head) const noexcept {
  const auto& variant = variant_for(accept_encoding);
  if (status_ == 200 && !if_none_match.empty() && etag_matches(if_none_match, variant.etag)) {
    return {304, variant.not_modified, variant.not_modified->size(), true};
  }
  return {status_, variant.bytes, variant.head_size, is_head};
}

std::size_t ReadyPage::size() const noexcept {
  std::size_t total = 0;
  for (const auto* variant : {&identity_, &gzip_, &brotli_}) {
    if (variant->bytes) total += variant->bytes->size() + variant->not_modified->size();
  }
  return total;
}

}  // namespace hemicycle::web::http
