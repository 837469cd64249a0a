// Pages whose readers are told of changes.
#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

#include "kernel/web/gateway/showroom_fixture_test.hpp"

using namespace hemicycle;
using namespace hemicycle::web::gateway;
using hemicycle::web::http::testing::RawClient;
using hemicycle::web::http::testing::body_of;
using hemicycle::web::http::testing::status_of;

namespace {

constexpr std::string_view kBoard = R"({"hemicycle": 1, "name": "board", "version": "1.0.0", "permissions": [],
  "queries": {"look": {"permission": "public", "output": {"word": {"type": "string"}}, "depends": ["hello.told"]},
              "inner": {"permission": "signed_in", "output": {"word": {"type": "string"}}, "depends": ["hello.told"]}},
  "pages": [{"path": "/board", "query": "look", "view": "look", "live": true}, {"path": "/inner", "query": "inner", "view": "look", "live": true}]})";

constexpr const char* kEvents = "Accept: text/event-stream\r\n";

struct BoardHouse : ShownHouse {
  std::shared_ptr<core::Pretended> board = std::make_shared<core::Pretended>();
  std::atomic<int> looked = 0;
  BoardHouse() {
    folder.write("board/views/look.mustache", "<h1>{{#t}}page.look.title{{/t}}</h1><p>{{word}}</p>\n");
    folder.write("board/locales/fr.po", "msgid \"page.look.title\"\nmsgstr \"Tableau\"\n");
    for (const auto* query : {"board.look", "board.inner"})
      board->handlers[query] = [this](core::CallContext&, const core::Message&) {
        ++looked;
        return core::Outcome::success(R"({"word": "hier"})");
      };
    attach(kBoard, folder.path() / "board", board);
  }
  void change() { bus->touch_all(); }
};

/// Everything received up to and with `wanted`.
std::string until(RawClient& client, const std::string& wanted) {
  while (client.received.find(wanted) == std::string::npos && client.receive()) {
  }
  return std::exchange(client.received, {});
}

std::string version_in(const std::string& told) {
  const auto at = told.rfind("id: ");
  return at == std::string::npos ? "" : told.substr(at + 4, told.find('\n', at) - at - 4);
}

}  // namespace

TEST_CASE("a live page carries its version, and its stream begins with the same one") {
  BoardHouse house;
  house.serve();
  RawClient client(house.port);
  const auto page = client.ask(get("/board"));
  CHECK(page.find("Vary: Accept, Accept-Language, Cookie") != std::string::npos);
  RawClient reader(house.port);
  reader.send(get("/board", kEvents));
  const auto told = until(reader, "data:\n\n");
  CHECK(told.find("Content-Type: text/event-stream; charset=utf-8\r\n") != std::string::npos);
  CHECK(told.find("event: state\n") != std::string::npos);
  CHECK(page.find("data-live=\"" + version_in(told) + "\"") != std::string::npos);
  CHECK(body_of(client.ask(get("/club"))).find("data-live") == std::string::npos);
}

TEST_CASE("a reader is told of a change, and the page then carries the version that was told") {
  BoardHouse house;
  house.serve();
  RawClient reader(house.port), client(house.port);
  reader.send(get("/board", kEvents));
  const auto before = version_in(until(reader, "data:\n\n"));
  house.change();
  const auto told = until(reader, "data:\n\n");
  CHECK(told.find("event: changed\n") != std::string::npos);
  CHECK(version_in(told) != before);
  CHECK(client.ask(get("/board")).find("data-live=\"" + version_in(told) + "\"") != std::string::npos);
}

TEST_CASE("what was missed while away is told at once, what was not missed is not") {
  BoardHouse house;
  house.serve();
  std::string seen;
  {
    RawClient reader(house.port);
    reader.send(get("/board", kEvents));
    seen = version_in(until(reader, "data:\n\n"));
  }
  RawClient same(house.port), late(house.port);
  same.send(get("/board", kEvents + ("Last-Event-ID: " + seen + "\r\n")));
  CHECK(until(same, "data:\n\n").find("event: state\n") != std::string::npos);
  house.change();
  late.send(get("/board", kEvents + ("Last-Event-ID: " + seen + "\r\n")));
  CHECK(until(late, "data:\n\n").find("event: changed\n") != std::string::npos);
}

TEST_CASE("a storm of changes is told a few times, the last of them surely") {
  BoardHouse house;
  house.live_limits.least = std::chrono::milliseconds(50);
  house.serve();
  RawClient reader(house.port);
  reader.send(get("/board", kEvents));
  static_cast<void>(until(reader, "data:\n\n"));
  for (int n = 0; n < 500; ++n) house.change();
  RawClient client(house.port);
  const auto page = client.ask(get("/board"));
  const auto at = page.find("data-live=\"") + 11;
  const auto last = page.substr(at, page.find('"', at) - at);
  const auto told = until(reader, "id: " + last + "\n");
  std::size_t times = 0;
  for (std::size_t i = 0; (i = told.find("event: changed", i)) != std::string::npos; ++i) ++times;
  CHECK(times < 20);
}

TEST_CASE("who may not see a page may not follow it") {
  BoardHouse house;
  house.serve();
  RawClient stranger(house.port), member(house.port), lost(house.port);
  CHECK(status_of(stranger.ask(get("/inner", kEvents))) == 401);
  member.send(get("/inner", kEvents + house.cookie_of("a1")));
  CHECK(until(member, "data:\n\n").find("event: state\n") != std::string::npos);
  CHECK(status_of(lost.ask(get("/nowhere", kEvents))) == 404);
}

TEST_CASE("readers are bounded by address and in all, and a place that is left is free again") {
  BoardHouse house;
  house.live_limits = {.in_all = 5, .per_address = 2};
  house.serve();
  auto first = std::make_unique<RawClient>(house.port);
  RawClient second(house.port), third(house.port);
  for (auto* reader : {first.get(), &second}) {
    reader->send(get("/board", kEvents));
    static_cast<void>(until(*reader, "data:\n\n"));
  }
  CHECK(status_of(third.ask(get("/board", kEvents))) == 429);
  first.reset();
  while (house.live->readers() > 1) std::this_thread::yield();
  third.send(get("/board", kEvents));
  CHECK(until(third, "data:\n\n").find("event: state\n") != std::string::npos);
}

TEST_CASE("those who leave a quiet page do not fill its list") {
  BoardHouse house;
  house.serve();
  const std::string room = "room";
  const LiveDesk::Depends depends;
  const auto stays = house.live->open({.room = room, .depends = depends, .last_seen = {}, .address = "a"});
  for (int n = 0; n < 500; ++n) CHECK(house.live->open({.room = room, .depends = depends, .last_seen = {}, .address = "a"}).streaming);
  CHECK(house.live->readers() == 1);
  CHECK(house.live->places() <= 16);
}

TEST_CASE("when the house is full a reader is told 503, and the page itself is still there") {
  BoardHouse house;
  house.live_limits = {.in_all = 1, .per_address = 5};
  house.serve();
  RawClient first(house.port), second(house.port);
  first.send(get("/board", kEvents));
  static_cast<void>(until(first, "data:\n\n"));
  CHECK(status_of(second.ask(get("/board", kEvents))) == 503);
  CHECK(status_of(second.ask(get("/board"))) == 200);
}

TEST_CASE("when the room is exchanged the streams end, and who comes again is told that the page is another") {
  BoardHouse house;
  house.serve();
  RawClient reader(house.port);
  reader.send(get("/board", kEvents));
  const auto seen = version_in(until(reader, "data:\n\n"));
  house.door->furnish(house.room(house.door->room().get()));
  house.live->end_all();
  CHECK_NOTHROW(reader.until_closed());
  RawClient again(house.port);
  again.send(get("/board", kEvents + ("Last-Event-ID: " + seen + "\r\n")));
  CHECK(until(again, "data:\n\n").find("event: changed\n") != std::string::npos);
}

TEST_CASE("a page that many ask for at the same moment is made once, and nobody is shown what was before a change") {
  constexpr int kReaders = 60;
  BoardHouse house;
  std::atomic<int> word = 0;
  std::atomic<bool> open = false;
  house.board->handlers["board.look"] = [&](core::CallContext&, const core::Message&) {
    const int now = word;
    ++house.looked;
    while (!open) std::this_thread::yield();
    return core::Outcome::success(R"({"word": "w)" + std::to_string(now) + "\"}");
  };
  house.serve();
  std::vector<std::unique_ptr<RawClient>> early;
  for (int n = 0; n < kReaders; ++n) REQUIRE(early.emplace_back(std::make_unique<RawClient>(house.port))->send(get("/board")));
  while (house.looked == 0 || house.server->statistics().requests < kReaders) std::this_thread::yield();
  word = 1;
  house.change();
  RawClient late(house.port);
  REQUIRE(late.send(get("/board")));
  while (house.looked < 2) std::this_thread::yield();
  open = true;
  CHECK(body_of(late.response()).find("<p>w1</p>") != std::string::npos);
  for (const auto& reader : early) CHECK(status_of(reader->response()) == 200);
  CHECK(house.looked < kReaders / 4);
}

TEST_CASE("who waited for a page that could not be made pays for the next try as everybody does") {
  constexpr int kReaders = 20, kAllowed = 5;
  BoardHouse house;
  std::atomic<bool> open = false;
  house.board->handlers["board.look"] = [&](core::CallContext&, const core::Message&) {
    ++house.looked;
    while (!open) std::this_thread::yield();
    return core::Outcome::failure({.status = core::Status::unavailable, .code = "unavailable", .detail = "not now"});
  };
  house.anonymous = web::http::Rule{kAllowed, std::chrono::hours(1)};
  house.serve();
  std::vector<std::unique_ptr<RawClient>> readers;
  for (int n = 0; n < kReaders; ++n) REQUIRE(readers.emplace_back(std::make_unique<RawClient>(house.port))->send(get("/board")));
  while (house.looked == 0 || house.server->statistics().requests < kReaders) std::this_thread::yield();
  open = true;
  int refused = 0;
  for (const auto& reader : readers) refused += status_of(reader->response()) == 429 ? 1 : 0;
  CHECK(house.looked == kAllowed);
  CHECK(refused == kReaders - kAllowed);
}
