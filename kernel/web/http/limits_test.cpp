// Acceptance L4 and L5: sizes, deadlines, memory.
#include <catch2/catch.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "kernel/web/http/echo_server.hpp"
#include "kernel/web/http/raw_client.hpp"

using namespace hemicycle::web::http;
using namespace hemicycle::web::http::testing;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

Options hurried() {
  Options options;
  options.limits.head_time = 200ms;
  options.limits.idle_time = 200ms;
  options.limits.body_time = 200ms;
  options.limits.write_time = 200ms;
  options.limits.linger_time = 200ms;
  options.limits.slowest_rate = std::size_t{1} << 30U;
  return options;
}

int refusal_of(EchoServer& house, const std::string& request) {
  RawClient client(house.port);
  client.send(request);
  return status_of(client.until_closed());
}

}  // namespace

TEST_CASE("a head that is too large, has too many fields or too long a target is refused") {
  EchoServer house;
  const std::string get = "GET / HTTP/1.1\r\nHost: a\r\n";
  CHECK(refusal_of(house, get + "X: " + std::string(17'000, 'a') + "\r\n\r\n") == 431);
  CHECK(refusal_of(house, get + "X: " + std::string(100'000, 'a')) == 431);
  std::string fields;
  for (int n = 0; n < 10'000; ++n) fields += "a:b\r\n";
  CHECK(refusal_of(house, get + fields + "\r\n") == 431);
  CHECK(refusal_of(house, get + fields.substr(0, 5 * 100) + "\r\n") == 431);
  CHECK(refusal_of(house, "GET /" + std::string(65'536, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n") == 414);
  CHECK(refusal_of(house, "GET /" + std::string(65'536, 'a')) == 414);
  CHECK(refusal_of(house, "GET /" + std::string(8'192, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n") == 414);
  RawClient just(house.port);
  CHECK(status_of(just.ask(get + fields.substr(0, 5 * 99) + "\r\n")) == 200);
  CHECK(status_of(just.ask("GET /" + std::string(8'191, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n")) == 200);
}

TEST_CASE("a body over the limit is refused before it is sent, announced or chunked") {
  EchoServer house;
  CHECK(refusal_of(house, "POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n") == 413);
  CHECK(refusal_of(house, "POST /small HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 11\r\n\r\n") == 413);
  CHECK(refusal_of(house, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999999999999\r\n\r\n") == 413);
  CHECK(refusal_of(house, "POST /small HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nabcdef\r\n6\r\nabcdef\r\n") == 413);
  RawClient just(house.port);
  const auto ten = just.ask("POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n0123456789");
  CHECK(body_of(ten).find("[0123456789]") != std::string::npos);
}

TEST_CASE("a client that is refused while it still sends gets to read why") {
  EchoServer house;
  RawClient client(house.port);
  client.send("POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
  client.send(std::string(1'000'000, 'x'));
  CHECK(status_of(client.until_closed()) == 413);
}

TEST_CASE("all bodies together stay within the budget") {
  Options options;
  options.limits.body_bytes_in_flight = 50'000;
  EchoServer house(options);
  const auto post = [](std::size_t size) {
    return "POST /hold HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n" + std::string(size, 'x');
  };
  RawClient first(house.port);
  first.send(post(20'000));
  auto held = house.handler.take_held();
  REQUIRE(held);
  CHECK(refusal_of(house, post(45'000)) == 503);
  held->respond(Response::of(200, "text/plain", ""));
  held.reset();
  CHECK(status_of(first.response()) == 200);
  RawClient second(house.port);
  second.send(post(20'000));
  auto later = house.handler.take_held();
  REQUIRE(later);
  later->respond(Response::of(200, "text/plain", ""));
  CHECK(status_of(second.response()) == 200);
}

TEST_CASE("a head that trickles in is cut off at its deadline however steadily bytes come") {
  EchoServer house(hurried());
  RawClient client(house.port);
  const auto begun = Clock::now();
  client.send("GET / HTTP/1.1\r\nHost: a\r\n");
  // One byte at a time, faster than the deadline: were it re-armed per byte, this would go on until the head's size limit.
  while (client.send("X") && Clock::now() - begun < 8s) {
    if (client.received.empty()) {
      pollfd waiting{-1, 0, 0};
      poll(&waiting, 1, 10);
    }
  }
  CHECK(Clock::now() - begun < 5s);
  CHECK(Clock::now() - begun >= 190ms);
}

TEST_CASE("a slow head and a slow body are told so, a silent connection is just closed") {
  EchoServer house(hurried());
  CHECK(refusal_of(house, "GET / HT") == 408);
  CHECK(refusal_of(house, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf") == 408);
  RawClient silent(house.port);
  CHECK(silent.until_closed().empty());
  RawClient idle(house.port);
  CHECK(status_of(idle.ask("GET / HTTP/1.1\r\nHost: a\r\n\r\n")) == 200);
  CHECK(idle.until_closed().empty());
}

TEST_CASE("a reader that does not read is dropped at the write deadline") {
  EchoServer house(hurried());
  RawClient client(house.port, 4096);
  client.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
  const auto begun = Clock::now();
  while (house.server.statistics().expired == 0 && Clock::now() - begun < 10s) std::this_thread::yield();
  CHECK(house.server.statistics().expired == 1);
  CHECK(client.until_closed().size() < std::size_t{32} * 1024 * 1024);
}

TEST_CASE("a large answer reaches a reader that takes its time within the deadline") {
  EchoServer house;
  RawClient client(house.port, 4096);
  CHECK(body_of(client.ask("GET /large HTTP/1.1\r\nHost: a\r\n\r\n")).size() == std::size_t{32} * 1024 * 1024);
  CHECK(status_of(client.ask("GET / HTTP/1.1\r\nHost: a\r\n\r\n")) == 200);
}

TEST_CASE("a connection beyond the bound is told 503 and those within it are served") {
  Options options;
  options.limits.connections = 4;
  options.limits.turned_away = 1;
  EchoServer house(options);
  std::vector<std::unique_ptr<RawClient>> inside;
  for (int n = 0; n < 4; ++n) {
    inside.push_back(std::make_unique<RawClient>(house.port));
    REQUIRE(status_of(inside.back()->ask("GET / HTTP/1.1\r\nHost: a\r\n\r\n")) == 200);
  }
  RawClient outside(house.port);
  outside.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  const auto told = outside.until_closed();
  CHECK(status_of(told) == 503);
  CHECK(told.find("too_many_connections") != std::string::npos);
  CHECK(told.find("HTTP/1.1", 1) == std::string::npos);  // its request is not served besides
  // Who is told why still holds a place; one more is closed without a word.
  RawClient further(house.port);
  CHECK(further.until_closed().empty());
  CHECK(status_of(inside.front()->ask("GET / HTTP/1.1\r\nHost: a\r\n\r\n")) == 200);
}
