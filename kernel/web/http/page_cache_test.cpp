#include "kernel/web/http/page_cache.hpp"

#include <brotli/decode.h>
#include <zlib.h>

#include <catch2/catch.hpp>
#include <string>
#include <thread>
#include <vector>

#include "kernel/web/http/compress.hpp"

using namespace hemicycle::web::http;
using namespace std::chrono_literals;

namespace {

const auto kStart = std::chrono::steady_clock::time_point{} + 1h;

Page page_of(std::string body, std::vector<Dependency> depends = {}) {
  Page page;
  page.headers = {{"Content-Type", "text/html; charset=utf-8"}, {"Cache-Control", "public"}};
  page.body = std::move(body);
  page.depends = std::move(depends);
  return page;
}

std::string body_of(const Ready& ready) { return ready.bytes->substr(ready.head_size); }
std::string head_of(const Ready& ready) { return ready.bytes->substr(0, ready.head_size); }

std::string etag_of(const Ready& ready) {
  const auto head = head_of(ready);
  const auto at = head.find("ETag: ") + 6;
  return head.substr(at, head.find("\r\n", at) - at);
}

std::string gunzip(const std::string& bytes, std::size_t size) {
  z_stream stream{};
  REQUIRE(inflateInit2(&stream, 15 + 16) == Z_OK);
  std::string out(size + 1, '\0');
  std::string input = bytes;
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  REQUIRE(inflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

std::string unbrotli(const std::string& bytes, std::size_t size) {
  std::string out(size + 1, '\0');
  std::size_t length = out.size();
  REQUIRE(BrotliDecoderDecompress(bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()), &length,
                                  reinterpret_cast<std::uint8_t*>(out.data())) == BROTLI_DECODER_RESULT_SUCCESS);
  out.resize(length);
  return out;
}

}  // namespace

TEST_CASE("a page is found in the coding that the client likes best") {
  PageCache cache({.fixed_headers = "X-Fixed: 1\r\n"});
  const std::string body = "<p>" + std::string(5'000, 'e');
  cache.insert({"/a", "fr"}, page_of(body), kStart);
  const auto find = [&](std::string_view accept) { return cache.find({"/a", "fr"}, accept, "", false, kStart).value(); };
  CHECK(body_of(find("")) == body);
  CHECK(gunzip(body_of(find("gzip")), body.size()) == body);
  CHECK(unbrotli(body_of(find("gzip, deflate, br")), body.size()) == body);
  CHECK(gunzip(body_of(find("br;q=0.5, gzip;q=0.8")), body.size()) == body);
  CHECK(body_of(find("br;q=0, gzip;q=0")) == body);
  CHECK(body_of(find("identity, gzip;q=0.5")) == body);
  CHECK(unbrotli(body_of(find("*")), body.size()) == body);
  CHECK(body_of(find("br;q=nonsense")) == body);
  CHECK(head_of(find("br")).find("Content-Encoding: br\r\n") != std::string::npos);
  CHECK(head_of(find("br")).find("Vary: Accept-Encoding\r\n") != std::string::npos);
  CHECK(head_of(find("")).find("X-Fixed: 1\r\n") != std::string::npos);
  CHECK(!cache.find({"/a", "en"}, "", "", false, kStart));
  CHECK(!cache.find({"/b", "fr"}, "", "", false, kStart));
}

TEST_CASE("each coding has its own strong tag, the same for the same bytes") {
  PageCache cache({});
  const std::string body(5'000, 'e');
  cache.insert({"/a", "fr"}, page_of(body), kStart);
  cache.insert({"/same", "fr"}, page_of(body), kStart);
  cache.insert({"/other", "fr"}, page_of(body + "!"), kStart);
  const auto tag = [&](std::string_view target, std::string_view accept) {
    return etag_of(cache.find({target, "fr"}, accept, "", false, kStart).value());
  };
  CHECK(tag("/a", "") != tag("/a", "gzip"));
  CHECK(tag("/a", "br") != tag("/a", "gzip"));
  CHECK(tag("/a", "") == tag("/same", ""));
  CHECK(tag("/a", "") != tag("/other", ""));
  CHECK(tag("/a", "").front() == '"');
  const auto matching = cache.find({"/a", "fr"}, "gzip", "\"x,y\", " + tag("/a", "gzip"), false, kStart).value();
  CHECK(matching.status == 304);
  CHECK(matching.bytes->find("Cache-Control: public\r\n") != std::string::npos);
  CHECK(matching.bytes->find("Content-Length") == std::string::npos);
  CHECK(cache.find({"/a", "fr"}, "gzip", tag("/a", "br"), false, kStart)->status == 200);
  CHECK(cache.find({"/a", "fr"}, "", "*", false, kStart)->status == 304);
}

TEST_CASE("a page is gone as soon as something it was made from has changed, or when it is old") {
  PageCache cache({});
  std::atomic<std::uint64_t> one{1};
  std::atomic<std::uint64_t> two{7};
  cache.insert({"/a", "fr"}, page_of("a", {{&one, 1}, {&two, 7}}), kStart);
  CHECK(cache.find({"/a", "fr"}, "", "", false, kStart));
  two.store(8);
  CHECK(!cache.find({"/a", "fr"}, "", "", false, kStart));
  CHECK(cache.entries() == 0);
  cache.insert({"/late", "fr"}, page_of("a", {{&one, 0}}), kStart);  // changed while it was rendered
  CHECK(!cache.find({"/late", "fr"}, "", "", false, kStart));
  cache.insert({"/old", "fr"}, page_of("a"), kStart);
  CHECK(cache.find({"/old", "fr"}, "", "", false, kStart + 59s));
  CHECK(!cache.find({"/old", "fr"}, "", "", false, kStart + 60s));
}

TEST_CASE("the cache stays within its bytes and entries, and counts them right") {
  PageCache small({.bytes = 16 * 40'000, .entries = 1'600, .fixed_headers = {}});
  for (int n = 0; n < 5'000; ++n) small.insert({"/" + std::to_string(n), "fr"}, page_of("x"), kStart);
  CHECK(small.entries() <= 1'600);
  CHECK(small.entries() > 100);
  CHECK(small.bytes() <= 16 * 40'000);
  small.insert({"/large", "fr"}, page_of(std::string(50'000, 'x')), kStart);
  CHECK(!small.find({"/large", "fr"}, "", "", false, kStart));
  for (int n = 0; n < 5'000; ++n) CHECK(!small.find({"/" + std::to_string(n), "fr"}, "", "", false, kStart + 1h));
  CHECK(small.bytes() == 0);
}

TEST_CASE("threads that fill, read and change a cache never see a page from before a change they know of") {
  PageCache cache({});
  std::atomic<std::uint64_t> generation{0};
  std::atomic<bool> stale{false};
  std::vector<std::thread> threads;
  for (int who = 0; who < 3; ++who) {
    threads.emplace_back([&] {
      for (int round = 0; round < 300; ++round) {
        const auto seen = generation.load();
        cache.insert({"/a", "fr"}, page_of(std::to_string(seen), {{&generation, seen}}), kStart);
        const auto before = generation.fetch_add(1) + 1;
        const auto found = cache.find({"/a", "fr"}, "", "", false, kStart);
        if (found && std::stoull(body_of(*found)) < before) stale = true;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(!stale);
}

TEST_CASE("only text that gains from it is compressed") {
  CHECK(worth_compressing("text/html; charset=utf-8", 256));
  CHECK(!worth_compressing("text/html", 255));
  CHECK(worth_compressing("image/svg+xml", 1'000));
  CHECK(worth_compressing("application/atom+xml", 1'000));
  CHECK(!worth_compressing("image/png", 10'000));
  CHECK(!worth_compressing("application/pdf", 10'000));
  CHECK(!gzip("ab"));
  CHECK(!brotli("ab"));
}
