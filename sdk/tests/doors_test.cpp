// A plugin that uses all of the SDK, behind its C doors.
#include <catch2/catch.hpp>
#include <hemicycle/plugin.hpp>

#include <thread>

#include "everything.contract.hpp"
#include "sdk/tests/fake_host.hpp"

using namespace hemicycle;
using hemicycle::test::FakeHost;

namespace {

class Everything final : public everything::Handler {
 public:
  Result<everything::DecideReply> decide(const everything::Decide& input, const everything::WeighReply& prepared,
                                         Command& command) override {
    if (!command.allowed(everything::permission::decide, "group:" + input.group)) return denied("not_in_the_group");
    if (prepared.weight > settings().limit) return invalid("count", "too_heavy").also("group", "too_small");
    command.store().exec("INSERT INTO everything_decision (id, count, share) VALUES (:id, :count, :share)",
                         {bind("id", command.new_id()), bind("count", input.count), bind("share", input.share)});
    command.emit(everything::Decided{.id = "d1", .count = input.count, .type = "t", .subject = "s", .text = "x"});
    command.schedule(everything::Remind{.id = "d1"}, command.now() + std::chrono::seconds(1), "d1");
    return everything::DecideReply{.id = "d1"};
  }
  Result<everything::SettleReply> settle(const everything::Settle&, Command& command) override {
    command.grant("a2", "king");
    return {};
  }
  Result<everything::WeighReply> weigh(const everything::Weigh&, const Query&) const override { throw 7; }
  Result<everything::LookReply> look(const everything::Look& input, const Query& query) const override {
    if (input.id == "vocabulary") return everything::LookReply{.text = std::string(query.vocabulary("themes").at(0).label("en"))};
    if (input.id == "throw") throw std::runtime_error("a bug");
    if (input.id == "row") {
      const auto row = query.store().first("SELECT a, b FROM everything_decision");
      return everything::LookReply{.text = row ? row->text(0) : "none", .type = std::to_string(row ? row->integer(1) : -1)};
    }
    const auto people = query.ask(neighbour::People{.ids = {input.id}});
    if (!people) return people.error();
    return everything::LookReply{.text = people->people.at(0).name};
  }
  Result<void> on_neighbour_moved_in(const neighbour::MovedIn& event, Command& command) override {
    if (event.floor > 3) return conflict("too_high");
    command.log().info("moved in: " + event.id);
    return {};
  }
  Result<void> tidy(const everything::Tidy&, Command&) override { return {}; }
  std::optional<WrongSetting> wrong_setting() const override {
    if (settings().limit != 13) return {};
    return WrongSetting{.path = "limit", .expected = "a number that brings no bad luck", .found = "13"};
  }
  Result<void> remind(const everything::Remind&, Command&) override { return not_found("no_such_decision"); }
};

/// Entered and started; ends with the scope.
class Running {
 public:
  explicit Running(FakeHost& host) {
    instance.struct_size = sizeof instance;
    REQUIRE(hmc_plugin_entry_v1(&host.table(), &instance) == HMC_OK);
    REQUIRE(instance.start(instance.self) == HMC_OK);
  }
  ~Running() {
    instance.stop(instance.self);
    instance.destroy(instance.self);
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  hmc_instance_v1 instance{};
};

constexpr auto kDecide = R"({"group":"12","count":3})";

}  // namespace

HEMICYCLE_PLUGIN(Everything)

TEST_CASE("a host that lacks any extension is refused at the entry") {
  FakeHost host;
  hmc_instance_v1 instance{};
  instance.struct_size = sizeof instance;
  for (const auto* id :
       {"hmc.log/1", "hmc.reply/1", "hmc.clock/1", "hmc.config/1", "hmc.policy/1", "hmc.session/1", "hmc.bus/1", "hmc.store/1"}) {
    host.lacking = {id};
    CHECK(hmc_plugin_entry_v1(&host.table(), &instance) == HMC_UNAVAILABLE);
  }
}

TEST_CASE("a command writes, tells and plans, then replies") {
  FakeHost host;
  const Running plugin(host);
  CHECK(host.send(plugin.instance, HMC_COMMAND, "everything.decide", kDecide, R"({"weight":20})") == HMC_OK);
  CHECK(host.replies == std::vector<std::string>{R"(0 {"id":"d1"})"});
  CHECK(host.executed.size() == 1);
  REQUIRE(host.said.size() == 2);
  CHECK(host.said[0] == R"(everything.decided decision:d1:3 {"id":"d1","count":3,"type":"t","subject":"s","text":"x"})");
  CHECK(host.said[1] == R"(everything.remind 1775656801000000000 {"id":"d1"} d1)");
}

TEST_CASE("a plugin that refuses a setting does not start, and the host learns which and why") {
  FakeHost host;
  host.settings = R"({"limit":13})";
  hmc_instance_v1 instance{};
  instance.struct_size = sizeof instance;
  REQUIRE(hmc_plugin_entry_v1(&host.table(), &instance) == HMC_OK);
  CHECK(instance.start(instance.self) == HMC_INVALID);
  CHECK(host.said == std::vector<std::string>{"refuse limit: expected a number that brings no bad luck, found 13"});
  instance.destroy(instance.self);
}

TEST_CASE("the settings of the host replace the defaults of the contract") {
  FakeHost host;
  host.settings = R"({"limit":2,"greeting":"Salut"})";
  const Running plugin(host);
  CHECK(host.send(plugin.instance, HMC_COMMAND, "everything.decide", kDecide, R"({"weight":3})") == HMC_INVALID);
  CHECK(host.replies ==
        std::vector<std::string>{
            R"(1 {"code":"invalid","fields":[{"field":"count","code":"too_heavy"},{"field":"group","code":"too_small"}]})"});
}

TEST_CASE("a permission that does not hold in the scope denies") {
  FakeHost host;
  const Running plugin(host);
  CHECK(host.send(plugin.instance, HMC_COMMAND, "everything.decide", R"({"group":"13","count":3})") == HMC_DENIED);
  CHECK(host.replies == std::vector<std::string>{R"(2 {"code":"not_in_the_group"})"});
}

TEST_CASE("a constraint that nobody caught is a conflict, a store that is down is unavailable, a wrong statement is internal") {
  FakeHost host;
  const Running plugin(host);
  const auto [status, answered] = GENERATE(table<hmc_status, hmc_status>(
      {{HMC_CONFLICT, HMC_CONFLICT}, {HMC_UNAVAILABLE, HMC_UNAVAILABLE}, {HMC_OVERLOADED, HMC_OVERLOADED}, {HMC_DENIED, HMC_INTERNAL}}));
  host.store_status = status;
  CHECK(host.send(plugin.instance, HMC_COMMAND, "everything.decide", kDecide) == answered);
  CHECK(host.replies.size() == 1);
  CHECK(host.logged.size() == (answered == HMC_INTERNAL ? 1U : 0U));
}

TEST_CASE("whatever a handler throws is logged with the message's name and answered as internal, once") {
  FakeHost host;
  const Running plugin(host);
  CHECK(host.send(plugin.instance, HMC_QUERY, "everything.look", R"({"id":"throw"})") == HMC_INTERNAL);
  CHECK(host.send(plugin.instance, HMC_QUERY, "everything.weigh", "{}") == HMC_INTERNAL);
  CHECK(host.send(plugin.instance, HMC_QUERY, "everything.look", R"({"id":)") == HMC_INTERNAL);
  CHECK(host.send(plugin.instance, HMC_COMMAND, "everything.settle", "{}") == HMC_INTERNAL);  // a role that the contract does not grant
  CHECK(host.replies == std::vector<std::string>(4, R"(8 {"code":"internal"})"));
  REQUIRE(host.logged.size() == 4);
  CHECK(host.logged[0] == "everything.look: a bug");
}

TEST_CASE("a nested question comes back typed, and its error as the same error") {
  FakeHost host;
  const Running plugin(host);
  host.ask_reply = R"({"people":[{"id":"p1","name":"Zoé"}]})";
  CHECK(host.send(plugin.instance, HMC_QUERY, "everything.look", R"({"id":"p1"})") == HMC_OK);
  host.ask_status = HMC_NOT_FOUND;
  host.ask_reply = R"({"code":"no_such_person","fields":[{"field":"ids.0","code":"unknown"}]})";
  CHECK(host.send(plugin.instance, HMC_QUERY, "everything.look", R"({"id":"p1"})") == HMC_NOT_FOUND);
  CHECK(host.said == std::vector<std::string>(2, R"(neighbour.people  {"ids":["p1"]})"));
  CHECK(host.replies == std::vector<std::string>{R"(0 {"text":"Zoé","type":"","subject":""})", "3 " + host.ask_reply});
}

TEST_CASE("a row kept by first() outlives its cursor, and the cursor is given back") {
  FakeHost host;
  const Running plugin(host);
  std::string content = "a text that is too long to be kept inside a std::string";
  hmc_value text{HMC_TEXT, 0, {}};
  text.as.bytes = to_span(content);
  hmc_value number{HMC_INTEGER, 0, {}};
  number.as.integer = 12;
  host.rows = {{text, number}};
  CHECK(host.send(plugin.instance, HMC_QUERY, "everything.look", R"({"id":"row"})") == HMC_OK);
  host.rows.clear();
  CHECK(host.send(plugin.instance, HMC_QUERY, "everything.look", R"({"id":"row"})") == HMC_OK);
  CHECK(host.open_cursors == 0);
  CHECK(host.replies == std::vector<std::string>{R"(0 {"text":")" + content + R"(","type":"12","subject":""})",
                                                 R"(0 {"text":"none","type":"-1","subject":""})"});
}

TEST_CASE("a column that is not there, or of another kind, is refused") {
  hmc_value text{HMC_TEXT, 0, {}};
  text.as.bytes = to_span("abc");
  const hmc_value null{HMC_NULL, 0, {}};
  const std::vector<hmc_value> values = {text, null};
  const Row row(values.data(), values.size());
  CHECK_THROWS_AS(row.integer(0), StoreFailure);
  CHECK_THROWS_AS(row.text(2), StoreFailure);
  CHECK(row.text(1).empty());
  CHECK(row.integer(1) == 0);
  CHECK(row.optional_text(1) == std::nullopt);
  CHECK(row.optional_text(0) == "abc");
}

TEST_CASE("reactions and jobs answer with nothing, or with their error") {
  FakeHost host;
  const Running plugin(host);
  CHECK(host.send(plugin.instance, HMC_EVENT, "neighbour.moved_in", R"({"id":"p1","floor":2})") == HMC_OK);
  CHECK(host.send(plugin.instance, HMC_EVENT, "neighbour.moved_in", R"({"id":"p1","floor":4})") == HMC_CONFLICT);
  CHECK(host.send(plugin.instance, HMC_JOB, "everything.tidy", "") == HMC_OK);
  CHECK(host.send(plugin.instance, HMC_JOB, "everything.remind", R"({"id":"d1"})") == HMC_NOT_FOUND);
  CHECK(host.logged == std::vector<std::string>{"moved in: p1"});
}

TEST_CASE("a message is found by its kind and its name together") {
  FakeHost host;
  const Running plugin(host);
  CHECK(host.send(plugin.instance, HMC_QUERY, "everything.decide", "{}") == HMC_NOT_FOUND);
  CHECK(host.send(plugin.instance, HMC_COMMAND, "everything.look", "{}") == HMC_NOT_FOUND);
  CHECK(host.send(plugin.instance, HMC_COMMAND, "everything.nothing", "{}") == HMC_NOT_FOUND);
  CHECK(host.send(plugin.instance, 9, "everything.decide", "{}") == HMC_NOT_FOUND);
}

TEST_CASE("a vocabulary is asked of the host once, and stays where it is while others are read") {
  FakeHost host;
  host.vocabulary = R"([{"id":"climate","fr":"Climat","en":"Climate"},{"id":"x","fr":"X"}])";
  Vocabularies vocabularies;
  Host tables{.self = &host.table(), .plugin = "everything"};
  REQUIRE(collect(host.table(), tables));
  const auto& themes = vocabularies.get(tables, "themes");
  REQUIRE(themes.size() == 2);
  CHECK(themes[0].label("en") == "Climate");
  CHECK(themes[1].label("en") == "X");
  CHECK(vocabularies.get(tables, "unknown").empty());
  std::vector<std::jthread> readers;
  std::atomic<int> same = 0;
  for (int i = 0; i < 4; ++i) readers.emplace_back([&] { same += &vocabularies.get(tables, "themes") == &themes ? 1 : 0; });
  readers.clear();
  CHECK(same == 4);
  CHECK(host.vocabularies_read == 2);
}
