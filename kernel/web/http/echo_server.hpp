#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "kernel/web/http/page_cache.hpp"
#include "kernel/web/http/server.hpp"

namespace hemicycle::web::http::testing {

/// A handler for tests: tells what it understood, and serves /cached from a PageCache. What it does with a request is chosen by the path.
class EchoHandler final : public Handler {
 public:
  ~EchoHandler() override {
    for (auto& thread : threads) thread.join();
  }

  bool cached(const Head& head, Ready& out) override {
    if (head.raw_path() != "/cached") return false;
    auto found = cache.find({head.target(), "fr"}, head.header(Known::accept_encoding), head.header(Known::if_none_match),
                            head.method() == Method::head, std::chrono::steady_clock::now());
    if (found) out = *found;
    return found.has_value();
  }

  void handle(Exchange&& exchange) override {
    const auto& request = exchange.request();
    if (request.path == "/lost") return;
    if (request.path == "/throws") throw std::runtime_error("a bug");
    if (request.path == "/injection") {
      auto response = Response::of(200, "text/plain", "secret");
      response.headers.emplace_back("Location", "/x\r\nSet-Cookie: a=b");
      exchange.respond(std::move(response));
    } else if (request.path == "/large") {
      exchange.respond(Response::of(200, "text/plain", std::string(std::size_t{32} * 1024 * 1024, 'x')));
    } else if (request.path == "/thread") {
      const std::lock_guard lock(mutex);
      threads.emplace_back(
          [kept = std::make_shared<Exchange>(std::move(exchange))] { kept->respond(Response::of(200, "text/plain", "from afar")); });
    } else if (request.path == "/stream") {
      auto stream = std::make_shared<EventStream>(place);
      Response head;
      head.headers = {{"Content-Type", "text/event-stream"}};
      exchange.respond(Streaming{.head = std::move(head), .stream = stream});
      const std::lock_guard lock(mutex);
      streams.push_back(stream);
      arrived.notify_all();
    } else if (request.path == "/hold") {
      const std::lock_guard lock(mutex);
      held.push_back(std::move(exchange));
      arrived.notify_all();
    } else {
      exchange.respond(Response::of(200, "text/plain", describe(request)));
    }
  }

  std::size_t body_limit(const Head& head) override { return head.raw_path() == "/small" ? 10 : 100'000; }

  /// Waits until a request for /hold is there and takes it.
  std::optional<Exchange> take_held() {
    std::unique_lock lock(mutex);
    if (!arrived.wait_for(lock, std::chrono::seconds(10), [&] { return !held.empty(); })) return std::nullopt;
    std::optional<Exchange> taken(std::move(held.back()));
    held.pop_back();
    return taken;
  }

  /// Waits until `count` streams were asked for.
  std::vector<std::weak_ptr<EventStream>> streams_of(std::size_t count) {
    std::unique_lock lock(mutex);
    arrived.wait_for(lock, std::chrono::seconds(10), [&] { return streams.size() >= count; });
    return streams;
  }

  static std::string describe(const Request& request) {
    return std::string(request.head.method_name()) + " " + request.path + " ?" + std::string(request.head.query()) + " [" +
           request.body.text() + "] " + request.client.to_string() + (request.secure ? " secure" : "") +
           (request.traceparent.empty() ? "" : " traced");
  }

  PageCache cache{PageCache::Options{}};
  std::mutex mutex;
  std::condition_variable arrived;
  std::vector<Exchange> held;
  std::vector<std::weak_ptr<EventStream>> streams;
  std::shared_ptr<void> place = std::make_shared<int>(0);
  std::vector<std::thread> threads;
};

/// An EchoHandler behind a server on a free port.
struct EchoServer {
  explicit EchoServer(Options options = {}) : server(with_threads(std::move(options)), handler), port(server.listen()) {}
  static Options with_threads(Options options) {
    options.threads = 2;
    return options;
  }
  EchoHandler handler;
  Server server;
  std::uint16_t port;
};

}  // namespace hemicycle::web::http::testing
