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

constexpr const char* kGet = "GET /a%20b?x=1 HTTP/1.1\r\nHost: a\r\n\r\n";

void cache_page(EchoServer& house, std::atomic<std::uint64_t>& generation) {
  Page page;
  page.headers = {{"Content-Type", "text/html; charset=utf-8"}};
  page.body = "<p>" + std::string(2'000, 'a');
  page.depends = {{&generation, generation.load()}};
  house.handler.cache.insert({"/cached", "fr"}, page, std::chrono::steady_clock::now());
}

}  // namespace

TEST_CASE("a request reaches the handler whole and the connection stays open") {
  EchoServer house;
  RawClient client(house.port);
  const auto answer = client.ask(kGet);
  CHECK(status_of(answer) == 200);
  CHECK(answer.find("\r\nDate: ") != std::string::npos);
  CHECK(body_of(answer) == "GET /a b ?x=1 [] 127.0.0.1");
  CHECK(body_of(client.ask("POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello")) == "POST /p ? [hello] 127.0.0.1");
  CHECK(body_of(client.ask("POST /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\n\r\n")) ==
        "POST /p ? [hello] 127.0.0.1");
  CHECK(body_of(client.ask("GET http://a/z HTTP/1.1\r\nHost: a\r\n\r\n")) == "GET /z ? [] 127.0.0.1");
  CHECK(body_of(client.ask("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n")) == "OPTIONS * ? [] 127.0.0.1");
}

TEST_CASE("a request sent byte by byte is the same request") {
  EchoServer house;
  RawClient client(house.port);
  for (const char c : std::string("POST /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"))
    client.send({&c, 1});
  CHECK(body_of(client.response()) == "POST /p ? [hello] 127.0.0.1");
}

TEST_CASE("pipelined requests are answered in order, bodies and cached pages among them") {
  EchoServer house;
  std::atomic<std::uint64_t> generation{1};
  cache_page(house, generation);
  RawClient client(house.port);
  std::string all;
  for (int n = 0; n < 50; ++n) {
    all += "GET /" + std::to_string(n) + " HTTP/1.1\r\nHost: a\r\n\r\n";
    all += "GET /cached HTTP/1.1\r\nHost: a\r\n\r\n";
    all += "POST /thread HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc";
  }
  client.send(all);
  for (int n = 0; n < 50; ++n) {
    REQUIRE(body_of(client.response()) == "GET /" + std::to_string(n) + " ? [] 127.0.0.1");
    REQUIRE(body_of(client.response()).size() == 2'003);
    REQUIRE(body_of(client.response()) == "from afar");
  }
  CHECK(house.server.statistics().cached == 50);
}

TEST_CASE("HEAD gets the header of GET and no body") {
  EchoServer house;
  std::atomic<std::uint64_t> generation{1};
  cache_page(house, generation);
  RawClient client(house.port);
  const auto head = client.ask("HEAD /abc HTTP/1.1\r\nHost: a\r\n\r\n");
  CHECK(head.find("Content-Length: 24\r\n") != std::string::npos);
  CHECK(body_of(head).empty());
  const auto cached = client.ask("HEAD /cached HTTP/1.1\r\nHost: a\r\n\r\n");
  CHECK(cached.find("Content-Length: 2003\r\n") != std::string::npos);
  CHECK(body_of(client.ask(kGet)) == "GET /a b ?x=1 [] 127.0.0.1");
}

TEST_CASE("a browser that has the page is told so") {
  EchoServer house;
  std::atomic<std::uint64_t> generation{1};
  cache_page(house, generation);
  RawClient client(house.port);
  const auto page = client.ask("GET /cached HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n");
  CHECK(page.find("Content-Encoding: gzip\r\n") != std::string::npos);
  const auto at = page.find("ETag: ") + 6;
  const auto etag = page.substr(at, page.find("\r\n", at) - at);
  client.send("GET /cached HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\nIf-None-Match: \"x\", W/" + etag + "\r\n\r\n");
  const auto same = client.response(true);
  CHECK(status_of(same) == 304);
  CHECK(same.find("Content-Length") == std::string::npos);
  CHECK(status_of(client.ask("GET /cached HTTP/1.1\r\nHost: a\r\nIf-None-Match: " + etag + "\r\n\r\n")) == 200);
  generation.fetch_add(1);
  CHECK(body_of(client.ask("GET /cached HTTP/1.1\r\nHost: a\r\n\r\n")) == "GET /cached ? [] 127.0.0.1");
}

TEST_CASE("the connection closes when the client asks, and stays for an old client that asks for it") {
  EchoServer house;
  RawClient closing(house.port);
  closing.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  CHECK(closing.until_closed().find("Connection: close\r\n") != std::string::npos);
  RawClient old(house.port);
  old.send("GET / HTTP/1.0\r\n\r\n");
  CHECK(status_of(old.until_closed()) == 200);
  RawClient kept(house.port);
  CHECK(kept.ask("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").find("Connection: keep-alive\r\n") != std::string::npos);
  CHECK(status_of(kept.ask("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")) == 200);
}

TEST_CASE("a client that waits to send its body is told to continue") {
  EchoServer house;
  RawClient client(house.port);
  client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
  CHECK(client.response(true) == "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("hello");
  CHECK(body_of(client.response()) == "POST / ? [hello] 127.0.0.1");
}

TEST_CASE("a lost request and a throwing handler answer 500, an injected header is not sent") {
  EchoServer house;
  RawClient client(house.port);
  CHECK(status_of(client.ask("GET /lost HTTP/1.1\r\nHost: a\r\n\r\n")) == 500);
  CHECK(status_of(client.ask("GET /throws HTTP/1.1\r\nHost: a\r\n\r\n")) == 500);
  const auto injected = client.ask("GET /injection HTTP/1.1\r\nHost: a\r\n\r\n");
  CHECK(status_of(injected) == 500);
  CHECK(injected.find("Set-Cookie") == std::string::npos);
  CHECK(injected.find("secret") == std::string::npos);
  CHECK(status_of(client.ask(kGet)) == 200);
}

TEST_CASE("forwarded addresses are believed only from a trusted proxy") {
  const std::string request =
      "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 6.6.6.6\r\nX-Forwarded-For: 203.0.113.9, 10.1.2.3\r\nX-Forwarded-Proto: https\r\n"
      "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n\r\n";
  EchoServer direct;
  RawClient stranger(direct.port);
  CHECK(body_of(stranger.ask(request)) == "GET / ? [] 127.0.0.1 traced");
  Options options;
  options.trusted_proxies = {"127.0.0.0/8", "10.0.0.0/8"};
  options.fixed_headers = "X-Fixed: yes\r\n";
  EchoServer behind(options);
  RawClient proxy(behind.port);
  const auto answer = proxy.ask(request);
  CHECK(body_of(answer) == "GET / ? [] 203.0.113.9 secure traced");
  CHECK(answer.find("X-Fixed: yes\r\n") != std::string::npos);
}

TEST_CASE("an exchange is answered once, and may outlive its client and its server") {
  std::optional<Exchange> orphan;
  {
    EchoServer house;
    {
      RawClient client(house.port);
      client.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n");
      auto held = house.handler.take_held();
      REQUIRE(held);
      held->respond(Response::of(200, "text/plain", "once"));
      CHECK_THROWS_AS(held->respond(Response::of(200, "text/plain", "twice")), std::logic_error);
      CHECK(body_of(client.response()) == "once");
      client.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n");
      orphan.emplace(*house.handler.take_held());
    }
  }
  CHECK(orphan->request().path == "/hold");
  orphan->respond(Response::of(200, "text/plain", "nobody hears"));
}

TEST_CASE("stopping closes connections that stay idle, finishes what is under way and takes no more") {
  Options options;
  options.limits.farewell_time = 50ms;
  EchoServer house(options);
  RawClient idle(house.port);
  CHECK(status_of(idle.ask(kGet)) == 200);
  RawClient busy(house.port);
  busy.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n");
  auto held = house.handler.take_held();
  REQUIRE(held);
  std::thread stopping([&] { house.server.stop(10s); });
  CHECK(idle.until_closed().empty());
  held->respond(Response::of(200, "text/plain", "done"));
  const auto last = busy.until_closed();
  CHECK(body_of(last) == "done");
  CHECK(last.find("Connection: close\r\n") != std::string::npos);
  stopping.join();
  CHECK_THROWS(RawClient(house.port));
}

TEST_CASE("a request that comes on an open connection while the server stops is answered, and told that it is the last") {
  EchoServer house;
  RawClient kept(house.port);
  CHECK(kept.ask(kGet).find("Connection: close") == std::string::npos);
  RawClient fresh(house.port);
  RawClient busy(house.port);
  busy.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n");
  auto held = house.handler.take_held();
  REQUIRE(held);
  std::thread stopping([&] { house.server.stop(10s); });
  // The port is given up once the stop has begun.
  const auto deadline = std::chrono::steady_clock::now() + 10s;
  for (bool listens = true; listens && std::chrono::steady_clock::now() < deadline;) {
    try {
      const RawClient probe(house.port);
    } catch (const std::runtime_error&) {
      listens = false;
    }
  }
  for (auto* client : {&kept, &fresh}) {
    client->send(kGet);
    const auto last = client->until_closed();
    CHECK(status_of(last) == 200);
    CHECK(last.find("Connection: close\r\n") != std::string::npos);
  }
  held->respond(Response::of(200, "text/plain", "done"));
  CHECK(body_of(busy.until_closed()) == "done");
  stopping.join();
}

TEST_CASE("stopping does not wait longer than its grace for a handler that never answers") {
  EchoServer house;
  RawClient busy(house.port);
  busy.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n");
  auto held = house.handler.take_held();
  REQUIRE(held);
  const auto begun = std::chrono::steady_clock::now();
  house.server.stop(50ms);
  CHECK(std::chrono::steady_clock::now() - begun < 5s);
  CHECK(busy.until_closed().empty());
}

TEST_CASE("a server takes over a socket that already listens") {
  const int listening = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  REQUIRE(bind(listening, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0);
  REQUIRE(listen(listening, 8) == 0);
  Options options;
  options.inherited = listening;
  EchoServer house(options);
  RawClient client(house.port);
  CHECK(status_of(client.ask(kGet)) == 200);
}

TEST_CASE("between two servers on one inherited socket a client waits and is not refused") {
  const int listening = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  REQUIRE(bind(listening, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0);
  REQUIRE(listen(listening, 8) == 0);
  Options options;
  options.inherited = dup(listening);
  std::optional<EchoServer> house(std::in_place, options);
  const auto port = house->port;
  house->server.stop(10s);
  house.reset();
  RawClient between(port);
  between.send(kGet);
  options.inherited = dup(listening);
  house.emplace(options);
  CHECK(status_of(between.response()) == 200);
  close(listening);
}

TEST_CASE("options that cannot be used are refused before anything listens") {
  EchoHandler handler;
  Options options;
  options.trusted_proxies = {"10.0.0.0/33"};
  CHECK_THROWS_AS(Server(options, handler), std::invalid_argument);
  Options headers;
  headers.fixed_headers = "X: y";
  CHECK_THROWS_AS(Server(headers, handler), std::invalid_argument);
  EchoServer house;
  Options taken;
  taken.port = house.port;
  Server second(taken, handler);
  CHECK_THROWS_AS(second.listen(), boost::system::system_error);
}
