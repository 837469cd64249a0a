// Answers that stay open.
#include <catch2/catch.hpp>
#include <chrono>
#include <string>
#include <thread>

#include "kernel/web/http/echo_server.hpp"
#include "kernel/web/http/raw_client.hpp"

using namespace hemicycle::web::http;
using namespace hemicycle::web::http::testing;
using namespace std::chrono_literals;

namespace {

constexpr const char* kFollow = "GET /stream HTTP/1.1\r\nHost: a\r\n\r\n";

SharedBytes bytes(std::string text) { return std::make_shared<const std::string>(std::move(text)); }

/// Everything received up to and with `wanted`.
std::string until(RawClient& client, const std::string& wanted) {
  while (client.received.find(wanted) == std::string::npos && client.receive()) {
  }
  return client.received;
}

template <typename Condition>
bool soon(const Condition& holds) {
  for (const auto end = std::chrono::steady_clock::now() + 10s; std::chrono::steady_clock::now() < end; std::this_thread::yield())
    if (holds()) return true;
  return false;
}

}  // namespace

TEST_CASE("what is told reaches the reader at once, in order, on an answer that stays open") {
  EchoServer house;
  RawClient client(house.port);
  client.send(kFollow);
  const auto stream = house.handler.streams_of(1).at(0);
  const auto head = until(client, "\r\n\r\n");
  CHECK(status_of(head) == 200);
  CHECK(head.find("Content-Length") == std::string::npos);
  CHECK(head.find("Connection: close\r\n") != std::string::npos);
  for (int n = 0; n < 50; ++n) {
    const auto told = "data: " + std::to_string(n) + "\n\n";
    stream.lock()->tell(bytes(told));
    CHECK(until(client, told).ends_with(told));
  }
  stream.lock()->tell(bytes("data: last\n\n"));
  stream.lock()->end();
  CHECK(client.until_closed().ends_with("data: last\n\n"));
}

TEST_CASE("what was told before the connection took the stream is not lost") {
  EchoServer house;
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int n = 0; n < 40; ++n) clients.emplace_back(std::make_unique<RawClient>(house.port))->send(kFollow);
  for (const auto& stream : house.handler.streams_of(40))
    if (const auto alive = stream.lock()) alive->tell(bytes("data: early\n\n"));
  for (const auto& client : clients) CHECK(until(*client, "early").find("data: early") != std::string::npos);
}

TEST_CASE("a heartbeat shows that both ends are there, and after its time the stream ends") {
  Options options;
  options.limits.heartbeat = 20ms;
  options.limits.stream_time = 200ms;
  EchoServer house(options);
  RawClient client(house.port);
  client.send(kFollow);
  const auto all = client.until_closed();
  CHECK(all.find("\r\n\r\n:\n\n:\n\n") != std::string::npos);
}

TEST_CASE("a reader who leaves, or who talks, gives the place back") {
  EchoServer house;
  auto leaves = std::make_unique<RawClient>(house.port);
  RawClient talks(house.port);
  leaves->send(kFollow);
  talks.send(kFollow);
  static_cast<void>(house.handler.streams_of(2));
  static_cast<void>(until(*leaves, "\r\n\r\n"));
  static_cast<void>(until(talks, "\r\n\r\n"));
  CHECK(house.handler.place.use_count() == 3);
  leaves.reset();
  talks.send("GET /again HTTP/1.1\r\nHost: a\r\n\r\n");
  CHECK(soon([&] { return house.handler.place.use_count() == 1; }));
  CHECK(soon([&] { return house.server.statistics().connections == 0; }));
}

TEST_CASE("a reader who does not read is dropped, and the others are told meanwhile") {
  Options options;
  options.limits.write_time = 1s;
  options.limits.slowest_rate = std::size_t{1} << 30U;
  EchoServer house(options);
  RawClient deaf(house.port, 4096), hears(house.port);
  deaf.send(kFollow);
  hears.send(kFollow);
  const auto streams = house.handler.streams_of(2);
  const auto large = bytes("data: " + std::string(std::size_t{8} << 20U, 'x') + "\n\n");
  for (const auto& stream : streams) stream.lock()->tell(large);
  while (!hears.received.ends_with("x\n\n") && hears.receive()) {
  }
  CHECK(hears.received.size() > large->size());
  hears.received.clear();
  CHECK(soon([&] { return streams[0].expired() || streams[1].expired(); }));
  for (const auto& stream : streams)
    if (const auto alive = stream.lock()) alive->tell(bytes("data: still\n\n"));
  CHECK(until(hears, "still").find("data: still") != std::string::npos);
}

TEST_CASE("a reader who is too many events behind is dropped") {
  EventStream stream;
  for (int n = 0; n < 100; ++n) stream.tell(bytes("data: x\n\n"));
  SUCCEED("nothing grows without bound");
}

TEST_CASE("when the server stops, streams end at once and hold nothing up") {
  EchoServer house;
  RawClient client(house.port);
  client.send(kFollow);
  static_cast<void>(house.handler.streams_of(1));
  static_cast<void>(until(client, "\r\n\r\n"));
  const auto begin = std::chrono::steady_clock::now();
  house.server.stop(10s);
  CHECK(std::chrono::steady_clock::now() - begin < 5s);
  CHECK_NOTHROW(client.until_closed());
}

TEST_CASE("a HEAD request gets the head of the stream and no stream") {
  EchoServer house;
  RawClient client(house.port);
  client.send("HEAD /stream HTTP/1.1\r\nHost: a\r\n\r\n");
  CHECK(client.until_closed().ends_with("\r\n\r\n"));
}
