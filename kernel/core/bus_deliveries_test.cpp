// Events and jobs: order, retries with the clock turned by hand, dead letters, effects once.
#include <catch2/catch.hpp>

#include "kernel/core/deliveries.hpp"
#include "kernel/core/small_house_test.hpp"

using namespace hemicycle;
using namespace hemicycle::core;
using namespace std::chrono_literals;

namespace {

struct Listening : SmallHouse {
  std::vector<std::string> heard;  // subject and number of the event, in order; the command lane's thread, read after settle
  int failures = 0;                // of the reaction, before it works

  Listening() {
    on("hello.act", [](CallContext& call, const Message& message) {
      const auto payload = std::string(message.payload);
      const auto begin = payload.find("\"note\":\"") + 8;
      const auto status = tell(call, payload.substr(begin, payload.find('"', begin) - begin));
      return status == Status::ok ? Outcome::success("{}") : refuse(status, "");
    });
    ears->handlers["hello.told"] = [this](CallContext& call, const Message& message) {
      heard.push_back(message.subject);
      const std::array parameters{bind("actor", message.id), bind("role", message.subject)};
      call.db().exec(kKernel, "INSERT INTO hmc_grant (actor, role, scope) VALUES (:actor, :role, '')", parameters);  // an effect to count
      return failures-- > 0 ? refuse(Status::unavailable, "not_now") : Outcome::success("{}");
    };
  }
  [[nodiscard]] std::int64_t effects() const { return seen("SELECT COUNT(*) FROM hmc_grant"); }
  void say(const std::string& note) { CHECK(call("hello.act", R"({"note": ")" + note + "\"}").ok()); }
};

}  // namespace

TEST_CASE("the pause before the next try doubles from 0.2 s and ends at 30 s") {
  CHECK(backoff(0) == 200ms);
  CHECK(backoff(1) == 400ms);
  CHECK(backoff(7) == 25'600ms);
  CHECK(backoff(8) == 30s);
  CHECK(backoff(1000) == 30s);
}

TEST_CASE_METHOD(Listening, "an event reaches who reacts to it, caused by it and in its trace") {
  Message message;
  ears->handlers["hello.told"] = [&](CallContext&, const Message& told) { return message = told, Outcome::success("{}"); };
  open();
  say("n1");
  bus->settle();
  const auto event = journal.events(*reader, 0, 1).at(0);
  CHECK((message.kind == Kind::event && message.actor == kSystem && message.subject == "note:n1" && message.causation == event.id));
  CHECK((message.correlation == event.correlation && message.traceparent == event.traceparent));
  CHECK(seen("SELECT COUNT(*) FROM hmc_delivery") == 0);
}

TEST_CASE_METHOD(Listening, "events of one subject are heard in order, and one that fails holds up its own subject alone") {
  failures = 1;
  open();
  say("n1");
  bus->settle();
  say("n1");
  say("n2");
  bus->settle();
  CHECK(heard == std::vector<std::string>{"note:n1", "note:n2"});
  CHECK(effects() == 1);
  turn(199ms);
  CHECK(heard.size() == 2);
  turn(1ms);
  CHECK(heard == std::vector<std::string>{"note:n1", "note:n2", "note:n1", "note:n1"});
  CHECK(effects() == 3);
}

TEST_CASE_METHOD(Listening,
                 "a reaction that goes on failing is tried ten times and then lies among the dead letters, out of the others' way") {
  failures = 10;
  open();
  say("n1");
  bus->settle();
  say("n1");
  bus->settle();
  for (int attempt = 0; attempt < 9; ++attempt) {
    CHECK(heard.size() == static_cast<std::size_t>(attempt) + 1);
    CHECK(journal.dead_letters(*reader).empty());
    turn(backoff(attempt));
  }
  const auto letters = journal.dead_letters(*reader);
  REQUIRE(letters.size() == 1);
  CHECK((letters[0].consumer == "ears" && letters[0].type == "hello.told" && letters[0].subject == "note:n1" && letters[0].attempts == 10));
  CHECK(letters[0].problem.find("unavailable not_now") == 0);
  CHECK(heard.size() == 11);  // the second event of the subject came through behind it
  CHECK(effects() == 1);
  CHECK(bus->metrics().dead_letters == 1);

  CHECK(bus->write_now([&](Connection& db) {
             CHECK(journal.retry(db, letters[0].id, clock.now_ns()));
             return Outcome::success({});
           })
            .ok());
  bus->settle();
  CHECK(effects() == 2);
  CHECK(journal.dead_letters(*reader).empty());
}

TEST_CASE_METHOD(Listening, "an event delivered twice takes effect once") {
  open();
  say("n1");
  bus->settle();
  CHECK(effects() == 1);
  // The delivery row comes back, as after a broken restore or a transport that repeats itself.
  CHECK(bus->write_now([](Connection& db) {
             db.exec(kKernel,
                     "INSERT INTO hmc_delivery (event_seq, consumer, subject, due_ns, attempts) VALUES (1, 'ears', 'note:n1', 0, 0)", {});
             return Outcome::success({});
           })
            .ok());
  bus->settle();
  CHECK(heard.size() == 1);
  CHECK(effects() == 1);
  CHECK(seen("SELECT COUNT(*) FROM hmc_delivery") == 0);
}

TEST_CASE_METHOD(Listening, "a job runs at its time and not before, and one scheduled under the same key replaces it") {
  std::vector<std::string> done;
  hello->handlers["hello.tidy"] = [&](CallContext&, const Message& message) {
    CHECK(message.kind == Kind::job);
    return done.emplace_back(message.payload), Outcome::success("{}");
  };
  on("hello.fill", [&](CallContext& call, const Message&) {
    const auto at = [&](std::string_view payload, std::chrono::nanoseconds in, std::string_view key) {
      CHECK(call.services().schedule(call, "hello.tidy", payload, clock.now_ns() + in.count(), key) == Status::ok);
    };
    at("1", 1h, "k");
    at("2", 2h, "k");
    at("3", 3h, "");
    at("4", 3h, "");
    return Outcome::success("{}");
  });
  open();
  CHECK(call("hello.fill", R"({"title": "x", "count": 1})").ok());
  turn(2h - 1ns);
  CHECK(done.empty());
  turn(1ns);
  CHECK(done == std::vector<std::string>{"2"});
  turn(1h);
  CHECK(done == std::vector<std::string>{"2", "3", "4"});
}

TEST_CASE_METHOD(Listening,
                 "a recurring job runs at start and every hour, once however often the house starts, and also after it was buried") {
  int sweeps = 0, failing = 0;
  hello->handlers["hello.sweep"] = [&](CallContext&, const Message&) {
    ++sweeps;
    return failing-- > 0 ? refuse(Status::internal, "") : Outcome::success("{}");
  };
  open();
  CHECK(sweeps == 1);
  CHECK(seen("SELECT COUNT(*) FROM hmc_job") == 1);
  turn(59min);
  CHECK(sweeps == 1);
  turn(1min);
  CHECK(sweeps == 2);

  failing = 10;
  turn(1h);
  for (int attempt = 0; attempt < 9; ++attempt) turn(backoff(attempt));
  CHECK(sweeps == 12);
  CHECK(journal.dead_letters(*reader).size() == 1);
  turn(1h);
  CHECK(sweeps == 13);
  CHECK(seen("SELECT COUNT(*) FROM hmc_job") == 1);
}

TEST_CASE_METHOD(Listening, "what waited when the house stopped is done by the next one") {
  failures = 1;
  open();
  say("n1");
  bus->settle();
  bus->stop();
  CHECK(effects() == 0);
  clock.turn(1s);
  SmallHouse* self = this;
  Bus next({.store = *store,
            .journal = self->journal,
            .policy = policy,
            .clock = clock,
            .log = [](auto, auto, auto) {},
            .vocabularies = vocabularies,
            .broken = [](const std::string&) {}},
           {});
  next.attach(std::make_shared<const contract::Plugin>(contract::read(kEars, "test")), ears);
  next.start();
  next.settle();
  next.stop();
  CHECK(effects() == 1);
}
