#include "kernel/web/gateway/front_door.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "kernel/web/gateway/showroom_fixture_test.hpp"

using namespace hemicycle;
using namespace hemicycle::web::gateway;
namespace http = hemicycle::web::http;
using hemicycle::web::http::testing::RawClient;
using hemicycle::web::http::testing::body_of;
using hemicycle::web::http::testing::status_of;

namespace {

constexpr auto kPatience = std::chrono::seconds(20);

template <typename Condition>
bool soon(const Condition& holds) {
  for (const auto end = std::chrono::steady_clock::now() + kPatience; std::chrono::steady_clock::now() < end;) {
    if (holds()) return true;
    std::this_thread::yield();
  }
  return holds();
}

/// The number in `<p id="v7">`, or -1.
int generation_shown(const std::string& page) {
  const auto at = page.find("<p id=\"v");
  return at == std::string::npos ? -1 : std::atoi(page.c_str() + at + 8);
}

/// Lets queries of the club wait until it is opened.
class Gate final {
 public:
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  void pass() {
    std::unique_lock lock(mutex_);
    ++waiting_;
    changed_.notify_all();
    changed_.wait_for(lock, kPatience, [&] { return open_; });
  }
  [[nodiscard]] bool somebody_waits() {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, kPatience, [&] { return waiting_ > 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = false;
  int waiting_ = 0;
};

}  // namespace

TEST_CASE("two hundred rooms are exchanged under requests: none fails, none shows what was gone before it was sent, no old room stays") {
  constexpr int kRooms = 200, kClients = 3;
  ShownHouse house;
  house.furnish_club("v0");
  house.serve();
  const auto first_sheet = house.door->room()->fittings().assets().url("club", "club.css").value();
  std::atomic<int> shown = 0, wrong = 0, stale = 0;
  std::atomic<long> answered = 0;
  std::atomic<bool> over = false;
  std::vector<std::thread> clients;
  for (int client = 0; client < kClients; ++client)
    clients.emplace_back([&, client] {
      RawClient connection(house.port);
      for (int number = 0; !over; ++number) {
        const int before = shown;
        // The same page from the cache, or one of its own that must be made.
        const auto answer = connection.ask(get(number % 2 == 0 ? "/club" : "/club?n=" + std::to_string(client * 1'000'000 + number)));
        if (status_of(answer) != 200 || body_of(answer).find("ready") == std::string::npos) ++wrong;
        if (generation_shown(answer) < before) ++stale;
        ++answered;
      }
    });
  std::vector<std::weak_ptr<const Showroom>> rooms{house.door->room()};
  for (int number = 1; number <= kRooms; ++number) {
    house.furnish_club("v" + std::to_string(number));
    auto next = house.room(house.door->room().get());
    rooms.emplace_back(next);
    house.door->furnish(std::move(next));
    shown = number;
    const auto seen = answered.load();
    REQUIRE(soon([&] { return answered > seen; }));
  }
  over = true;
  for (auto& client : clients) client.join();
  CHECK(wrong == 0);
  CHECK(stale == 0);
  CHECK(answered >= kRooms);
  CHECK(soon([&] { return std::count_if(rooms.begin(), rooms.end(), [](const auto& room) { return !room.expired(); }) == 1; }));
  CHECK_FALSE(rooms.back().expired());
  // Assets of the first room are long gone, those of the last few are answered.
  RawClient connection(house.port);
  CHECK(status_of(connection.ask(get(first_sheet))) == 404);
}

TEST_CASE("a page that is being made while the room is exchanged is finished in the room where it began, which then goes") {
  ShownHouse house;
  Gate gate;
  house.club->handlers["club.list"] = [&](core::CallContext&, const core::Message&) {
    gate.pass();
    return core::Outcome::success(R"({"word": "ready"})");
  };
  house.furnish_club("v1");
  house.serve();
  const std::weak_ptr<const Showroom> old = house.door->room();
  RawClient early(house.port);
  REQUIRE(early.send(get("/club")));
  REQUIRE(gate.somebody_waits());
  house.furnish_club("v2");
  house.door->furnish(house.room());
  CHECK_FALSE(old.expired());
  gate.open();
  const auto answer = early.response();
  CHECK(status_of(answer) == 200);
  CHECK(generation_shown(answer) == 1);
  CHECK(soon([&] { return old.expired(); }));
  RawClient late(house.port);
  CHECK(generation_shown(late.ask(get("/club"))) == 2);
}

TEST_CASE("a room with a broken view is refused by the name of its plugin, and the old one goes on") {
  ShownHouse house;
  house.furnish_club("v1");
  house.serve();
  house.folder.write("club/views/list.mustache", "<h1>{{#t}}no.such.text{{/t}}</h1>{{#open}}");
  try {
    house.door->furnish(house.room(house.door->room().get()));
    FAIL("a room with a broken view was made");
  } catch (const Unfit& unfit) {
    CHECK(unfit.plugin() == "club");
    CHECK(std::string(unfit.what()).find("list.mustache") != std::string::npos);
  }
  RawClient client(house.port);
  CHECK(generation_shown(client.ask(get("/club"))) == 1);
}

TEST_CASE("at the start one unfit plugin is left out and the rest is read") {
  ShownHouse house;
  house.serve();
  house.folder.write("bad/views/list.mustache", "{{#open}}");
  house.folder.write("bad/assets/bad.css", "a");
  auto exhibits = house.exhibits;
  exhibits.insert(exhibits.begin(), {"bad", house.folder.path() / "bad", nullptr});
  std::vector<std::string> refused;
  const Fittings fittings(house.grounds->places, exhibits, nullptr, [&](const Unfit& unfit) { refused.push_back(unfit.plugin()); });
  CHECK(refused == std::vector<std::string>{"bad"});
  CHECK(fittings.views().find("club", "list", "fr") != nullptr);
  CHECK(fittings.stylesheets("club").size() == 1);
  CHECK(fittings.stylesheets("bad").empty());
}

TEST_CASE("a page that a browser has open finds its style sheet after the exchange") {
  ShownHouse house;
  house.furnish_club("v1");
  house.serve();
  const auto old = house.door->room()->fittings().assets().url("club", "club.css").value();
  house.furnish_club("v2");
  house.door->furnish(house.room(house.door->room().get()));
  RawClient client(house.port);
  CHECK(body_of(client.ask(get(old))) == "/* v1 */");
  CHECK(body_of(client.ask(get(house.door->room()->fittings().assets().url("club", "club.css").value()))) == "/* v2 */");
}

TEST_CASE("an operation is found among the plugins shown, whatever the bus has") {
  ShownHouse house;
  house.serve();
  const Router router(house.door->room()->contracts());
  http::PageCache pages({.fixed_headers = {}});
  const Premises premises(*house.grounds, house.door->room()->contracts(), router, router, house.door->room()->fittings(), pages, {});
  REQUIRE(premises.operation("club.list") != nullptr);
  CHECK(premises.operation("club.list")->verb == "list");
  CHECK(premises.operation("club.other") == nullptr);
  CHECK(premises.operation("hello.act") == nullptr);
  CHECK(premises.operation("club") == nullptr);
}
