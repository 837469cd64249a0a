// How a worker's process ends, by itself or by us: what the caller, the operator and the store see of it.
#include <signal.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <future>

#include "kernel/host/worker_house_test.hpp"

using namespace hemicycle;
using core::Outcome;
using core::Status;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using Catch::Matchers::Contains;

namespace {

/// What the constructor or `start` says of a worker that cannot be used.
std::string refusal(host::WorkerHouse& house, const std::string& settings, const char* program = HEMICYCLE_WORKER,
                    std::chrono::nanoseconds within = std::chrono::seconds(10)) {
  try {
    return house.make(settings, program, within)->start().problem.detail;
  } catch (const std::runtime_error& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("a worker that crashes inside its transaction leaves nothing, and only its caller hears of it") {
  host::WorkerHouse house;
  REQUIRE(house.open().ok());
  const auto outcome = house.call("trial.write_and_crash");
  CHECK(outcome.status == Status::unavailable);
  CHECK(outcome.problem.code == core::kPluginDown);
  CHECK(outcome.problem.detail == "its worker was killed by signal 11 (Segmentation fault)");
  CHECK(house.deaths.await("signal") == "was killed by signal 11 (Segmentation fault)");
  CHECK(house.call("trial.echo").problem.code == core::kPluginDown);
  CHECK(house.notes() == 0);
  CHECK(house.deaths.size() == 1);
}

TEST_CASE("kill -9 in the middle of a transaction rolls it back and frees the writer's lock within a second") {
  host::WorkerHouse house;
  REQUIRE(house.open().ok());
  auto flying = std::async(std::launch::async, [&] { return house.call("trial.write_and_wait"); });
  REQUIRE(house.log.await("waiting") == "trial 2 waiting");
  const auto killed = steady_clock::now();
  REQUIRE(::kill(house.worker->pid(), SIGKILL) == 0);
  CHECK(flying.get().problem.code == core::kPluginDown);
  const auto other = house.store->open_writer();
  other->begin_write();
  other->commit();
  CHECK(steady_clock::now() - killed < std::chrono::seconds(1));
  CHECK(house.notes() == 0);
}

TEST_CASE("a call past its deadline ends its worker, and the others are told that it is down") {
  host::WorkerHouse house;
  REQUIRE(house.open().ok());
  const auto begun = steady_clock::now();
  const auto outcome = house.call("trial.hang", "{}", milliseconds(500));
  CHECK(outcome.status == Status::deadline);
  CHECK(steady_clock::now() - begun < std::chrono::seconds(2));
  CHECK(house.deaths.await("deadline") == "was ended by the server: trial.hang did not return by its deadline");
  CHECK(house.call("trial.echo").problem.code == core::kPluginDown);
}

TEST_CASE("a call for which no channel becomes free is overloaded, not lost") {
  host::WorkerHouse house;
  house.channels = 1;
  REQUIRE(house.open().ok());
  auto flying = std::async(std::launch::async, [&] { return house.call("trial.hang", "{}", std::chrono::seconds(3)); });
  REQUIRE(house.log.await("hanging") == "trial 2 hanging");
  CHECK(house.call("trial.echo", "{}", milliseconds(500)).status == Status::overloaded);
  CHECK(flying.get().status == Status::deadline);
}

TEST_CASE("a worker that leaves by itself says with which code") {
  host::WorkerHouse house;
  REQUIRE(house.open().ok());
  CHECK(house.call("trial.leave").problem.detail == "its worker ended by itself with exit code 7");
}

TEST_CASE("a plugin that cannot be loaded or started in its worker is refused with the reason") {
  host::WorkerHouse house;
  CHECK(refusal(house, R"("refuse")") == "its entry answered 'unavailable': it needs a newer host, or could not be made");
  CHECK(refusal(house, R"("unready")") == "its start answered 'unavailable'");
  CHECK(refusal(house, R"("crash")") == "ended by itself with exit code 9");
  CHECK(refusal(house, R"("hang")", HEMICYCLE_WORKER, milliseconds(300)) == "did not finish loading in its worker in time");
  CHECK_THAT(refusal(house, "{}", "/nowhere/hemicycle-worker"), Contains("/nowhere/hemicycle-worker could not be run: No such file or directory"));
  CHECK_THROWS_WITH(house.make("{}", HEMICYCLE_WORKER, std::chrono::seconds(10), HEMICYCLE_WORKER), Contains("cannot dynamically load"));
  CHECK(house.deaths.size() == 0);
}

TEST_CASE("a worker that lies is ended, the lie is named, and the kernel goes on") {
  struct Lie {
    std::string how, sentence;
    bool at_second = false;  ///< it answers well once, and the lie lies in wait for the next call
  };
  const auto lie = GENERATE(values<Lie>({{"cut header", "a frame was cut inside its header"},
                                         {"longer", "a frame is longer than it says"},
                                         {"shorter", "a frame is shorter than it says"},
                                         {"oversized", "a datagram is longer than a frame may be"},
                                         {"trailing", "bytes follow the last field of a frame"},
                                         {"unknown request", "it made a request that nobody knows"},
                                         {"server's frame", "it made a request that nobody knows"},
                                         {"cut field", "a field of a frame is cut"},
                                         {"many parameters", "a field of a frame is cut"},
                                         {"closed cursor", "it used a cursor that is not open"},
                                         {"another call", "it spoke of a call that is over or never was"},
                                         {"unknown status", "it replied with a status that does not exist"},
                                         {"unknown fault", "its reply has a fault that does not exist"},
                                         {"two answers", "it spoke of a call that is over or never was", true},
                                         {"request after reply", "it spoke of a call that is over or never was", true},
                                         {"unsealed", "a memfd is not sealed against writing and resizing"},
                                         {"small memory", "a frame has a small body in memory"},
                                         {"stray descriptor", "a frame came with a descriptor that it does not need"}}));
  host::WorkerHouse house;
  house.channels = 1;  // the liar serves one
  house.open(house.make(lie.how, HEMICYCLE_LYING_WORKER));
  REQUIRE(house.worker->start().ok());
  if (lie.at_second) REQUIRE(house.call("trial.echo").ok());
  const auto outcome = house.call("trial.echo");
  CHECK(outcome.status == Status::internal);
  CHECK(outcome.problem.detail == "its worker was ended because it lied: " + lie.sentence);
  CHECK(house.deaths.await("lied") == "was ended by the server: it lied: " + lie.sentence);
  CHECK(house.call("trial.echo").problem.code == core::kPluginDown);
}

TEST_CASE("a worker that closes its channel, or asks for ever, is ended") {
  host::WorkerHouse house;
  house.channels = 1;
  SECTION("closes") {
    house.open(house.make("closes", HEMICYCLE_LYING_WORKER));
    REQUIRE(house.worker->start().ok());
    CHECK(house.call("trial.echo").problem.detail == "its worker was ended by the server: it closed a channel in the middle of a call");
  }
  SECTION("asks for ever") {
    house.open(house.make("asks for ever", HEMICYCLE_LYING_WORKER));
    REQUIRE(house.worker->start().ok());
    CHECK(house.call("trial.echo", "{}", std::chrono::seconds(1)).status == Status::deadline);
  }
  CHECK_FALSE(house.deaths.await("server").empty());
}

TEST_CASE("a worker that speaks out of turn while it loads is refused") {
  host::WorkerHouse house;
  CHECK_THAT(refusal(house, "started before loaded", HEMICYCLE_LYING_WORKER), Contains("it said on its control pair what nobody asked for"));
}
