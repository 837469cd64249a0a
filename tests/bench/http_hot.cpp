// The hot path alone: one cached page over the real engine, for wrk beside nginx. Usage: http_hot PORT THREADS FILE; runs until its input
// ends.
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <limits>
#include <string>

#include "kernel/web/http/page_cache.hpp"
#include "kernel/web/http/server.hpp"

namespace {

using namespace hemicycle::web::http;

class OnePage final : public Handler {
 public:
  explicit OnePage(std::string body) {
    Page page;
    page.headers = {{"Content-Type", "text/html; charset=utf-8"}, {"Cache-Control", "public, max-age=60"}};
    page.body = std::move(body);
    page.depends = {{&generation_, generation_.load()}};
    page.max_age = std::chrono::hours(1);
    cache_.insert({"/page.html", "fr"}, page, std::chrono::steady_clock::now());
  }

  bool cached(const Head& head, Ready& out) override {
    auto found = cache_.find({head.target(), "fr"}, head.header(Known::accept_encoding), head.header(Known::if_none_match),
                             head.method() == Method::head, std::chrono::steady_clock::now());
    if (found) out = std::move(*found);
    return found.has_value();
  }

  void handle(Exchange&& exchange) override { exchange.respond(Response::of(404, "text/plain", "not the page\n")); }

 private:
  std::atomic<std::uint64_t> generation_{1};
  PageCache cache_{PageCache::Options{}};
};

}  // namespace

int main(int count, char** arguments) {
  if (count != 4) {
    std::cerr << "usage: http_hot PORT THREADS FILE\n";
    return 2;
  }
  std::ifstream file(arguments[3], std::ios::binary);
  OnePage handler(std::string{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()});
  Options options;
  options.port = static_cast<std::uint16_t>(std::atoi(arguments[1]));
  options.threads = static_cast<unsigned>(std::atoi(arguments[2]));
  Server server(options, handler);
  std::cout << server.listen() << std::endl;
  std::cin.ignore(std::numeric_limits<std::streamsize>::max());
  server.stop(std::chrono::seconds(1));
  return 0;
}
