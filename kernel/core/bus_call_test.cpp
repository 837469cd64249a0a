// Calls through the bus: what is refused before a handler runs, what a handler may do, what a command leaves behind.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "kernel/core/small_house_test.hpp"

using namespace hemicycle;
using namespace hemicycle::core;

namespace {

bool is(const Outcome& outcome, Status status, std::string_view code) { return outcome.status == status && outcome.problem.code == code; }

}  // namespace

TEST_CASE_METHOD(SmallHouse, "a contract that nobody provides is not_found, at once") {
  open();
  CHECK(is(call("hello.nothing"), Status::not_found, "unknown_contract"));
}

TEST_CASE_METHOD(SmallHouse, "before start and after stop everything is answered unavailable instead of waiting for ever") {
  const auto nothing = [](Connection&) { return Outcome::success("{}"); };
  CHECK(call("hello.look").status == Status::unavailable);
  open();
  bus->stop();
  CHECK(call("hello.look").status == Status::unavailable);
  CHECK(bus->read_now(nothing).status == Status::unavailable);
  CHECK(bus->write_now(nothing).status == Status::unavailable);
  bus->settle();
}

TEST_CASE_METHOD(SmallHouse, "who may not is refused before the handler runs and before the input is looked at") {
  int runs = 0;
  on("hello.write", [&](CallContext&, const Message&) { return ++runs, Outcome::success("{}"); });
  open();
  CHECK(is(call("hello.write", "no JSON"), Status::denied, "sign_in_first"));
  CHECK(is(call("hello.write", R"({"group": "12"})", "a1"), Status::denied, "denied"));
  CHECK(is(call("hello.mine"), Status::denied, "sign_in_first"));
  policy.apply({{.actor = "a1", .grant = {"writer", "group:12"}, .given = true}});
  CHECK(is(call("hello.write", R"({"group": "13"})", "a1"), Status::denied, "denied"));
  CHECK(runs == 0);
  CHECK(call("hello.write", R"({"group": "12"})", "a1").ok());
  CHECK(runs == 1);
}

TEST_CASE_METHOD(SmallHouse, "an internal contract is denied to every actor from outside") {
  open();
  CHECK(call("hello.costly", R"({"word": "x"})", "a1").status == Status::denied);
}

TEST_CASE_METHOD(SmallHouse, "invalid input names every field that is wrong, and no handler runs") {
  int runs = 0;
  on("hello.fill", [&](CallContext&, const Message&) { return ++runs, Outcome::success("{}"); });
  open();
  const auto outcome = call("hello.fill", R"({"title": "far too long", "other": 1})");
  CHECK(outcome.status == Status::invalid);
  const auto has = [&](const char* field, const char* code) {
    const auto& all = outcome.problem.fields;
    return std::find(all.begin(), all.end(), FieldError{field, code}) != all.end();
  };
  CHECK((has("title", "too_long") && has("count", "required") && has("other", "unknown_field")));
  CHECK(outcome.problem.fields.size() == 3);
  CHECK(call("hello.fill", "{").status == Status::invalid);
  CHECK(call("hello.fill", "{\"title\": \"\xff\"}").status == Status::invalid);
  CHECK(runs == 0);
}

TEST_CASE_METHOD(SmallHouse, "the handler gets the checked input, with its defaults") {
  std::string payload;
  on("hello.act", [&](CallContext&, const Message& message) { return payload = message.payload, Outcome::success("{}"); });
  open();
  CHECK(call("hello.act").ok());
  CHECK(nlohmann::json::parse(payload) == nlohmann::json{{"note", "n1"}});
}

TEST_CASE_METHOD(SmallHouse, "a query reads one snapshot, whatever is committed while it runs, and cannot write") {
  std::int64_t before = -1, after = -1;
  Status write = Status::ok;
  on("hello.act", [](CallContext& call, const Message&) { return note(call, 1), Outcome::success("{}"); });
  on("hello.look", [&](CallContext& call, const Message&) {
    before = store::count_notes(call.db());
    CHECK(this->call("hello.act").ok());
    after = store::count_notes(call.db());
    write = store::refusal([&] { note(call, 2); });
    CHECK(call.effects() == nullptr);
    CHECK(tell(call, "n1") == Status::denied);
    return Outcome::success("{}");
  });
  open();
  CHECK(call("hello.look").ok());
  CHECK((before == 0 && after == 0));
  CHECK(write != Status::ok);
  CHECK(notes() == 1);
}

TEST_CASE_METHOD(SmallHouse, "a command that fails leaves nothing: no row, no event, no grant, no job, no generation") {
  const auto deed = [](CallContext& call) {
    note(call, 1);
    CHECK(tell(call, "n1") == Status::ok);
    CHECK(call.services().change_grant(call, {.actor = "a1", .grant = {"writer", ""}, .given = true}) == Status::ok);
    CHECK(call.services().schedule(call, "hello.tidy", R"({"number": 1})", ManualClock::kStart * 2, "") == Status::ok);
  };
  on("hello.act", [&](CallContext& call, const Message&) { return deed(call), refuse(Status::conflict, "already"); });
  on("hello.sign", [&](CallContext& call, const Message&) { return deed(call), note(call, 1), Outcome::success("{}"); });
  open();
  const auto traces = [&] {
    return notes() + seen("SELECT COUNT(*) FROM hmc_event") + seen("SELECT COUNT(*) FROM hmc_grant") +
           seen("SELECT COUNT(*) FROM hmc_delivery") + seen("SELECT COUNT(*) FROM hmc_job WHERE type = 'hello.tidy'") +
           static_cast<std::int64_t>(policy.grants("a1").size());
  };
  CHECK(is(call("hello.act"), Status::conflict, "already"));
  CHECK(traces() == 0);
  CHECK(call("hello.sign", R"({"word": "x"})").status == Status::conflict);  // the constraint, not the handler, says no
  CHECK(traces() == 0);
  CHECK(bus->generation("hello.told") == 0);
}

TEST_CASE_METHOD(SmallHouse, "an event, a grant and a job are refused where the contract does not declare them") {
  on("hello.act", [](CallContext& call, const Message&) {
    auto& services = call.services();
    CHECK(services.emit(call, "hello.hidden", "note:1", R"({"note": "1"})") == Status::denied);
    CHECK(services.emit(call, "ears.heard", "x:1", "{}") == Status::denied);
    CHECK(services.change_grant(call, {.actor = "a1", .grant = {"admin", ""}, .given = true}) == Status::denied);
    CHECK(services.schedule(call, "hello.unknown", "{}", 0, "") == Status::denied);
    CHECK(services.schedule(call, "ears.tidy", "{}", 0, "") == Status::denied);
    CHECK(services.change_session(call, {.kind = SessionChange::Kind::begin, .actor = "a1"}) == Status::denied);
    return Outcome::success("{}");
  });
  open();
  CHECK(call("hello.act").ok());
  CHECK(seen("SELECT COUNT(*) FROM hmc_event") == 0);
}

TEST_CASE_METHOD(SmallHouse, "a nested query needs a requirement, and never is a command") {
  on("hello.act", [](CallContext& call, const Message&) {
    CHECK(call.services().ask(call, "names.find", "{}").ok());
    CHECK(call.services().ask(call, "names.secret", "{}").status == Status::internal);
    CHECK(call.services().ask(call, "hello.fill", "{}").status == Status::internal);
    CHECK(call.services().ask(call, "hello.look", "{}").ok());
    return Outcome::success("{}");
  });
  open();
  CHECK(call("hello.act").ok());
}

TEST_CASE_METHOD(SmallHouse, "what is used and absent is told apart from what is down, comes when its provider comes, and goes with it") {
  struct Provider final : Instance {
    bool aside = false;
    std::string code;
    [[nodiscard]] Outcome start() override { return Outcome::success({}); }
    [[nodiscard]] Outcome handle(CallContext&, const Message&) override { return code.empty() ? Outcome::success("1") : refuse(Status::unavailable, code); }
    void stop() override {}
    [[nodiscard]] bool set_aside() const override { return aside; }
  };
  on("hello.look", [](CallContext& call, const Message&) { return call.services().ask(call, "ghost.see", "{}"); });
  open();
  const auto provide = [&](bool aside, std::string code) {
    auto provider = std::make_shared<Provider>();
    provider->aside = aside;
    provider->code = std::move(code);
    bus->attach(std::make_shared<const contract::Plugin>(
                    contract::read(R"({"hemicycle": 1, "name": "ghost", "version": "1.0.0", "queries": {"see": {"permission": "internal"}}})", "test")),
                provider);
  };
  CHECK(is(call("hello.look"), Status::unavailable, kNoProvider));
  provide(false, "");
  CHECK(call("hello.look").payload == "1");
  provide(true, "");
  CHECK(is(call("hello.look"), Status::unavailable, kNoProvider));
  provide(false, std::string(kPluginDown));
  CHECK(is(call("hello.look"), Status::unavailable, kPluginDown));
  provide(false, std::string(kNoProvider));
  CHECK(is(call("hello.look"), Status::unavailable, "unavailable"));
}

TEST_CASE_METHOD(SmallHouse, "a nested query sees what its command has written, and carries actor, trace and correlation") {
  std::int64_t rows = -1;
  Message asked;
  on("names.find", [&](CallContext&, const Message& message) { return asked = message, Outcome::success("{}"); });
  on("hello.look", [&](CallContext& call, const Message&) { return rows = store::count_notes(call.db()), Outcome::success("{}"); });
  Message outer;
  on("hello.act", [&](CallContext& call, const Message& message) {
    outer = message;
    note(call, 1);
    CHECK(call.services().ask(call, "hello.look", "{}").ok());
    return call.services().ask(call, "names.find", "{}");
  });
  open();
  CHECK(call("hello.act", "{}", "a1").ok());
  CHECK(rows == 1);
  CHECK((asked.actor == "a1" && asked.traceparent == outer.traceparent && asked.correlation == outer.id && asked.causation == outer.id));
}

TEST_CASE_METHOD(SmallHouse, "queries that ask each other without end are stopped by their depth") {
  int deepest = 0;
  on("hello.look", [&](CallContext& call, const Message&) {
    deepest = std::max(deepest, call.depth());
    return call.services().ask(call, "hello.look", "{}");
  });
  open();
  CHECK(call("hello.look").status == Status::internal);
  CHECK(deepest == 16);
}

TEST_CASE_METHOD(SmallHouse, "a trace that is well formed is carried into the journal, any other replaced") {
  on("hello.act", [](CallContext& call, const Message& message) {
    CHECK(tell(call, "n1") == Status::ok);
    return Outcome::success(nlohmann::json(message.traceparent).dump());
  });
  open();
  const std::string trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  const auto sent = [&](const std::string& traceparent) {
    return nlohmann::json::parse(bus->call({.type = "hello.act", .payload = "{}", .traceparent = traceparent}).payload).get<std::string>();
  };
  CHECK(sent(trace) == trace);
  CHECK(journal.events(*reader, 0, 1).at(0).traceparent == trace);
  const auto replaced = sent("00-zz\r\nX: y");
  CHECK((replaced != sent("") && replaced.size() == 55));
}

TEST_CASE_METHOD(SmallHouse, "the same key and input are answered as before without running again; another input under it is a conflict") {
  int runs = 0;
  on("hello.act", [&](CallContext&, const Message&) { return Outcome::success("{\"run\": " + std::to_string(++runs) + "}"); });
  open();
  const auto send = [&](const char* payload, const char* actor, const char* key) {
    return bus->call({.type = "hello.act", .payload = payload, .actor = actor, .idempotency_key = key});
  };
  CHECK(send(R"({"note": "n1"})", "a1", "k").payload == R"({"run": 1})");
  CHECK(send(R"({"note":"n1"})", "a1", "k").payload == R"({"run": 1})");  // spelled otherwise, the same input
  CHECK(is(send(R"({"note": "n2"})", "a1", "k"), Status::conflict, "idempotency_key_reused"));
  CHECK(send(R"({"note": "n1"})", "a2", "k").payload == R"({"run": 2})");  // another actor's key is another key
  CHECK(runs == 2);
}

TEST_CASE_METHOD(SmallHouse, "a command that failed under a key may be tried again with it") {
  bool works = false;
  on("hello.act", [&](CallContext&, const Message&) { return works ? Outcome::success("{}") : refuse(Status::conflict, "not_yet"); });
  open();
  const auto send = [&] { return bus->call({.type = "hello.act", .payload = "{}", .actor = "a1", .idempotency_key = "k"}); };
  CHECK(send().status == Status::conflict);
  works = true;
  CHECK(send().ok());
}
