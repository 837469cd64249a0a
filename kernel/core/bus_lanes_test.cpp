// The lanes: what shares a commit, when replies leave, what happens when there is too much of it or the store fails.
#include <catch2/catch.hpp>
#include <future>
#include <thread>

#include "kernel/core/small_house_test.hpp"

using namespace hemicycle;
using namespace hemicycle::core;

namespace {

/// Keeps the command lane busy from `entered` on until `release`.
struct Gate {
  std::promise<void> inside, opened;
  std::shared_future<void> open = opened.get_future().share();

  void close(Bus& bus) {
    bus.write([this](Connection&) { return inside.set_value(), open.wait(), Outcome::success({}); }, [](const Outcome&) {});
    inside.get_future().wait();
  }
  void release() { opened.set_value(); }
};

struct OneAtATime : SmallHouse {
  OneAtATime() : SmallHouse({.commit_batch = 1}) {}
};
struct SmallMailbox : SmallHouse {
  SmallMailbox() : SmallHouse({.mailbox = 3}) {}
};

struct FourReaders : SmallHouse {
  FourReaders() : SmallHouse({.query_threads = 4}) {}
};

std::future<Outcome> send(Bus& bus, Request request) {
  auto promise = std::make_shared<std::promise<Outcome>>();
  bus.send(std::move(request), [promise](Outcome outcome) { promise->set_value(std::move(outcome)); });
  return promise->get_future();
}

}  // namespace

TEST_CASE_METHOD(SmallHouse, "64 commands that wait together share one commit, and each is there when its reply leaves") {
  std::atomic<std::int64_t> next = 0;
  on("hello.act", [&](CallContext& call, const Message&) {
    const auto id = ++next;
    return note(call, id), Outcome::success(std::to_string(id));
  });
  open();
  Gate gate;
  gate.close(*bus);
  const auto before = bus->metrics();
  std::atomic<int> left = 64;
  std::promise<void> answered;
  std::atomic<int> missing = 0;
  {
    std::vector<std::jthread> clients;
    for (int i = 0; i < 8; ++i)
      clients.emplace_back([&] {
        for (int j = 0; j < 8; ++j)
          bus->send({.type = "hello.act", .payload = "{}"}, [&](const Outcome& outcome) {
            // On the lane's thread, which alone uses this reader now: it sees the row already, from outside.
            if (!outcome.ok() || seen("SELECT COUNT(*) FROM hello_note WHERE id = " + outcome.payload, "hello") != 1) ++missing;
            if (--left == 0) answered.set_value();
          });
      });
  }
  gate.release();
  answered.get_future().wait();
  CHECK(missing == 0);
  const auto after = bus->metrics();
  CHECK(after.units - before.units == 65);  // with the one that held the lane
  CHECK(after.commits - before.commits == 1);
}

TEST_CASE_METHOD(SmallHouse, "a command that fails in the middle of a batch takes nobody with it") {
  on("hello.act", [](CallContext& call, const Message& message) {
    const auto id = message.payload.find("bad") == std::string_view::npos ? message.time_ns : 0;
    note(call, id);
    return id == 0 ? refuse(Status::conflict, "bad") : Outcome::success("{}");
  });
  open();
  Gate gate;
  gate.close(*bus);
  auto first = send(*bus, {.type = "hello.act", .payload = R"({"note": "good"})"});
  clock.turn(std::chrono::nanoseconds(1));
  auto second = send(*bus, {.type = "hello.act", .payload = R"({"note": "bad"})"});
  auto third = send(*bus, {.type = "hello.act", .payload = R"({"note": "fine"})"});
  gate.release();
  CHECK((first.get().ok() && !second.get().ok() && third.get().ok()));
  CHECK(notes() == 2);
}

TEST_CASE_METHOD(SmallHouse, "a grant taken back holds for the command right behind it in the queue") {
  policy.apply({{.actor = "a1", .grant = {"writer", ""}, .given = true}});
  on("hello.act", [](CallContext& call, const Message&) {
    const auto status = call.services().change_grant(call, {.actor = "a1", .grant = {"writer", ""}, .given = false});
    return status == Status::ok ? Outcome::success("{}") : refuse(status, "");
  });
  open();
  Gate gate;
  gate.close(*bus);
  auto allowed = send(*bus, {.type = "hello.write", .payload = R"({"group": "12"})", .actor = "a1"});
  auto revoked = send(*bus, {.type = "hello.act", .payload = "{}"});
  auto late = send(*bus, {.type = "hello.write", .payload = R"({"group": "12"})", .actor = "a1"});
  gate.release();
  CHECK(allowed.get().ok());
  CHECK(revoked.get().ok());
  CHECK(late.get().status == Status::denied);
}

TEST_CASE_METHOD(SmallMailbox, "a full mailbox answers overloaded at once, and has room again when it was worked off") {
  open();
  Gate gate;
  gate.close(*bus);
  std::vector<std::future<Outcome>> waiting;
  for (int i = 0; i < 3; ++i) waiting.push_back(send(*bus, {.type = "hello.act", .payload = "{}"}));
  CHECK(call("hello.act").status == Status::overloaded);  // the lane stands still: this answer came from nowhere but the mailbox
  CHECK(call("hello.look").ok());                         // another lane has a mailbox of its own
  CHECK(bus->metrics().overloaded == 1);
  gate.release();
  for (auto& one : waiting) CHECK(one.get().ok());
  bus->settle();
  CHECK(call("hello.act").ok());
}

TEST_CASE_METHOD(FourReaders, "a plugin whose queries hang holds all readers but one, and none of its questions is lost") {
  std::atomic<int> inside = 0;
  std::promise<void> opened;
  on("hello.look", [&inside, open = opened.get_future().share()](CallContext&, const Message&) {
    ++inside;
    open.wait();
    return Outcome::success("{}");
  });
  open();
  std::vector<std::future<Outcome>> hanging;
  for (int i = 0; i < 12; ++i) hanging.push_back(send(*bus, {.type = "hello.look", .payload = "{}"}));
  std::promise<void> read;
  bus->read([](Connection&) { return Outcome::success({}); }, [&](const Outcome&) { read.set_value(); });
  CHECK(read.get_future().wait_for(std::chrono::seconds(20)) == std::future_status::ready);
  CHECK(inside <= 3);
  opened.set_value();
  for (auto& one : hanging) CHECK(one.get().ok());
  CHECK(inside == 12);
}

TEST_CASE_METHOD(SmallHouse, "a command whose time ran out while it waited is not begun") {
  std::atomic<int> runs = 0;
  on("hello.act", [&](CallContext&, const Message&) { return ++runs, Outcome::success("{}"); });
  open();
  Gate gate;
  gate.close(*bus);
  auto late = send(*bus, {.type = "hello.act", .payload = "{}", .budget = std::chrono::minutes(1)});
  auto patient = send(*bus, {.type = "hello.act", .payload = "{}", .budget = std::chrono::hours(1)});
  clock.turn(std::chrono::minutes(2));
  gate.release();
  CHECK(late.get().status == Status::deadline);
  CHECK(patient.get().ok());
  CHECK(runs == 1);
}

TEST_CASE_METHOD(SmallHouse, "a preparation runs in its lane while the writer is busy, and its reply reaches the command") {
  std::promise<void> prepared;
  std::string given;
  on("hello.costly", [&](CallContext& call, const Message&) {
    prepared.set_value();
    return call.effects() == nullptr ? Outcome::success(R"({"hash": "h"})") : refuse(Status::internal, "");
  });
  on("hello.sign", [&](CallContext&, const Message& message) { return given = message.prepared, Outcome::success("{}"); });
  open();
  Gate gate;
  gate.close(*bus);
  auto signed_in = send(*bus, {.type = "hello.sign", .payload = R"({"word": "x"})"});
  prepared.get_future().wait();  // would never come if it needed the writer
  gate.release();
  CHECK(signed_in.get().ok());
  CHECK(given == R"({"hash": "h"})");
}

TEST_CASE_METHOD(SmallHouse, "a preparation that fails is the command's answer, and the command is not run") {
  std::atomic<int> runs = 0;
  on("hello.costly", [](CallContext&, const Message&) { return refuse(Status::invalid, "weak"); });
  on("hello.sign", [&](CallContext&, const Message&) { return ++runs, Outcome::success("{}"); });
  open();
  CHECK(call("hello.sign", R"({"word": "x"})").problem.code == "weak");
  CHECK(runs == 0);
}

TEST_CASE_METHOD(SmallHouse, "the generation of an event has grown when the reply leaves") {
  on("hello.act", [](CallContext& call, const Message&) {
    return tell(call, "n1") == Status::ok ? Outcome::success("{}") : refuse(Status::internal, "");
  });
  open();
  std::promise<std::uint64_t> seen_at_reply;
  const auto& generation = bus->generation("hello.told");
  bus->send({.type = "hello.act", .payload = "{}"}, [&](const Outcome&) { seen_at_reply.set_value(generation.load()); });
  CHECK(seen_at_reply.get_future().get() == 1);
  CHECK(bus->generation("hello.hidden") == 0);
}

TEST_CASE_METHOD(SmallHouse, "a store that cannot commit acknowledges nothing any more and says so once") {
  on("hello.act",
     [](CallContext& call, const Message&) { return note(call, 1), static_cast<void>(tell(call, "n1")), Outcome::success("{}"); });
  open();
  breakable.broken = true;
  CHECK(call("hello.act").status == Status::unavailable);
  breakable.broken = false;  // it works again, but what the disk holds is not known: architecture.md §9
  CHECK(call("hello.act").status == Status::unavailable);
  CHECK(broken == 1);
  CHECK(notes() == 0);
  CHECK(bus->generation("hello.told") == 0);
  CHECK(call("hello.look").ok());
}

TEST_CASE_METHOD(OneAtATime, "stop finishes what was accepted, command and follow-up alike, and refuses the rest") {
  std::atomic<std::int64_t> next = 0;
  on("hello.act", [&](CallContext& call, const Message&) { return note(call, ++next), Outcome::success("{}"); });
  open();
  Gate gate;
  gate.close(*bus);
  std::vector<std::future<Outcome>> accepted;
  for (int i = 0; i < 20; ++i) accepted.push_back(send(*bus, {.type = "hello.act", .payload = "{}"}));
  std::jthread stopper([&] { bus->stop(); });
  gate.release();
  for (auto& one : accepted) CHECK(one.get().ok());
  stopper.join();
  CHECK(call("hello.act").status == Status::unavailable);
  CHECK(notes() == 20);
}

TEST_CASE_METHOD(SmallHouse, "what another process wrote is known: grants are read again and every generation grows") {
  open();
  const auto& generation = bus->generation("hello.told");
  CHECK_FALSE(policy.allowed("hello.write", "a1", ""));
  writer->begin_write();
  Policy::write(*writer, {.actor = "a1", .grant = {"writer", ""}, .given = true});
  writer->commit();
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (generation == 0 && std::chrono::steady_clock::now() < end) bus->settle();
  CHECK(generation == 1);
  CHECK(policy.allowed("hello.write", "a1", ""));
}
