// A plugin in a process of its own does what it does in the server's. How its process ends: worker_end_test.cpp.
#include "kernel/host/worker_instance.hpp"

#include <catch2/catch.hpp>
#include <future>

#include "kernel/host/worker_house_test.hpp"

using namespace hemicycle;
using core::Outcome;
using core::Status;

TEST_CASE("a command of a worker commits with its unit of work, its event with it") {
  host::WorkerHouse house;
  REQUIRE(house.open().ok());
  REQUIRE(house.call("trial.write", R"({"text": "é"})").ok());
  CHECK(house.notes() == 1);
  CHECK(house.seen(core::kKernel, "SELECT COUNT(*) FROM hmc_event WHERE type = 'trial.told'") == 1);
}

TEST_CASE("what a refused command of a worker wrote is gone, and its problem arrives whole") {
  host::WorkerHouse house;
  REQUIRE(house.open().ok());
  const auto outcome = house.call("trial.write_and_refuse");
  CHECK(outcome.status == Status::conflict);
  CHECK(outcome.problem.code == "too_late");
  REQUIRE(outcome.problem.fields.size() == 1);
  CHECK(outcome.problem.fields[0] == core::FieldError{"text", "taken"});
  CHECK(house.notes() == 0);
}

TEST_CASE("a query of a worker may not write, and is told so in the store's words") {
  host::WorkerHouse house;
  REQUIRE(house.open().ok());
  const auto outcome = house.call("trial.write_in_query");
  CHECK(outcome.status == Status::denied);
  CHECK(outcome.problem.detail == "a query may not write");
}

TEST_CASE("a worker asks another plugin's query, and its own, inside the call") {
  host::WorkerHouse house;
  house.names->handlers["names.find"] = [](core::CallContext& call, const core::Message& message) {
    return Outcome::success(std::string(message.payload) + " " + std::to_string(call.depth()));
  };
  REQUIRE(house.open().ok());
  CHECK(house.call("trial.other", R"({"a":1})").payload == R"({"a":1} 1)");
  CHECK(house.call("trial.nested", R"({"b":2})").payload == R"({"b":2})");
}

TEST_CASE("queries that ask their own plugin do not wait for each other's channels") {
  host::WorkerHouse house;
  REQUIRE(house.open().ok());
  std::vector<std::future<Outcome>> calls;
  for (int i = 0; i < 40; ++i) calls.push_back(std::async(std::launch::async, [&, i] { return house.call("trial.nested", std::to_string(i)); }));
  for (int i = 0; i < 40; ++i) CHECK(calls[static_cast<std::size_t>(i)].get().payload == std::to_string(i));
}

TEST_CASE("queries of one worker run at once") {
  host::WorkerHouse house;
  REQUIRE(house.open().ok());
  auto first = std::async(std::launch::async, [&] { return house.call("trial.meet"); });
  CHECK(house.call("trial.meet").ok());
  CHECK(first.get().ok());
}

TEST_CASE("a payload of a megabyte passes both ways, into a row and out of it") {
  host::WorkerHouse house;
  REQUIRE(house.open().ok());
  const auto large = '"' + std::string(std::size_t{1} << 20, 'x') + '"';
  CHECK((house.call("trial.echo", large).payload == large));
  REQUIRE(house.call("trial.write", large).ok());
  CHECK(house.call("trial.rows").payload == "1 " + std::to_string(large.size()));
}

TEST_CASE("a reply beyond 64 MiB is the plugin's failure, and the next call is served") {
  host::WorkerHouse house;
  REQUIRE(house.open().ok());
  const auto outcome = house.call("trial.too_large");
  CHECK(outcome.status == Status::internal);
  CHECK(outcome.problem.detail == "its reply is larger than 64 MiB");
  CHECK(house.call("trial.echo", "1").payload == "1");
}

TEST_CASE("rows beyond one batch arrive in order and complete") {
  host::WorkerHouse house;
  REQUIRE(house.open().ok());
  const auto count = GENERATE(0, 1, 31, 32, 33, 100);
  const std::string text(1000, 'x');  // 32 of them are about a batch
  for (int i = 0; i < count; ++i) REQUIRE(house.call("trial.write", text).ok());
  CHECK(house.call("trial.rows").payload == std::to_string(count) + " " + std::to_string(count * 1000));
}

TEST_CASE("a closed cursor is refused, one left open ends with its call") {
  host::WorkerHouse house;
  REQUIRE(house.open().ok());
  for (int i = 0; i < 100; ++i) REQUIRE(house.call("trial.write", std::string(1000, 'x')).ok());
  for (int i = 0; i < 3; ++i) CHECK(house.call("trial.leave_open").payload == std::to_string(HMC_INTERNAL) + " " + std::to_string(HMC_OK));
  CHECK(house.call("trial.write").ok());
}

TEST_CASE("a worker has its settings, vocabularies and the call's time, and its lines reach the log") {
  host::WorkerHouse house;
  house.open(house.make(R"({"shown":20})"));
  REQUIRE(house.worker->start().ok());
  CHECK(house.call("trial.surroundings").payload == R"({"shown":20} 0 3 0 0 same)");
  CHECK(house.log.await("seen") == "trial 3 seen");
  CHECK(house.log.await("printed") == "trial 2 printed");
}

TEST_CASE("a plugin that logs in a loop fills no disk, and the operator is told what was left out") {
  host::WorkerHouse house;
  REQUIRE(house.open().ok());
  REQUIRE(house.call("trial.talk").ok());
  house.worker->stop();
  CHECK_THAT(house.log.await("left out"), Catch::Matchers::Contains("of its lines were left out: it wrote more than 200 a second"));
  CHECK(house.log.size() < 2000);
}

TEST_CASE("a worker's plugin that breaks its contract fails its call alone, in the words of one in the server") {
  host::WorkerHouse house;
  REQUIRE(house.open().ok());
  CHECK(house.call("trial.throws").problem.detail == "threw an exception across the boundary");
  CHECK(house.call("trial.silent").problem.detail == "returned 'ok' without a reply");
  CHECK(house.call("trial.differ").problem.detail == "returned another status than it replied");
  CHECK(house.call("trial.echo", "1").payload == "1");
}

TEST_CASE("the token of a call that has returned is refused") {
  host::WorkerHouse house;
  REQUIRE(house.open().ok());
  REQUIRE(house.call("trial.stale").payload == "0");
  CHECK(house.call("trial.stale").payload == std::to_string(HMC_INTERNAL));
}

TEST_CASE("stop lets calls in flight finish, tells the plugin, and is no death") {
  host::WorkerHouse house;
  REQUIRE(house.open().ok());
  auto flying = std::async(std::launch::async, [&] { return house.call("trial.meet"); });
  CHECK(house.call("trial.meet").ok());
  CHECK(flying.get().ok());
  house.worker->stop();
  CHECK(house.log.await("stopped") == "trial 2 stopped");
  const auto after = house.call("trial.echo");
  CHECK(after.status == Status::unavailable);
  CHECK(after.problem.code == core::kPluginDown);
  CHECK(house.deaths.size() == 0);
  CHECK(house.worker->memory_bytes() == 0);
}

TEST_CASE("a worker tells its process, memory and processor time") {
  host::WorkerHouse house;
  REQUIRE(house.open().ok());
  CHECK(house.worker->pid() > 0);
  CHECK(house.worker->memory_bytes() > 0);
  CHECK(house.worker->cpu_ns() > 0);
}

TEST_CASE("the example in C keeps and counts greetings from its own process") {
  host::WorkerHouse house;
  const auto example = host::open_example(house, "hello_c", HEMICYCLE_EXAMPLE_PLUGIN);
  REQUIRE(house.call_as("a1", "hello_c.greet", R"({"text": "Bonjour"})").ok());
  CHECK(house.call("hello_c.count").payload == R"({"greetings":1})");
}

TEST_CASE("the example in C++ signs, refuses the same twice and lists, from its own process") {
  host::WorkerHouse house;
  const auto example = host::open_example(house, "guestbook", HEMICYCLE_GUESTBOOK);
  REQUIRE(house.call_as("a1", "guestbook.sign", R"({"text": "Une ligne"})").ok());
  const auto again = house.call_as("a1", "guestbook.sign", R"({"text": "Une ligne"})");
  CHECK(again.status == Status::invalid);
  CHECK(again.problem.fields == std::vector<core::FieldError>{{"text", "said_already"}});
  CHECK_THAT(house.call("guestbook.list").payload, Catch::Matchers::Contains(R"("text":"Une ligne")"));
  CHECK(house.seen(core::kKernel, "SELECT COUNT(*) FROM hmc_event WHERE type = 'guestbook.left'") == 1);
#ifndef HEMICYCLE_SANITIZED
  CHECK(example->memory_bytes() <= std::uint64_t{12} << 20);
#endif
}
