#include "kernel/web/http/compress.hpp"

#include <brotli/encode.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>

#include "kernel/web/http/characters.hpp"

namespace hemicycle::web::http {
namespace {

constexpr int kGzipLevel = 6;
constexpr int kGzipWindow = 15 + 16;  // zlib's way to ask for the gzip wrapper
constexpr int kBrotliQuality = 5;
constexpr std::size_t kSmallest = 256;

struct Deflater {
  z_stream stream{};
  bool ready = deflateInit2(&stream, kGzipLevel, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY) == Z_OK;
  Deflater() = default;
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;
  ~Deflater() {
    if (ready) deflateEnd(&stream);
  }
};

}  // namespace

std::optional<std::string> gzip(std::string_view bytes) {
  if (bytes.size() < 2 || bytes.size() > std::numeric_limits<uInt>::max()) return std::nullopt;
  Deflater deflater;
  if (!deflater.ready) return std::nullopt;
  // One byte less than the input: running out of room is how "not smaller" shows.
  std::string out(bytes.size() - 1, '\0');
  auto& stream = deflater.stream;
  std::string input(bytes);  // zlib's interface is not const-correct in every build
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  if (deflate(&stream, Z_FINISH) != Z_STREAM_END) return std::nullopt;
  out.resize(stream.total_out);
  return out;
}

std::optional<std::string> brotli(std::string_view bytes) {
  if (bytes.size() < 2) return std::nullopt;
  std::string out(bytes.size() - 1, '\0');
  std::size_t size = out.size();
  const auto done =
      BrotliEncoderCompress(kBrotliQuality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, bytes.size(),
                            reinterpret_cast<const std::uint8_t*>(bytes.data()), &size, reinterpret_cast<std::uint8_t*>(out.data()));
  if (done == BROTLI_FALSE) return std::nullopt;
  out.resize(size);
  return out;
}

bool worth_compressing(std::string_view content_type, std::size_t size) noexcept {
  if (size < kSmallest) return false;
  static constexpr std::array<std::string_view, 5> kText{"application/json", "application/problem+json", "application/xml",
                                                         "application/javascript", "image/svg+xml"};
  const auto type = trimmed(content_type.substr(0, content_type.find(';')));
  if (same_letters(type.substr(0, 5), "text/")) return true;
  if (std::any_of(kText.begin(), kText.end(), [&](auto known) { return same_letters(type, known); })) return true;
  return type.size() > 4 && (same_letters(type.substr(type.size() - 4), "+xml"));
}

}  // namespace hemicycle::web::http
